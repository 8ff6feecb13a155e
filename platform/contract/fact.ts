import type { Static, TObject } from 'typebox'
import type { DataHandling, Sensitivity } from './data-class.ts'
import { type AppId, type AssetKind, type FactName, isNameOf } from './names.ts'

/**
 * A kind of observation of an asset's present state: public and documented, whoever consumes it.
 * An asset has many items of one fact (its packages), each with a key that is unique within source and scope.
 */
export interface FactType<Schema extends TObject = TObject> extends DataHandling {
  readonly name: FactName
  /** Raised when a reader of the old shape would misunderstand the new one. */
  readonly version: number
  readonly title: string
  /** One sentence: what an item states. */
  readonly summary: string
  readonly about: readonly AssetKind[]
  /** The fields that name an item within its source and scope, in order; none where an asset has one item per scope. */
  readonly key: readonly (keyof Static<Schema> & string)[]
  /** Fields that move without meaning a change (CPU time): stored with the latest state, never in the history. */
  readonly volatile?: readonly (keyof Static<Schema> & string)[]
  /** Every property carries `description` and may carry `sensitivity` (default `internal`). */
  readonly schema: Schema
  /** One item as an example, for documentation and tests. */
  readonly example: Static<Schema>
}

/** The type of one item of a fact. */
export type ItemOf<F> = F extends FactType<infer Schema> ? Static<Schema> : never

/** Declares a fact type; throws on a name outside the app or a field without a sentence, since both are programming errors. */
export function defineFact<Schema extends TObject>(app: AppId, fact: FactType<Schema>): FactType<Schema> {
  if (!isNameOf(app, fact.name)) throw new Error(`fact ${fact.name}: the name must be ${app}.<kebab-case>`)
  for (const [field, property] of Object.entries(fact.schema.properties)) {
    if (!('description' in property) || !property.description)
      throw new Error(`fact ${fact.name}: field ${field} has no description`)
  }
  return Object.freeze(fact)
}

/** The key of an item: its key fields, percent-escaped and joined with `|`; `-` for a fact without key fields. */
export function itemKey(fact: Pick<FactType, 'key'>, item: Readonly<Record<string, unknown>>): string {
  if (fact.key.length === 0) return '-'
  return fact.key
    .map((field) => String(item[field] ?? '').replace(/[%|]/g, (c) => (c === '%' ? '%25' : '%7C')))
    .join('|')
}

/** The sensitivity of a field of a fact or event. */
export function sensitivityOf(schema: TObject, field: string): Sensitivity {
  const property = schema.properties[field] as { sensitivity?: Sensitivity } | undefined
  return property?.sensitivity ?? 'internal'
}
