import type { Database } from '../store/index.ts'
import { findApiToken, type TokenHolder } from './api-token.ts'
import { digestOf, newAccessToken } from './secret-text.ts'

/** How long an access token is good, in seconds. */
export const accessTokenSeconds = 900
/** Of one token at most so many are good at the same time: the oldest end. */
const mostAtOnce = 50

/** Who a client is that shows the id of a service account and the secret of one of its tokens (RFC 6749 §2.3.1); undefined where they do not belong together. */
export async function findClient(
  database: Database,
  { id, secret, address }: { readonly id: string; readonly secret: string; readonly address: string },
): Promise<TokenHolder | undefined> {
  const holder = await findApiToken(database, secret, address)
  // A short-lived token gets no other one, or it would never end.
  return holder && holder.accessScopes === null && holder.serviceId === id ? holder : undefined
}

/** Makes a token that is good for a quarter of an hour, and ends with the one that it was got by. `secret` is told this once. */
export async function grantAccess(
  database: Database,
  { tokenId, tenantId }: TokenHolder,
  scopes: readonly string[],
): Promise<{ readonly secret: string; readonly seconds: number }> {
  const secret = newAccessToken()
  await database.asPlatform(async (tx) => {
    await tx.query('delete from access_token where expires_at < now()')
    await tx.query(
      `delete from access_token where digest in (
         select a.digest from access_token a join api_token k on k.tenant_id = a.tenant_id and k.id = a.token_id
          where k.tenant_id = $1 and k.public_id = $2 order by a.created_at desc, a.digest offset $3)`,
      [tenantId, tokenId, mostAtOnce - 1],
    )
    await tx.query(
      `insert into access_token (digest, tenant_id, token_id, scopes, expires_at)
       select $1, tenant_id, id, $4, least(expires_at, now() + make_interval(secs => $5)) from api_token where tenant_id = $2 and public_id = $3`,
      [digestOf(secret), tenantId, tokenId, scopes, accessTokenSeconds],
    )
  })
  return { secret, seconds: accessTokenSeconds }
}
