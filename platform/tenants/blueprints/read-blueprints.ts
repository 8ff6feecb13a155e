import type { TenantTransaction } from '../../contract/index.ts'
import { TenantError } from '../tenant-error.ts'
import type { Blueprint } from './blueprint.ts'

/** The blueprints of the transaction's tenant, by name; one of them when `id` is given. */
export async function readBlueprints(tx: TenantTransaction, id?: string): Promise<Blueprint[]> {
  const { rows } = await tx.query<Blueprint>(
    `select b.public_id as id, b.name, b.description, b.targets, b.wanted, b.revision, b.pushed_name as "pushedBy", b.pushed_at as "pushedAt",
            b.updated_at as "updatedAt", b.version,
            coalesce((select jsonb_agg(jsonb_build_object('kind', o.kind, 'id', o.source, 'name', o.name, 'chosen', o.chosen, 'version', o.version)
                                       order by o.place, o.kind, o.source)
               from blueprint_object o where o.tenant_id = b.tenant_id and o.blueprint_id = b.blueprint_id), '[]') as objects,
            (select jsonb_build_object('waiting', count(*) filter (where c.state = 'waiting'), 'done', count(*) filter (where c.state = 'done'),
                      'partly', count(*) filter (where c.state = 'partly'), 'noGrant', count(*) filter (where c.state = 'no-grant'),
                      'failed', count(*) filter (where c.state = 'failed'), 'withdrawn', count(*) filter (where c.state = 'withdrawn'))
               from blueprint_child c where c.tenant_id = b.tenant_id and c.blueprint_id = b.blueprint_id) as tenants
       from blueprint b where b.tenant_id = $1 and ($2::text is null or b.public_id = $2) order by b.name_folded limit 1000`,
    [tx.tenantId, id ?? null],
  )
  return rows
}

/** One blueprint, which nobody else changes until the transaction ends, with its internal id. Throws TenantError `not-found`. */
export async function heldBlueprint(
  tx: TenantTransaction,
  id: string,
): Promise<{ readonly blueprintId: number; readonly blueprint: Blueprint }> {
  const { rows } = await tx.query<{ blueprintId: number }>(
    'select blueprint_id as "blueprintId" from blueprint where tenant_id = $1 and public_id = $2 for update',
    [tx.tenantId, id],
  )
  if (!rows[0]) throw new TenantError('not-found', 'There is no such blueprint.')
  return { blueprintId: rows[0].blueprintId, blueprint: (await readBlueprints(tx, id))[0]! }
}
