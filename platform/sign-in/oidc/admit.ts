import type { Member } from '../../access/index.ts'
import { recordAudit } from '../../audit/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { type Database, newPublicId } from '../../store/index.ts'
import { SignInError } from '../sign-in-error.ts'
import { mayJoinByDomain } from './domain.ts'
import { roleOfClaims } from './role-of-claims.ts'
import type { ProvedIdentity } from './sign-in-by-provider.ts'

/**
 * Whom a proved identity stands for in the tenant of its provider. An account is bound by issuer and subject and by nothing
 * else: an e-mail address that somebody wrote down identifies nobody. Who is not bound comes in by an invitation to the
 * address that the provider has proved, or as one of the domains, where the tenant wants that. Throws SignInError `not-known-here`.
 */
export async function admitIdentity(
  database: Database,
  identity: ProvedIdentity,
  from: { readonly address: string; readonly traceId: string },
): Promise<Member> {
  const { provider } = identity
  const bound = await personOf(database, identity)
  if (bound !== undefined && (await isMember(database, bound, provider.tenantId))) {
    await followRole(database, bound, identity)
    await noteUse(database, identity)
    return { personId: bound, tenantId: provider.tenantId }
  }
  const role = await roleToJoin(database, identity)
  if (role === undefined)
    throw new SignInError('not-known-here', 'Your account is known to the provider, but nobody here is bound to it.')
  const personId = bound ?? (await newPerson(database, identity))
  await database.asTenant(provider.tenantId, async (transaction) => {
    const tx = transaction as unknown as TenantTransaction
    const mine = roleOfClaims(identity.claims, provider.roleClaim, provider.roleMap) ?? role.role
    if (role.invitation !== undefined) {
      const { rowCount } = await tx.query(
        `update invitation set accepted_at = now(), version = version + 1
          where tenant_id = $1 and public_id = $2 and accepted_at is null and revoked_at is null and expires_at > now()`,
        [tx.tenantId, role.invitation],
      )
      if (rowCount === 0) throw new SignInError('not-known-here', 'The invitation was used or taken back meanwhile.')
    }
    await tx.query(
      `insert into membership (tenant_id, person_id, role) values ($1, $2, $3) on conflict (tenant_id, person_id) do nothing`,
      [tx.tenantId, personId, mine],
    )
    const { rows } = await tx.query<{ id: string; name: string }>(
      'select public_id as id, name from person where id = $1',
      [personId],
    )
    await tell(tx, { topic: 'member.changed', body: { member: rows[0]!.id } })
    await recordAudit(tx, {
      actor: { kind: 'person', id: rows[0]!.id, name: rows[0]!.name },
      action: 'join by identity provider',
      target: rows[0]!.id,
      after: { provider: provider.id, role: mine, ...(role.invitation && { invitation: role.invitation }) },
      ...from,
    })
  })
  return { personId, tenantId: provider.tenantId }
}

/** Binds an account to somebody who is signed in. Throws SignInError `already-exists` when it is somebody else's. */
export async function linkIdentity(database: Database, identity: ProvedIdentity): Promise<void> {
  const { issuer, subject, linkTo } = identity
  const owner = await database.asPlatform(async (tx) => {
    const live = await tx.first(
      'select 1 from session where public_id = $1 and person_id = $2 and expires_at > now()',
      [linkTo!.sessionId, linkTo!.personId],
    )
    if (!live) throw new SignInError('provider-refused', 'You signed out meanwhile. Sign in and begin again.')
    await tx.query(
      `insert into external_identity (issuer, subject, person_id) values ($1, $2, $3) on conflict (issuer, subject) do nothing`,
      [issuer, subject, linkTo!.personId],
    )
    return tx.first<{ personId: number }>(
      'select person_id as "personId" from external_identity where issuer = $1 and subject = $2',
      [issuer, subject],
    )
  })
  if (owner!.personId !== linkTo!.personId)
    throw new SignInError('already-exists', 'This account is bound to somebody else here.')
}

