import type { PeopleManager } from '../../../access/index.ts'
import type { Caller, Permission, TenantTransaction } from '../../../contract/index.ts'

/** The caller as somebody who manages people; a token stands for the person it acts for. */
export async function managerOf(
  tx: TenantTransaction,
  caller: Caller,
  all: ReadonlySet<Permission>,
): Promise<PeopleManager> {
  const { id, name, permissions } = caller
  return { permissions, all, name: `${name} (${id})`, personId: await personIdOf(tx, caller) }
}

/** Internal id of the person behind a caller; undefined for a service account. */
export async function personIdOf(tx: TenantTransaction, { kind, id }: Caller): Promise<number | undefined> {
  const { rows } = await tx.query<{ id: number | null }>(
    kind === 'token'
      ? 'select person_id as id from api_token where tenant_id = $1 and public_id = $2'
      : `select p.id from person p join membership m on m.person_id = p.id where m.tenant_id = $1 and p.public_id = $2`,
    [tx.tenantId, id],
  )
  return rows[0]?.id ?? undefined
}
