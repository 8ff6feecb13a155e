import type { FactType } from './fact.ts'
import type { AssetKind, Instant } from './names.ts'
import type { TenantTransaction } from './server.ts'

/** What an import states of one asset: for each fact and scope all items that there are. */
export interface StatedAsset {
  /** The import's own name for it: `10.0.0.5`, `shop`. The same thing has the same name each time. */
  readonly ref: string
  /** Public id of an asset that is known already; without it what follows tells which it is. */
  readonly asset?: string
  readonly kind: AssetKind
  /** For people. */
  readonly name: string
  readonly identifiers: readonly { readonly kind: string; readonly value: string }[]
  readonly facts: readonly {
    readonly type: FactType
    readonly scope: string
    readonly complete: boolean
    readonly items: readonly Readonly<Record<string, unknown>>[]
  }[]
}

/** Facts that did not come from an agent: a report of another scanner, a bill of materials. */
export interface Statement {
  /** Name of the import as a source, for people: `Report nessus`. All that was stated under one name is one source. */
  readonly source: string
  /** When all of it was observed. */
  readonly observedAt: Instant
  readonly assets: readonly StatedAsset[]
}

/** What became of one asset of a statement. */
export interface StatedAs {
  readonly ref: string
  /** Public id. */
  readonly asset: string
  readonly name: string
  readonly isNew: boolean
}

/** A statement that cannot be taken as it is. */
export class StatementError extends Error {
  override readonly name = 'StatementError'
  /** Which part of what the statement was made of is wrong: `asset`, where it is what was said of it. */
  readonly part: 'asset' | 'facts'

  constructor(message: string, part: 'asset' | 'facts' = 'facts') {
    super(message)
    this.part = part
  }
}

/**
 * Stores facts of an import in a transaction of their tenant, with all that follows from facts: identity, history, judgement. The same statement twice changes
 * nothing. Throws StatementError where an item is not as its fact declares, or a newer statement of the source is known; then nothing may be kept.
 */
export type StateFacts = (tx: TenantTransaction, statement: Statement) => Promise<readonly StatedAs[]>
