import type { Instant } from '../../contract/index.ts'
import type { Status } from './finding-state.ts'

/** The second dimension of a finding, set by exceptions. */
export type Disposition = 'none' | 'accepted' | 'false-positive' | 'mitigated'

export const dispositions: readonly Disposition[] = ['none', 'accepted', 'false-positive', 'mitigated']

/** Why something is excepted. Each class stands for one disposition. */
export type ReasonClass = 'risk-accepted' | 'wont-fix' | 'false-positive' | 'not-applicable' | 'compensating-control'

const meaning: Readonly<Record<ReasonClass, Exclude<Disposition, 'none'>>> = {
  'risk-accepted': 'accepted',
  'wont-fix': 'accepted',
  'false-positive': 'false-positive',
  'not-applicable': 'false-positive',
  'compensating-control': 'mitigated',
}

export const reasonClasses = Object.keys(meaning) as readonly ReasonClass[]

export function dispositionOfReason(reason: ReasonClass): Exclude<Disposition, 'none'> {
  return meaning[reason]
}

/** An exception as it binds one finding. */
export interface BoundException {
  readonly id: number
  readonly reason: ReasonClass
  /** How narrow its scope is: 3 asset, check and place; 2 asset and check; 1 asset or check alone. */
  readonly narrowness: number
  readonly startsAt: Instant
  /** Exclusive; absent where it holds until revoked. */
  readonly endsAt?: Instant
  /** The evidence it was taken on; absent where it was taken on whatever the evidence is. */
  readonly evidence?: string
}

/** Why an exception does not hold for a finding now; undefined where it holds. */
export type NotHolding = 'not-started' | 'expired' | 'evidence-changed'

export function whyNotHolding(exception: BoundException, evidence: string, now: Instant): NotHolding | undefined {
  if (now < exception.startsAt) return 'not-started'
  if (exception.endsAt !== undefined && now >= exception.endsAt) return 'expired'
  if (exception.evidence !== undefined && exception.evidence !== evidence) return 'evidence-changed'
  return undefined
}

/** The exception that decides: of those that hold the narrowest, then the one that started last, then the newest. */
export function decidingException(
  exceptions: readonly BoundException[],
  evidence: string,
  now: Instant,
): BoundException | undefined {
  return exceptions
    .filter((exception) => whyNotHolding(exception, evidence, now) === undefined)
    .sort(
      (a, b) =>
        b.narrowness - a.narrowness ||
        (a.startsAt === b.startsAt ? 0 : a.startsAt < b.startsAt ? 1 : -1) ||
        b.id - a.id,
    )[0]
}

/** "Open": new, active or reopened, and not excepted. */
export function isOpen(finding: { readonly status: Status; readonly disposition: Disposition }): boolean {
  return finding.status !== 'fixed' && finding.disposition === 'none'
}
