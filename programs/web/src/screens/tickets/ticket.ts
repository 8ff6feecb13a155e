import { addressOf, type SeverityName, type Status, useApi } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'

export type TicketState = 'open' | 'reopened' | 'resolved' | 'fixed' | 'ignored' | 'invalid'

/** Work on findings: a row of `GET /tickets`. */
export interface Ticket {
  readonly number: number
  readonly title: string
  readonly severity: SeverityName
  readonly state: TicketState
  readonly stateSince: string
  readonly ignoredUntil: string | null
  readonly timesReopened: number
  readonly assignee: { readonly id: string; readonly name: string } | null
  readonly dueAt: string | null
  readonly overdue: boolean
  readonly findings: number
  readonly openedBy: string
  readonly openedAt: string
}

/** One ticket with all that is known of it, as `GET /tickets/:ticket` tells it. */
export interface TicketPage extends Ticket {
  readonly covers: readonly {
    readonly id: string
    readonly summary: string
    readonly severity: SeverityName
    readonly status: string
    readonly disposition: string
    readonly asset: { readonly id: string; readonly name: string }
  }[]
  readonly history: readonly {
    readonly at: string
    readonly by: string | null
    readonly byName: string | null
    readonly kind: 'opened' | 'added' | 'standing' | 'assigned' | 'due' | 'comment'
    readonly detail: Readonly<Record<string, unknown>>
  }[]
}

export const stateMarks: Readonly<Record<TicketState, { readonly status: Status; readonly word: string }>> = {
  open: { status: 'warn', word: 'open' },
  reopened: { status: 'failed', word: 'reopened' },
  resolved: { status: 'busy', word: 'resolved' },
  fixed: { status: 'ok', word: 'fixed' },
  ignored: { status: 'off', word: 'ignored' },
  invalid: { status: 'off', word: 'invalid' },
}

/** A person of the tenant, as far as tickets need it. */
export interface Person {
  readonly id: string
  readonly name: string
}

/** Who can be given work; none where one may not see them. */
export function usePeople(enabled: boolean) {
  const api = useApi()
  return useQuery({
    queryKey: ['members'],
    enabled,
    queryFn: async ({ signal }) => (await api.get<{ data: readonly Person[] }>('/members', { signal })).data,
  })
}

export function ticketAddress(number: number): string {
  return addressOf('/tickets', { q: '*', row: String(number) })
}
