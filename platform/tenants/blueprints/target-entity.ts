import { composeEntity, type Entity, format, type Plan, plan } from '../../search/index.ts'
import { childEntity } from '../children/child-entity.ts'
import { TenantError } from '../tenant-error.ts'

const lasting = new Set(['name', 'kind', 'id', 'labels', 'created'])

/** What one can say of the tenants that something is for: what stays as it is. By numbers, which come and go, things would come and go. */
export const targetEntity: Entity = composeEntity(
  { ...childEntity, tokens: childEntity.tokens.filter(({ name }) => lasting.has(name)) },
  [],
)

/** Reads whom a blueprint is for. Throws TenantError `invalid-query`. */
export function readTargets(text: string, now: number): { readonly text: string; readonly plan: Plan } {
  const checked = plan(text, targetEntity, { now, zone: 'UTC' })
  if (!checked.ok)
    throw new TenantError('invalid-query', checked.problems[0]?.message ?? 'The query is not understood.')
  const { query, groupBy, count, sort, limit, asOf } = checked.plan
  if (groupBy.length > 0 || count || sort.length > 0 || limit !== null || asOf !== null)
    throw new TenantError(
      'invalid-query',
      'Say only which tenants it is for: no group by, count, sort, limit or as of.',
    )
  return { text: format(query), plan: checked.plan }
}
