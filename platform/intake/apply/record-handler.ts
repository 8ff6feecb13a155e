import type { KnownAsset } from '../../assets/index.ts'
import type { EnvelopeRecord, SourceKind } from '../../envelope/index.ts'
import type { InTenant } from '../in-tenant.ts'

/** A source whose records are applied. */
export interface ApplyingSource {
  readonly sourceId: number
  /** Public id. */
  readonly source: string
  readonly kind: SourceKind
  readonly networkId: number
}

/** A record with where and when it came. */
export interface RecordEntry<Record extends EnvelopeRecord = EnvelopeRecord> {
  readonly record: Record
  /** Place in its envelope. */
  readonly index: number
  readonly epoch: number
  readonly seq: number
  readonly sentAt: string
  readonly receivedAt: string
  /** It was set aside when it came; what came later may be applied already. */
  readonly isReplay: boolean
}

/** A record, or a part of one, that cannot be applied now. */
export interface AsideEntry {
  readonly entry: RecordEntry
  /** In kebab-case: `unknown-fact`, `unknown-version`, `malformed` … */
  readonly reason: string
  readonly detail: string
  /** What is put aside where the rest of the record was applied. */
  readonly part?: EnvelopeRecord
}

export interface Applied {
  readonly aside: readonly AsideEntry[]
  /** What says less than is known by now, and was left alone. */
  readonly superseded?: readonly RecordEntry[]
}

export interface RecordContext {
  readonly tx: InTenant
  readonly source: ApplyingSource
  /** The asset that the source calls by this name; undefined when it never said what that is. */
  assetOf(ref: string): Promise<KnownAsset | undefined>
}

/** Applies records of some types. It is given them in the order in which they were sent, in the transaction that counts them as applied. */
export interface RecordHandler {
  readonly types: readonly EnvelopeRecord['type'][]
  apply(context: RecordContext, entries: readonly RecordEntry[]): Promise<Applied>
}
