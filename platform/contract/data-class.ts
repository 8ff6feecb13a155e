import type { Duration } from './names.ts'

/** How a field may be shown and passed on. `personal` falls under erase and export of personal data; `secret` is masked before it leaves its source. */
export type Sensitivity = 'public' | 'internal' | 'personal' | 'secret'

/**
 * What kind of data a fact or event type is, for retention, legal hold and erasure.
 * `state`: what an asset is. `account`: about people's accounts. `activity`: what people or programs did. `evidence`: kept for auditors.
 */
export type DataClass = 'state' | 'account' | 'activity' | 'evidence'

/** Every fact and event type says this about itself. */
export interface DataHandling {
  readonly dataClass: DataClass
  /** How long history is kept after it was superseded (facts) or received (events). A tenant may set a shorter time. */
  readonly keepFor: Duration
}
