import { AccessError, type Holder, holderMay, permissionsOf } from '../../access/index.ts'
import { AlertError } from '../../alerts/index.ts'
import { recordAudit } from '../../audit/index.ts'
import { BoardError } from '../../boards/index.ts'
import type { Permission, TenantTransaction } from '../../contract/index.ts'
import type { Transaction } from '../../store/index.ts'
import { TagError } from '../../tags/index.ts'
import { ViewError } from '../../views/index.ts'
import { TenantError } from '../tenant-error.ts'
import type { BlueprintKind, PushedOutcome } from './blueprint.ts'
import { allKinds } from './kinds/all-kinds.ts'
import type { ObjectServices, PlaceContext } from './kinds/object-kind.ts'

/** A blueprint as it is to be in a tenant. */
export interface Placement {
  readonly id: string
  readonly name: string
  readonly revision: number
  readonly provider: { readonly id: number; readonly publicId: string; readonly name: string }
  readonly pusher: Holder
  /** In the order in which they are made; none where it is taken back. */
  readonly objects: readonly {
    readonly kind: BlueprintKind
    readonly key: string
    readonly name: string
    readonly content: unknown
    readonly version: number
  }[]
  /** What is taken back stays as the tenant's own. */
  readonly leave: boolean
}

/** What came of it; `no-grant` where nothing was touched because nobody lets the provider in. */
export type Placed = 'no-grant' | 'outdated' | readonly PushedOutcome[]

interface Marked {
  readonly kind: BlueprintKind
  readonly object: string
  readonly key: string
  readonly name: string
  readonly version: number
}

/**
 * Brings a tenant to what a blueprint says, in a transaction of that tenant: by the grant that the tenant gave, which cannot end meanwhile, and within what
 * who pushes may at home. Done twice it changes nothing the second time.
 */
export async function placeInTenant(
  tx: TenantTransaction,
  placement: Placement,
  services: ObjectServices,
): Promise<Placed> {
  const { id, name, revision, provider, pusher, objects } = placement
  const { rows: grants } = await tx.query<{ role: string; own: string[] | null }>(
    `select g.role, (select o.permissions from own_role o where o.tenant_id = g.tenant_id and o.name = g.role) as own
       from tenant_grant g join tenant t on t.id = g.tenant_id and t.state in ('active', 'suspended')
      where g.tenant_id = $1 and g.provider_id = $2 and g.revoked_at is null and g.expires_at > now() for share of g`,
    [tx.tenantId, provider.id],
  )
  const grant = grants[0]
  if (!grant || !holderMay(pusher, 'tenants:enter')) return 'no-grant'
  // One push at a time, and never an older one after a newer one.
  const { rowCount } = await tx.query(
    `insert into pushed_blueprint as b (tenant_id, blueprint, name, provider_id, provider_public_id, provider_name, revision)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant_id, blueprint) do update
        set name = excluded.name, provider_name = excluded.provider_name, revision = excluded.revision, pushed_at = now()
      where b.revision <= excluded.revision and b.provider_id = excluded.provider_id`,
    [tx.tenantId, id, name, provider.id, provider.publicId, provider.name, revision],
  )
  if (rowCount === 0) return 'outdated'
  const may = (permission: Permission) =>
    permissionsOf(grant.role, [permission], grant.own).has(permission) && holderMay(pusher, permission)
  const by = `${pusher.name} (${provider.name})`.slice(0, 300)
  const context: PlaceContext = { ...services, provider, by, may }
  await tx.query(`select set_config('holdfast.pushing', 'on', true)`)
  const { rows: marked } = await tx.query<Marked>(
    `select kind, object, key, name, version from pushed_object where tenant_id = $1 and blueprint = $2 order by place desc, key`,
    [tx.tenantId, id],
  )
  const outcomes: PushedOutcome[] = []
  const wanted = new Set(objects.map(({ key }) => key))
  for (const mark of marked)
    if (!wanted.has(mark.key)) outcomes.push(await takeBack(tx, id, mark, placement.leave, context))
  const here = new Map(marked.map((mark) => [mark.key, mark]))
  for (const [place, object] of objects.entries())
    outcomes.push(await bring(tx, id, { ...object, place }, here.get(object.key), context))
  const changed = outcomes.filter(({ outcome }) => ['made', 'changed', 'removed', 'detached'].includes(outcome))
  if (changed.length > 0)
    await recordAudit(tx, {
      actor: { kind: pusher.scopes === null ? 'person' : 'token', id: pusher.id, name: by },
      action: objects.length > 0 ? 'blueprint:push' : 'blueprint:withdraw',
      target: id,
      after: { name, objects: changed.map(({ kind, name: of, outcome }) => ({ kind, name: of, outcome })) },
    })
  return outcomes
}

async function bring(
  tx: TenantTransaction,
  blueprint: string,
  { place, ...object }: Placement['objects'][number] & { place: number },
  mark: Marked | undefined,
  context: PlaceContext,
): Promise<PushedOutcome> {
  const { kind, key, name, content, version } = object
  const about = { key, kind, name }
  if (mark && mark.version === version) return { ...about, outcome: 'same' }
  const { writes, make, change } = allKinds[kind]
  if (!context.may(writes))
    return { ...about, outcome: 'failed', why: `The grant, or who pushes it, does not allow ${writes}.` }
  return refusable(tx, about, async () => {
    if (mark) await change(tx, mark.object, content, context)
    const made = mark ? mark.object : await make(tx, content, context)
    if (made === undefined) return { ...about, outcome: 'kept-own', why: 'The tenant has one of its own there.' }
    await tx.query(
      `insert into pushed_object (tenant_id, kind, object, blueprint, key, name, place, version) values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (tenant_id, kind, object) do update
          set name = excluded.name, place = excluded.place, version = excluded.version, pushed_at = now()`,
      [tx.tenantId, kind, made, blueprint, key, name, place, version],
    )
    return { ...about, outcome: mark ? 'changed' : 'made' }
  })
}

async function takeBack(
  tx: TenantTransaction,
  blueprint: string,
  { kind, object, key, name }: Marked,
  leave: boolean,
  context: PlaceContext,
): Promise<PushedOutcome> {
  const about = { key, kind, name }
  const { writes, remove } = allKinds[kind]
  const told: PushedOutcome = leave
    ? { ...about, outcome: 'detached' }
    : !context.may(writes)
      ? { ...about, outcome: 'failed', why: `The grant, or who pushes it, does not allow ${writes}.` }
      : await refusable(tx, about, async () => {
          await remove(tx, object, context)
          return { ...about, outcome: 'removed' }
        })
  // What is used there cannot go: it is the tenant's own from now on.
  await tx.query('delete from pushed_object where tenant_id = $1 and blueprint = $2 and key = $3', [
    tx.tenantId,
    blueprint,
    key,
  ])
  return told.outcome === 'failed' ? { ...told, outcome: 'detached' } : told
}

const refusals = [AccessError, AlertError, BoardError, TagError, TenantError, ViewError]

/** Does something to one object; what the tenant's state does not allow fails alone. */
async function refusable(
  tx: TenantTransaction,
  about: Pick<PushedOutcome, 'key' | 'kind' | 'name'>,
  work: () => Promise<PushedOutcome>,
): Promise<PushedOutcome> {
  try {
    return await (tx as unknown as Transaction).savepoint(work)
  } catch (error) {
    const isOfData = /^(22|23)...$/.test(String((error as { code?: string }).code))
    if (!isOfData && !refusals.some((type) => error instanceof type)) throw error
    return { ...about, outcome: 'failed', why: (error as Error).message.slice(0, 300) }
  }
}
