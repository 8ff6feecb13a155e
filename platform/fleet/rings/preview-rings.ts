import type { TenantTransaction } from '../../contract/index.ts'
import type { Ring } from './next-step.ts'

export interface RingsPreview {
  /** Living agents of the tenant. */
  readonly agents: number
  /** About how many of them each ring would have, in the order of the rings: chance decides about shares. */
  readonly rings: readonly number[]
}

/** How many agents rings would have if all of them ran an older version. An agent is in the first ring that it fits and that chance puts it into. */
export async function previewRings(
  tx: TenantTransaction,
  rings: readonly Pick<Ring, 'tag' | 'share'>[],
): Promise<RingsPreview> {
  const tags = [...new Set(rings.flatMap(({ tag }) => tag ?? []))]
  const { rows } = await tx.query<{ tags: readonly string[]; agents: number }>(
    `select tags, count(*)::int as agents
       from (select s.source_id, coalesce(array_agg(distinct f.tag) filter (where f.tag is not null), '{}') as tags
               from source s
               left join (select o.source_id, g.public_id as tag
                            from tag g
                            join asset_tag t on t.tenant_id = g.tenant_id and t.tag_id = g.tag_id and not t.resting
                            join asset_source o on o.tenant_id = t.tenant_id and o.asset_id = t.asset_id
                           where g.tenant_id = $1 and g.public_id = any ($2::text[])) f on f.source_id = s.source_id
              where s.tenant_id = $1 and s.kind = 'agent' and s.status = 'active'
              group by s.source_id) each
      group by tags`,
    [tx.tenantId, tags],
  )
  const expected = rings.map(() => 0)
  for (const row of rows) {
    let left = row.agents
    for (const [at, { tag, share }] of rings.entries()) {
      if (tag !== null && !row.tags.includes(tag)) continue
      expected[at]! += (left * share) / 100
      left -= (left * share) / 100
    }
  }
  return { agents: rows.reduce((sum, { agents }) => sum + agents, 0), rings: expected.map(Math.round) }
}
