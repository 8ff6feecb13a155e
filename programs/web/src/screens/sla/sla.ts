import { addressOf, exactly, type SeverityName, useApi, useLiveEvent } from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'

/** A rule, as `GET /sla/rules` tells it. */
export interface SlaRule {
  readonly id: string
  readonly name: string
  readonly query: string
  readonly days: number
  readonly start?: readonly string[]
  readonly dueBy?: string
  readonly calendar?: { readonly zone: string; readonly days: readonly number[]; readonly holidays: readonly string[] }
}

export interface SlaPolicy {
  readonly rules: readonly SlaRule[]
  readonly isUsual: boolean
}

export interface SlaCell {
  readonly rule: string
  readonly severity: SeverityName
  readonly within: number
  readonly soon: number
  readonly overdue: number
  readonly paused: number
  readonly met: number
  readonly missed: number
  readonly meanDays: number | null
}

/** How findings stand to their times, as `GET /sla/board` tells it. */
export interface SlaBoard {
  readonly cells: readonly SlaCell[]
  readonly inTime: number | null
  readonly days: readonly {
    readonly day: string
    readonly overdue: number
    readonly fixed: number
    readonly due: number
  }[]
  readonly fixesPerDay: number
}

export function useBoard() {
  const api = useApi()
  return useQuery({
    queryKey: ['sla', 'board'],
    queryFn: async ({ signal }) => (await api.get<{ data: SlaBoard }>('/sla/board', { signal })).data,
  })
}

export function usePolicy() {
  const api = useApi()
  return useQuery({
    queryKey: ['sla', 'rules'],
    queryFn: async ({ signal }) => (await api.get<{ data: SlaPolicy }>('/sla/rules', { signal })).data,
  })
}

/** Asks anew: by hand after a change of one's own, by itself after findings were reckoned anew. */
export function useRenewSla(): () => Promise<void> {
  const queries = useQueryClient()
  const renew = () => queries.invalidateQueries({ queryKey: ['sla'] })
  useLiveEvent('sla.', () => void renew())
  return renew
}

/** Makes these the rules; those of the product where they are undefined. */
export function useSaveRules(): (rules: readonly SlaRule[] | undefined) => Promise<void> {
  const api = useApi()
  const renew = useRenewSla()
  return async (rules) => {
    const { etag } = await api.getTagged('/sla/rules')
    await api.send(rules ? 'PUT' : 'DELETE', '/sla/rules', rules && { rules }, {
      ...(etag !== undefined && { ifMatch: etag }),
    })
    await renew()
  }
}

export type SlaState = 'within' | 'soon' | 'overdue' | 'paused' | 'met' | 'missed'

/** The list of the findings of a state, perhaps of one rule and severity. */
export function findingsAt(state: SlaState, cell?: Pick<SlaCell, 'rule' | 'severity'>): string {
  const parts = [`sla:${state}`, ...(cell ? [`slaRule:${exactly(cell.rule)}`, `severity:${cell.severity}`] : [])]
  // The board looks back 90 days.
  if (state === 'met' || state === 'missed') parts.push('fixed > now-90d')
  return addressOf('/findings', { q: parts.join(' and ') })
}
