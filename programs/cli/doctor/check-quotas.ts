import type { Database } from '@holdfast/platform/store'
import { type Checked, warn } from './check.ts'

/** Tenants that have reached a bound of theirs. */
export async function checkQuotas(database: Database): Promise<Checked[]> {
  // Counting waits for whoever holds the tables, thus it is done only where somebody is bounded.
  const bounded = await database.asMaintenance(
    (tx) => tx.first(`select 1 as one from tenant where settings ? 'quota' limit 1`),
    {
      readOnly: true,
    },
  )
  if (!bounded) return []
  const { rows } = await database.asMaintenance(
    (tx) =>
      tx.query<{ name: string; what: string; used: number; soft: number | null; hard: number | null }>(
        `select t.name, q.what, q.used, (t.settings #>> array['quota', q.what, 'soft'])::bigint as soft, (t.settings #>> array['quota', q.what, 'hard'])::bigint as hard
           from tenant t cross join lateral (
             select 'sources' as what, (select count(*)::int from source where tenant_id = t.id and status = 'active') as used
             union all
             select 'assets', (select count(*)::int from asset where tenant_id = t.id and merged_into is null)
             union all
             select 'bytes', (select bytes from tenant_usage where tenant_id = t.id)) q
          where t.settings ? 'quota'
            and q.used >= least((t.settings #>> array['quota', q.what, 'soft'])::bigint, (t.settings #>> array['quota', q.what, 'hard'])::bigint,
                              case q.what when 'bytes' then (t.settings #>> array['quota', q.what, 'hard'])::bigint * 4 / 5 end)
          order by t.name limit 20`,
      ),
    { readOnly: true },
  )
  return rows.map(({ name, what, used, hard }) =>
    hard !== null && used >= hard
      ? warn(
          'quota',
          `${name} has ${used} of ${hard} ${what}: nothing more enrols there`,
          'Allow more: POST /tenants/:tenant/quota.',
        )
      : warn('quota', `${name} has ${used} ${what}, more than it should`, 'Allow more, or look at what is gone.'),
  )
}
