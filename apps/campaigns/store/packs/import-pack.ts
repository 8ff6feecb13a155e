import type { TenantTransaction } from '@holdfast/platform/contract'
import { isKeyText, keyId } from '@holdfast/platform/trust'
import { CampaignError } from '../campaign-error.ts'
import { renewCampaign } from '../campaigns/write-campaign.ts'
import { knownPacks } from './known-packs.ts'
import { type Publisher, readSignedPack } from './signed-pack.ts'

/**
 * Takes a signed pack of a publisher that the tenant trusts; a campaign that follows it goes on by it at once. Throws a ContentError where the file is wrong, and a
 * CampaignError where the same or a newer revision is known.
 */
export async function importPack(
  tx: TenantTransaction,
  { name, text, by, now }: { readonly name: string; readonly text: string; readonly by: string; readonly now: number },
): Promise<{ readonly id: string; readonly revision: number }> {
  const { rows: publishers } = await tx.query<Publisher>(
    'select name, public_key as "publicKey" from campaigns_publisher where tenant_id = $1',
    [tx.tenantId],
  )
  const { pack, publisher } = readSignedPack(name, text, publishers, now)
  const known = (await knownPacks(tx)).find((each) => each.pack.id === pack.id)
  if (known && known.pack.revision >= pack.revision)
    throw new CampaignError(
      'older-revision',
      `Revision ${known.pack.revision} of ${pack.id} is known here, and this is revision ${pack.revision}: packs only go forward.`,
    )
  await tx.query(
    `insert into campaigns_pack (tenant_id, pack, revision, body, publisher, publisher_key, imported_by)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant_id, pack) do update
       set revision = excluded.revision, body = excluded.body, publisher = excluded.publisher,
           publisher_key = excluded.publisher_key, imported_by = excluded.imported_by, imported_at = now()`,
    [tx.tenantId, pack.id, pack.revision, JSON.stringify(pack), publisher.name, keyId(publisher.publicKey), by],
  )
  await renewCampaign(tx, { pack, publisher: publisher.name })
  return { id: pack.id, revision: pack.revision }
}

/** A publisher whose packs are taken. */
export interface TrustedPublisher {
  readonly id: string
  readonly name: string
  readonly publicKey: string
  readonly addedBy: string
  readonly addedAt: string
}

export async function readPublishers(tx: TenantTransaction): Promise<readonly TrustedPublisher[]> {
  const { rows } = await tx.query<TrustedPublisher>(
    `select key_id as id, name, public_key as "publicKey", added_by as "addedBy", added_at as "addedAt"
       from campaigns_publisher where tenant_id = $1 order by name, key_id`,
    [tx.tenantId],
  )
  return rows
}

/** Trusts a publisher from now on. Throws a TypeError where the key is none. */
export async function addPublisher(
  tx: TenantTransaction,
  { name, publicKey, by }: { readonly name: string; readonly publicKey: string; readonly by: string },
): Promise<string> {
  if (!isKeyText(publicKey)) throw new TypeError('is no Ed25519 public key: 32 bytes in base64url')
  await tx.query(
    `insert into campaigns_publisher (tenant_id, key_id, name, public_key, added_by) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, key_id) do update set name = excluded.name`,
    [tx.tenantId, keyId(publicKey), name, publicKey, by],
  )
  return keyId(publicKey)
}

/** Trusts a publisher no more; packs that were taken stay. False where there is none. */
export async function removePublisher(tx: TenantTransaction, id: string): Promise<boolean> {
  const { rowCount } = await tx.query('delete from campaigns_publisher where tenant_id = $1 and key_id = $2', [
    tx.tenantId,
    id,
  ])
  return rowCount > 0
}
