import { canonicalJson } from '@holdfast/kit/canonical-json'
import type { Permission, TenantTransaction } from '../../contract/index.ts'
import { startJob } from '../../jobs/index.ts'
import { tell } from '../../outbox/index.ts'
import { TenantError } from '../tenant-error.ts'
import type { BlueprintKind } from './blueprint.ts'
import { blueprintJob } from './blueprint-job.ts'
import { allKinds } from './kinds/all-kinds.ts'
import type { CollectContext } from './kinds/object-kind.ts'
import { markTenants } from './mark-tenants.ts'
import { heldBlueprint } from './read-blueprints.ts'

/** Who pushes: with their rights it goes on until somebody else does. */
export interface Pusher extends CollectContext {
  /** Name and public id, in words. */
  readonly by: string
  readonly permissions: ReadonlySet<Permission>
  readonly now: number
}

/** Takes the objects as they are now, and starts the job that brings them to the tenants. Answers with the job. Throws TenantError. */
export async function pushBlueprint(
  tx: TenantTransaction,
  id: string,
  pusher: Pusher,
): Promise<{ readonly job: string; readonly tenants: number }> {
  const { blueprintId, blueprint } = await heldBlueprint(tx, id)
  const taken = await takeObjects(
    tx,
    blueprint.objects.filter(({ chosen }) => chosen),
    pusher,
  )
  if (taken.length === 0) throw new TenantError('nothing-there', 'Choose first what it gives to the tenants.')
  await tx.query(
    `with n as (select * from jsonb_to_recordset($3::jsonb) as n (kind text, source text, chosen boolean, place int, name text, content jsonb)),
     gone as (delete from blueprint_object o where tenant_id = $1 and blueprint_id = $2
               and not exists (select from n where n.kind = o.kind and n.source = o.source))
     insert into blueprint_object as o (tenant_id, blueprint_id, kind, source, chosen, place, name, content, version)
       select $1::int, $2::bigint, kind, source, chosen, place, name, content, 1 from n
     on conflict (tenant_id, blueprint_id, kind, source) do update
        set chosen = excluded.chosen, place = excluded.place, name = excluded.name, content = excluded.content,
            version = o.version + (o.content is distinct from excluded.content)::int`,
    [tx.tenantId, blueprintId, JSON.stringify(taken)],
  )
  return begin(tx, { id, blueprintId, name: blueprint.name, wanted: 'placed' }, pusher)
}

/** Takes everything of a blueprint back, or leaves it to the tenants as their own. Throws TenantError. */
export async function withdrawBlueprint(
  tx: TenantTransaction,
  id: string,
  leave: boolean,
  pusher: Pusher,
): Promise<{ readonly job: string; readonly tenants: number }> {
  const { blueprintId, blueprint } = await heldBlueprint(tx, id)
  if (blueprint.wanted === 'draft') throw new TenantError('nothing-there', 'It was pushed to nobody yet.')
  return begin(tx, { id, blueprintId, name: blueprint.name, wanted: leave ? 'left' : 'removed' }, pusher)
}

async function begin(
  tx: TenantTransaction,
  about: { id: string; blueprintId: number; name: string; wanted: string },
  { person, by, now }: Pusher,
) {
  const { id, blueprintId, name, wanted } = about
  const { rows } = await tx.query<{ revision: number }>(
    `update blueprint set wanted = $3, revision = revision + 1, pushed_by = $4, pushed_name = $5, pushed_at = now(), version = version + 1
      where tenant_id = $1 and blueprint_id = $2 returning revision`,
    [tx.tenantId, blueprintId, wanted, person, by],
  )
  const tenants = await markTenants(tx, blueprintId, { now, everywhere: true })
  const job = await startJob(tx, blueprintJob(), { blueprint: id, revision: rows[0]!.revision, name }, person)
  await tell(tx, { topic: 'blueprint.changed', body: { blueprint: id } })
  return { job: job.id, tenants }
}

interface Taken {
  readonly kind: BlueprintKind
  readonly source: string
  readonly chosen: boolean
  readonly place: number
  readonly name: string
  readonly content: unknown
}

/** The chosen objects as they are, and before each what it needs. */
async function takeObjects(
  tx: TenantTransaction,
  chosen: readonly { readonly kind: BlueprintKind; readonly id: string; readonly name: string }[],
  pusher: Pusher,
): Promise<Taken[]> {
  const taken = new Map<string, Taken>()
  const add = async (kind: BlueprintKind, source: string, isChosen: boolean, called: string): Promise<void> => {
    const { reads, writes, collect } = allKinds[kind]
    const lacking = [reads, writes].find((permission) => !pusher.permissions.has(permission))
    if (lacking)
      throw new TenantError('beyond-grant', `To give a ${kind} to tenants takes ${lacking}, which you do not have.`)
    const found = await collect(tx, source, pusher)
    if (!found) throw new TenantError('nothing-there', `The ${kind} ${called || source} is gone. Take it out first.`)
    for (const need of found.needs ?? []) if (!taken.has(`${kind} ${need}`)) await add(kind, need, false, need)
    const before = taken.get(`${kind} ${source}`)
    const content = JSON.parse(canonicalJson(found.content)) as unknown
    const place = before?.place ?? taken.size
    taken.set(`${kind} ${source}`, {
      ...{ kind, source, place, content },
      chosen: isChosen || (before?.chosen ?? false),
      name: found.name.slice(0, 300),
    })
  }
  for (const { kind, id, name } of chosen) await add(kind, id, true, name)
  return [...taken.values()]
}
