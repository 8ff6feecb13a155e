import type { LifeState, SeverityName } from '@holdfast/design'

export type Status = 'new' | 'active' | 'fixed' | 'reopened'
export type Disposition = 'none' | 'accepted' | 'false-positive' | 'mitigated'

/** How a finding stands to the time in which it is to be fixed. */
export type DueState = 'within' | 'soon' | 'overdue' | 'paused' | 'met' | 'missed'

/** A finding in lists, as `GET /findings` tells it. */
export interface FindingRow {
  readonly id: string
  readonly severity: SeverityName
  readonly status: Status
  readonly disposition: Disposition
  readonly title: string
  readonly check: string
  readonly category: string
  readonly app: string
  readonly place: string
  readonly asset: { readonly id: string; readonly name: string; readonly kind: string }
  readonly firstFoundAt: string
  readonly statusSince: string
  readonly summary: string
  readonly attributes?: { readonly sla?: string; readonly slaDue?: string }
}

/** The words of a check. */
export interface CheckWords {
  readonly id: string
  readonly title: string
  readonly category: string
  readonly why: string
  readonly remedy: { readonly words: string; readonly commands?: Readonly<Record<string, readonly string[]>> }
  readonly source: readonly { readonly title: string; readonly url?: string; readonly section?: string }[]
  readonly since: string
  readonly lifecycle: string
}

/** One finding with all that is known of it, as `GET /findings/:finding` tells it. */
export interface Finding {
  readonly id: string
  readonly asset: FindingRow['asset']
  readonly check: CheckWords
  readonly app: string
  readonly place: string
  readonly severity: SeverityName
  readonly status: Status
  readonly statusAt: string
  readonly disposition: Disposition
  readonly exception: {
    readonly id: string
    readonly reason: string
    readonly justification: string
    readonly endsAt: string | null
  } | null
  readonly evidence: {
    readonly summary: string
    readonly expected?: string
    readonly actual?: string
    readonly lines?: readonly string[]
    readonly facts?: readonly { readonly fact: string; readonly scope: string; readonly key: string }[]
  }
  readonly fix: string | null
  readonly due: { readonly rule: string; readonly state: DueState; readonly at: string | null } | null
  readonly reach: string
  readonly firstFoundAt: string
  readonly lastFoundAt: string
  readonly lastTestedAt: string
  readonly untestedSince: string | null
  readonly observedAt: string
  readonly fixedAt: string | null
  readonly reopenedAt: string | null
  readonly timesFound: number
  readonly timesFixed: number
  readonly timesReopened: number
  readonly flapping: boolean
  readonly judge: { readonly id: string; readonly version: number; readonly contentVersion: number }
}

/** One step in the history of a finding. */
export interface FindingStep {
  readonly at: string
  readonly kind: string
  readonly status: Status
  readonly disposition: Disposition
  readonly exception: string | null
  readonly contentVersion: number | null
  readonly detail: Readonly<Record<string, unknown>>
}

/** Not fixed, and nothing decided about it. */
export function isOpen({ status, disposition }: { status: Status; disposition: Disposition }): boolean {
  return status !== 'fixed' && disposition === 'none'
}

/** Status and disposition as one mark: an exception says more than the status below it. */
export function lifeState({ status, disposition }: { status: Status; disposition: Disposition }): LifeState {
  if (status === 'fixed' || disposition === 'none') return status
  return disposition === 'false-positive' ? 'dismissed' : disposition
}

export function lifeWord(state: LifeState): string {
  return state === 'dismissed' ? 'False positive' : state.charAt(0).toUpperCase() + state.slice(1)
}
