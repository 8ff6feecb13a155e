import { assetTokens } from '@holdfast/inventory/public'
import { assetEntity } from '@holdfast/platform/assets'
import {
  composeEntity,
  type Entity,
  leavesOf,
  type Plan,
  plan,
  readDialect,
  withDialect,
} from '@holdfast/platform/search'

/** A query of a pack that is understood. */
export interface AssetQuestion {
  readonly plan: Plan
  /** The answer changes with the clock, too. */
  readonly timed: boolean
}

let entity: Entity | undefined

/** What packs can ask of assets: what the platform and the inventory know of them. Not their tags, which are each tenant's own, nor campaigns. */
export function packEntity(): Entity {
  entity ??= withDialect(composeEntity(assetEntity, [assetTokens]), readDialect('qualys'))
  return entity
}

/** Understands a query over assets, or says where it is wrong: `at` counts characters from 0. `now` is in milliseconds since 1970. */
export function readQuestion(
  query: string,
  now: number,
): { readonly question: AssetQuestion } | { readonly problem: { readonly at: number; readonly message: string } } {
  const checked = plan(query, packEntity(), { now, zone: 'UTC' })
  if (!checked.ok) {
    const [first] = checked.problems
    return { problem: { at: first?.at ?? 0, message: first?.message ?? 'The query is not understood.' } }
  }
  const { groupBy, count, sort, limit, asOf, where } = checked.plan
  if (groupBy.length > 0 || count || sort.length > 0 || limit !== null || asOf !== null)
    return {
      problem: {
        at: 0,
        message: 'A pack asks which assets meet conditions: leave out group by, count, sort, limit and as of.',
      },
    }
  const timed = leavesOf(where).some((leaf) => leaf.kind === 'apart' || leaf.token.type === 'date')
  return { question: { plan: checked.plan, timed } }
}