/** Takes a person's binding to a provider's accounts away. */
export async function unlinkIdentity(database: Database, personId: number, issuer: string): Promise<boolean> {
  const { rowCount } = await database.asPlatform((tx) =>
    tx.query('delete from external_identity where person_id = $1 and issuer = $2', [personId, issuer]),
  )
  return rowCount > 0
}

async function personOf(database: Database, { issuer, subject }: ProvedIdentity): Promise<number | undefined> {
  const row = await database.asPlatform(
    (tx) =>
      tx.first<{ id: number }>(
        `select p.id from external_identity e join person p on p.id = e.person_id where e.issuer = $1 and e.subject = $2`,
        [issuer, subject],
      ),
    { readOnly: true },
  )
  return row?.id
}

async function isMember(database: Database, personId: number, tenantId: number): Promise<boolean> {
  const row = await database.asPlatform(
    (tx) => tx.first('select 1 from membership where person_id = $1 and tenant_id = $2', [personId, tenantId]),
    { readOnly: true },
  )
  return row !== undefined
}

async function roleToJoin(
  database: Database,
  { provider, email }: ProvedIdentity,
): Promise<{ role: string; invitation?: string } | undefined> {
  if (provider.joining === 'nobody' || email === undefined) return undefined
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
  if (provider.domains.length > 0 && !provider.domains.includes(domain)) return undefined
  const invited = await database.asTenant(
    provider.tenantId,
    (tx) =>
      tx.first<{ role: string; invitation: string }>(
        `select role, public_id as invitation from invitation
          where tenant_id = $1 and kind = 'join' and lower(email) = lower($2) and accepted_at is null
            and revoked_at is null and expires_at > now() order by invitation_id desc limit 1`,
        [provider.tenantId, email],
      ),
    { readOnly: true },
  )
  if (invited) return invited
  if (provider.joining !== 'domains' || !(await mayJoinByDomain(database, provider.tenantId, domain))) return undefined
  return { role: provider.defaultRole }
}

/** Makes the person and binds the account in one go: of two sign-ins at one moment, the second finds the first one's. */
async function newPerson(database: Database, { issuer, subject, name, email }: ProvedIdentity): Promise<number> {
  return database.asPlatform(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('identity ' || $1 || ' ' || $2, 0))`, [
      issuer,
      subject,
    ])
    const found = await tx.first<{ id: number }>(
      'select person_id as id from external_identity where issuer = $1 and subject = $2',
      [issuer, subject],
    )
    if (found) return found.id
    const row = await tx.first<{ id: number }>(
      'insert into person (public_id, name, email) values ($1, $2, $3) returning id',
      [newPublicId('per'), name, email ?? null],
    )
    await tx.query('insert into external_identity (issuer, subject, person_id, used_at) values ($1, $2, $3, now())', [
      issuer,
      subject,
      row!.id,
    ])
    return row!.id
  })
}

/** A mapping says what somebody's role is with each sign-in; owners stay owners, so that nobody is shut out by a claim. */
async function followRole(database: Database, personId: number, { provider, claims }: ProvedIdentity): Promise<void> {
  const role = roleOfClaims(claims, provider.roleClaim, provider.roleMap)
  if (role === undefined) return
  await database.asTenant(provider.tenantId, (tx) =>
    tx.query(
      `update membership set role = $3, version = version + 1, changed_at = now()
        where tenant_id = $1 and person_id = $2 and kind = 'own' and role <> $3 and role <> 'owner'`,
      [provider.tenantId, personId, role],
    ),
  )
}

async function noteUse(database: Database, { issuer, subject }: ProvedIdentity): Promise<void> {
  await database.asPlatform((tx) =>
    tx.query('update external_identity set used_at = now() where issuer = $1 and subject = $2', [issuer, subject]),
  )
}
