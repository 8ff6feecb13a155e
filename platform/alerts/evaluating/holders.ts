import { findHolders, type Holder, scopeStillWithin } from '../../access/index.ts'
import type { Database } from '../../store/index.ts'
import type { DueRule } from './due-rule.ts'

/** Who rules belong to, what they see now, and what the rules may see of it. */
export interface Holders {
  /** Undefined for who is no active member any more. */
  get(owner: string): Holder | undefined
  /** Whether it is known what the rule's owner sees: false for one that came, or changed hands, after it was looked. */
  knows(rule: Pick<DueRule, 'owner' | 'scopeId'>): boolean
  /** Whether the owner sees all that they saw when they saved the rule. */
  sees(rule: Pick<DueRule, 'owner' | 'scopeId'>): boolean
}

/** Looks up the owners of all rules of a tenant that are on. */
export async function lookUpHolders(database: Database, tenantId: number): Promise<Holders> {
  const { rows } = await database.asTenant(
    tenantId,
    (tx) =>
      tx.query<{ owner: string; scopeId: number | null }>(
        'select distinct owner, scope_id as "scopeId" from alert_rule where tenant_id = $1 and enabled',
        [tenantId],
      ),
    { readOnly: true },
  )
  const found = await findHolders(database, tenantId, [...new Set(rows.map(({ owner }) => owner))])
  const seen = new Map<string, boolean>()
  for (const { owner, scopeId } of rows) {
    const now = found.get(owner)?.scopeId
    const within =
      now !== undefined &&
      (now === scopeId || (await scopeStillWithin(database, tenantId, { inner: scopeId, outer: now })))
    seen.set(keyOf({ owner, scopeId }), within)
  }
  return {
    get: (owner) => found.get(owner),
    knows: (rule) => seen.has(keyOf(rule)),
    sees: (rule) => seen.get(keyOf(rule)) === true,
  }
}

function keyOf({ owner, scopeId }: Pick<DueRule, 'owner' | 'scopeId'>): string {
  return `${owner} ${scopeId ?? ''}`
}
