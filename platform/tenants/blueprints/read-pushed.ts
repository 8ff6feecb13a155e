import type { TenantTransaction } from '../../contract/index.ts'
import type { BlueprintKind } from './blueprint.ts'

/** An object of this tenant that a provider pushed. */
export interface Pushed {
  readonly kind: BlueprintKind
  /** Public id; of a role its name; empty for what a tenant has once. */
  readonly id: string
  readonly name: string
  readonly from: string
  readonly blueprint: string
  /** While the provider's grant lives, they alone change it. */
  readonly locked: boolean
  readonly pushedAt: string
}

/** What a provider pushed into the transaction's tenant. */
export async function readPushed(tx: TenantTransaction): Promise<Pushed[]> {
  const { rows } = await tx.query<Pushed>(
    `select o.kind, o.object as id, o.name, b.provider_name as "from", b.name as blueprint, o.pushed_at as "pushedAt",
            exists (select from tenant_grant g where g.tenant_id = b.tenant_id and g.provider_id = b.provider_id
                       and g.revoked_at is null and g.expires_at > now()) as locked
       from pushed_object o join pushed_blueprint b on b.tenant_id = o.tenant_id and b.blueprint = o.blueprint
      where o.tenant_id = $1 order by o.kind, lower(o.name), o.object limit 10000`,
    [tx.tenantId],
  )
  return rows
}
