import type { Database } from '../../store/index.ts'

/** A source with envelopes that wait. */
export interface ReadySource {
  readonly tenantId: number
  readonly sourceId: number
}

/**
 * Sources that wait, of every tenant that has any: up to sixteen of each, those with the oldest envelopes first. The number of tenants
 * decides what this costs, not the number of envelopes.
 */
export async function readySources(database: Database): Promise<ReadySource[]> {
  const { rows } = await database.asPlatform((tx) => tx.query<ReadySource>({ name: 'intake-ready', text }), {
    readOnly: true,
  })
  return rows
}

const text = `
  with recursive tenants (tenant_id) as (
    select min(tenant_id) from envelope_batch
    union all
    select (select min(b.tenant_id) from envelope_batch b where b.tenant_id > t.tenant_id) from tenants t where t.tenant_id is not null
  )
  select t.tenant_id as "tenantId", s.source_id as "sourceId"
    from tenants t
    cross join lateral (
      select source_id, min(id) as oldest
        from (select source_id, envelope_batch_id as id from envelope_batch b
               where b.tenant_id = t.tenant_id order by envelope_batch_id limit 256) old
       group by source_id order by min(id) limit 16) s
   where t.tenant_id is not null
   order by s.oldest`
