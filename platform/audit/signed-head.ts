import { canonicalJson } from '@holdfast/kit/canonical-json'
import type { TenantTransaction } from '../contract/index.ts'
import type { Database } from '../store/index.ts'
import { type SignedText, type SigningKey, signText } from '../trust/index.ts'

/** What a signed head states: that at this time the chain ended so. */
export interface HeadStatement {
  readonly tenant: string
  readonly seq: number
  readonly hash: string
  readonly signedAt: string
}

/** Signs the present end of the tenant's chain, unless it is signed already or empty. `now` as an instant. */
export async function signHead(tx: TenantTransaction, key: SigningKey, now: string): Promise<SignedText | undefined> {
  const { rows } = await tx.query<{ seq: number; hash: string; tenant: string }>(
    `select h.seq, encode(h.hash, 'hex') as hash, t.public_id as tenant
       from audit_head h join tenant t on t.id = h.tenant_id
      where h.tenant_id = $1 and h.seq > 0
        and not exists (select from audit_signed_head s where s.tenant_id = h.tenant_id and s.seq = h.seq)`,
    [tx.tenantId],
  )
  const head = rows[0]
  if (!head) return undefined
  const signed = signText('audit-head', canonicalJson({ ...head, signedAt: now } satisfies HeadStatement), key)
  await tx.query(
    `insert into audit_signed_head (tenant_id, seq, signed_at, text, signature) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [tx.tenantId, head.seq, now, signed.text, signed.signature],
  )
  return signed
}

/** Signs the ends of all chains that have grown. Runs every hour; answers with their number. */
export async function signAllHeads(database: Database, key: SigningKey, now: string): Promise<number> {
  const { rows } = await database.asPlatform((tx) =>
    tx.query<{ tenant_id: number }>('select tenant_id from audit_unsigned()'),
  )
  for (const { tenant_id } of rows)
    await database.asTenant(tenant_id, (tx) => signHead(tx as unknown as TenantTransaction, key, now), {
      idempotent: true,
    })
  return rows.length
}
