import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { newPublicId } from '../../store/index.ts'
import { TenantError } from '../tenant-error.ts'
import type { BlueprintContent, ChosenObject } from './blueprint.ts'
import { allKinds } from './kinds/all-kinds.ts'
import type { CollectContext } from './kinds/object-kind.ts'
import { heldBlueprint } from './read-blueprints.ts'
import { readTargets } from './target-entity.ts'

/** Of one provider. */
const mostBlueprints = 100
/** Of one blueprint. */
export const mostObjects = 200

export interface BlueprintWriter extends CollectContext {
  /** Public id and name. */
  readonly by: string
  readonly now: number
}

/** Makes a blueprint; nobody gets anything of it until it is pushed. Answers with its public id. Throws TenantError. */
export async function createBlueprint(
  tx: TenantTransaction,
  content: BlueprintContent,
  writer: BlueprintWriter,
): Promise<string> {
  const { rows } = await tx.query<{ n: number; kind: string }>(
    'select (select count(*)::int from blueprint where tenant_id = $1) as n, kind from tenant where id = $1',
    [tx.tenantId],
  )
  if (rows[0]?.kind !== 'provider')
    throw new TenantError('not-a-provider', 'This tenant is no provider, thus it owns no others. Make it one first.')
  if (rows[0].n >= mostBlueprints)
    throw new TenantError('in-use', `There are ${mostBlueprints} blueprints already. Remove one first.`)
  const id = newPublicId('blp')
  const made = await tx.query<{ blueprintId: number }>(
    `insert into blueprint (tenant_id, public_id, name, description, targets, created_by) values ($1, $2, $3, $4, $5, $6)
     on conflict (tenant_id, name_folded) do nothing returning blueprint_id as "blueprintId"`,
    [tx.tenantId, id, content.name, content.description, readTargets(content.targets, writer.now).text, writer.by],
  )
  if (!made.rows[0]) throw taken(content.name)
  await setObjects(tx, made.rows[0].blueprintId, content.objects, writer)
  await tell(tx, { topic: 'blueprint.changed', body: { blueprint: id } })
  return id
}

/** Changes a blueprint: what is in tenants already changes with the next push. Throws TenantError. */
export async function changeBlueprint(
  tx: TenantTransaction,
  id: string,
  change: Partial<BlueprintContent>,
  writer: BlueprintWriter,
): Promise<void> {
  const { blueprintId, blueprint } = await heldBlueprint(tx, id)
  const { name = blueprint.name, description = blueprint.description, targets = blueprint.targets } = change
  const { rowCount } = await tx.query(
    'select 1 from blueprint where tenant_id = $1 and name_folded = lower($2 collate "C") and blueprint_id <> $3',
    [tx.tenantId, name, blueprintId],
  )
  if (rowCount > 0) throw taken(name)
  await tx.query(
    `update blueprint set name = $3, description = $4, targets = $5, updated_at = now(), version = version + 1
      where tenant_id = $1 and blueprint_id = $2`,
    [tx.tenantId, blueprintId, name, description, readTargets(targets, writer.now).text],
  )
  if (change.objects) await setObjects(tx, blueprintId, change.objects, writer)
  await tell(tx, { topic: 'blueprint.changed', body: { blueprint: id } })
}

/** Removes a blueprint of which nothing is in any tenant. Throws TenantError. */
export async function removeBlueprint(tx: TenantTransaction, id: string): Promise<void> {
  const { blueprintId, blueprint } = await heldBlueprint(tx, id)
  const { rowCount: inside } = await tx.query(
    `select 1 from blueprint_child where tenant_id = $1 and blueprint_id = $2 and state <> 'withdrawn'
        and (state = 'waiting' or objects <> '[]') limit 1`,
    [tx.tenantId, blueprintId],
  )
  if (blueprint.wanted === 'placed' || inside > 0)
    throw new TenantError(
      'in-use',
      'It is in tenants still. Withdraw it first, and wait until it is out of all of them.',
    )
  await tx.query('delete from blueprint where tenant_id = $1 and blueprint_id = $2', [tx.tenantId, blueprintId])
  await tell(tx, { topic: 'blueprint.changed', body: { blueprint: id } })
}

async function setObjects(
  tx: TenantTransaction,
  blueprintId: number,
  chosen: readonly ChosenObject[],
  writer: BlueprintWriter,
): Promise<void> {
  const named: { kind: string; source: string; name: string }[] = []
  for (const { kind, id } of chosen) {
    const found = await allKinds[kind].collect(tx, id, writer)
    if (!found) throw new TenantError('nothing-there', `There is no ${kind} ${id} in this tenant to give to others.`)
    named.push({ kind, source: id, name: found.name })
  }
  const list = JSON.stringify(named)
  const rows = 'jsonb_to_recordset($3::jsonb) as n (kind text, source text, name text)'
  await tx.query(
    `delete from blueprint_object o where tenant_id = $1 and blueprint_id = $2
        and not exists (select from ${rows} where n.kind = o.kind and n.source = o.source)`,
    [tx.tenantId, blueprintId, list],
  )
  await tx.query(
    `insert into blueprint_object (tenant_id, blueprint_id, kind, source, name)
     select distinct on (kind, source) $1::int, $2::bigint, kind, source, name from ${rows}
     on conflict (tenant_id, blueprint_id, kind, source) do update set name = excluded.name, chosen = true`,
    [tx.tenantId, blueprintId, list],
  )
}

function taken(name: string): TenantError {
  return new TenantError('name-taken', `There is a blueprint named “${name}” already. Take another name.`)
}
