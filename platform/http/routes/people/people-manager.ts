import type { PeopleManager } from '../../../access/index.ts'
import type { Caller, Permission, TenantTransaction } from '../../../contract/index.ts'

/** The caller as somebody who manages people; a token stands for the person it acts for. */
export async function managerOf(
  tx: TenantTransaction,
  caller: Caller,
  all: ReadonlySet<Permission>,
): Promise<PeopleManager> {
  const { id, name, permissions } = caller
  const { personId, providerId } = await behind(tx, caller)
  const isLimited = caller.scope !== undefined
  return { permissions, all, name: `${name} (${id})`, personId, providerId, isLimited }
}

/** Internal id of the person behind a caller; undefined for a service account. */
export async function personIdOf(tx: TenantTransaction, caller: Caller): Promise<number | undefined> {
  return (await behind(tx, caller)).personId
}

/** Internal id of the provider that a caller comes from, whose grant ends what they make; undefined for one of the tenant's own. */
export async function providerIdOf(tx: TenantTransaction, caller: Caller): Promise<number | undefined> {
  return (await behind(tx, caller)).providerId
}

async function behind(tx: TenantTransaction, { kind, id }: Caller) {
  const { rows } = await tx.query<{ personId: number | null; providerId: number | null }>(
    kind === 'token'
      ? `select person_id as "personId", provider_id as "providerId" from api_token where tenant_id = $1 and public_id = $2`
      : `select p.id as "personId", m.provider_id as "providerId" from person p join membership m on m.person_id = p.id
          where m.tenant_id = $1 and p.public_id = $2`,
    [tx.tenantId, id],
  )
  return { personId: rows[0]?.personId ?? undefined, providerId: rows[0]?.providerId ?? undefined }
}
