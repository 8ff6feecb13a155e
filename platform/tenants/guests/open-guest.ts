import { digestOf, newSecret } from '../../access/index.ts'
import { recordAudit } from '../../audit/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { createTenant, type Database, newPublicId } from '../../store/index.ts'
import { TenantError } from '../tenant-error.ts'
import role from './guest-role.json' with { type: 'json' }

/** What a guest may, as a role of their tenant's own. */
export const guestRole: { readonly name: string; readonly permissions: readonly string[] } = role

/** What somebody who knows nobody here may open a tenant for. */
export interface OpenOffer {
  readonly offer: string
  readonly title: string
  readonly days: number
  /** Another one can be opened now. */
  readonly isFree: boolean
}

export interface OpenedGuest {
  readonly personId: number
  readonly tenantId: number
  /** Public id. */
  readonly tenant: string
  readonly endsAt: string
  /** Of a link that lets in once more, until the end; not kept. */
  readonly wayBack: string
}

interface FoundOffer extends OpenOffer {
  readonly tenantId: number
  readonly most: number
}

/** All that is offered, by name. */
export async function readOpenOffers(database: Database): Promise<readonly OpenOffer[]> {
  const { rows } = await database.asPlatform(
    (tx) => tx.query<FoundOffer>(`${offerText} order by o.offer, o.tenant_id`),
    { readOnly: true },
  )
  return rows.map(({ offer, title, days, isFree }) => ({ offer, title, days, isFree }))
}

/**
 * Opens a tenant for a guest: a person without a name, who may what one campaign needs, until the end. Throws TenantError `not-found` where nothing of that
 * name is offered, `too-many` where as many live as may.
 */
export async function openGuest(
  database: Database,
  wanted: { readonly offer: string; readonly address: string; readonly traceId: string; readonly now: number },
): Promise<OpenedGuest> {
  const opened = await database.asPlatform(async (tx) => {
    // Counted only once nobody else can open one: a statement that waits for the lock still sees what was before.
    await tx.query('select 1 from tenant_guest_offer where offer = $1 order by tenant_id for update', [wanted.offer])
    const offer = await tx.first<FoundOffer>(`${offerText} where o.offer = $1 order by o.tenant_id limit 1`, [
      wanted.offer,
    ])
    if (!offer) throw new TenantError('not-found', 'Nobody can open a tenant for that here.')
    if (!offer.isFree)
      throw new TenantError(
        'too-many',
        'As many guests are here as may be. Try again another day, or ask who runs this server.',
      )
    const { title, days, tenantId: operator } = offer
    const { id: tenantId, publicId: tenant } = await createTenant(tx, {
      name: `Guest: ${title}`.slice(0, 200),
      kind: 'guest',
      parentId: operator,
    })
    await tx.query(`update tenant set settings = settings || $2 where id = $1`, [
      tenantId,
      JSON.stringify({ guest: { offer: offer.offer } }),
    ])
    const person = await tx.first<{ id: number; publicId: string }>(
      `insert into person (public_id, name) values ($1, 'Guest') returning id, public_id as "publicId"`,
      [newPublicId('per')],
    )
    await tx.query('insert into membership (tenant_id, person_id, role) values ($1, $2, $3)', [
      tenantId,
      person!.id,
      role.name,
    ])
    const ends = new Date(wanted.now + days * 86_400_000).toISOString()
    const row = await tx.first<{ endsAt: string }>(
      `insert into tenant_guest (tenant_id, child_id, child_public_id, person_id, offer, title, opened_at, ends_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning ends_at as "endsAt"`,
      [operator, tenantId, tenant, person!.id, offer.offer, title, new Date(wanted.now).toISOString(), ends],
    )
    return { personId: person!.id, person: person!.publicId, tenantId, tenant, endsAt: row!.endsAt, title }
  })
  const { personId, tenantId, tenant, endsAt } = opened
  const wayBack = await database.asTenant(tenantId, async (transaction) => {
    const tx = transaction as unknown as TenantTransaction
    await tx.query(
      `insert into own_role (tenant_id, name, title, summary, permissions, cloned_from) values ($1, $2, $3, $4, $5, 'reader')`,
      [tenantId, role.name, role.title, role.summary, role.permissions],
    )
    await recordAudit(tx, {
      actor: { kind: 'person', id: opened.person, name: 'Guest' },
      action: 'guest:open',
      target: tenant,
      after: { offer: wanted.offer, endsAt },
      address: wanted.address,
      traceId: wanted.traceId,
    })
    return newWayBack(tx, personId, endsAt)
  })
  return { personId, tenantId, tenant, endsAt, wayBack }
}

/** Makes a link that lets the guest in once more, until the end; those before it end. Answers with its secret. */
export async function newWayBack(tx: TenantTransaction, personId: number, endsAt: string): Promise<string> {
  const secret = newSecret()
  await tx.query(
    `update invitation set revoked_at = now(), version = version + 1
      where tenant_id = $1 and person_id = $2 and accepted_at is null and revoked_at is null`,
    [tx.tenantId, personId],
  )
  await tx.query(
    `insert into invitation (tenant_id, public_id, digest, kind, person_id, name, role, invited_by, expires_at)
     values ($1, $2, $3, 'sign-in', $4, 'Guest', $5, 'This server', $6)`,
    [tx.tenantId, newPublicId('inv'), digestOf(secret), personId, role.name, endsAt],
  )
  return secret
}

const offerText = `select o.tenant_id as "tenantId", o.offer, o.title, o.most, o.days,
    (select count(*) from tenant_guest g where g.tenant_id = o.tenant_id and g.offer = o.offer) < o.most as "isFree"
  from tenant_guest_offer o join tenant t on t.id = o.tenant_id and t.state = 'active'`
