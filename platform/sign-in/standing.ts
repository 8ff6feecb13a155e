import type { Member } from '../access/index.ts'
import type { Database } from '../store/index.ts'

/** What a person has for signing in. */
export interface SignInMeans {
  readonly signInName: string | null
  readonly passwordChangedAt: string | null
  readonly totp: boolean
  readonly recoveryLeft: number
  readonly passkeys: readonly Passkey[]
  readonly identities: readonly Identity[]
}

export interface Passkey {
  readonly id: string
  readonly name: string
  /** The host that it is for. */
  readonly host: string
  readonly backedUp: boolean
  readonly createdAt: string
  readonly usedAt: string | null
}

/** An account at an identity provider that is bound to the person. */
export interface Identity {
  readonly issuer: string
  readonly createdAt: string
  readonly usedAt: string | null
}

export async function readMeans(database: Database, personId: number): Promise<SignInMeans> {
  return database.asPlatform(
    async (tx) => {
      const row = await tx.first<Omit<SignInMeans, 'passkeys' | 'identities'> & Record<string, unknown>>(
        `select w.sign_in_name as "signInName", w.changed_at as "passwordChangedAt",
                exists (select from person_totp t where t.person_id = p.id and t.confirmed_at is not null) as totp,
                (select count(*)::int from recovery_code r where r.person_id = p.id and r.used_at is null) as "recoveryLeft"
           from person p left join person_password w on w.person_id = p.id where p.id = $1`,
        [personId],
      )
      const passkeys = await tx.query<Passkey & Record<string, unknown>>(
        `select public_id as id, name, rp_id as host, backed_up as "backedUp", created_at as "createdAt", used_at as "usedAt"
           from passkey where person_id = $1 order by created_at, public_id`,
        [personId],
      )
      const identities = await tx.query<Identity & Record<string, unknown>>(
        `select issuer, created_at as "createdAt", used_at as "usedAt" from external_identity
          where person_id = $1 order by created_at, issuer`,
        [personId],
      )
      return { ...row!, passkeys: passkeys.rows, identities: identities.rows }
    },
    { readOnly: true },
  )
}

/** Where a person enters: the tenant of their last session, or the one that they belong to longest. */
export async function entryOf(database: Database, personId: number): Promise<Member | undefined> {
  const row = await database.asPlatform(
    (tx) =>
      tx.first<{ tenantId: number }>(
        `select m.tenant_id as "tenantId" from membership m join tenant t on t.id = m.tenant_id and t.state <> 'leaving'
           join person p on p.id = m.person_id and p.state = 'active'
          where m.person_id = $1 and m.state = 'active' and (m.expires_at is null or m.expires_at > now())
          order by (select max(s.created_at) from session s where s.person_id = m.person_id and s.tenant_id = m.tenant_id)
                   desc nulls last, m.created_at, m.tenant_id limit 1`,
        [personId],
      ),
    { readOnly: true },
  )
  return row && { personId, tenantId: row.tenantId }
}

/** What is in use at all, so that a sign-in screen offers nothing that nobody has. `rpId` is the host that passkeys are for. */
export async function meansInUse(
  database: Database,
  rpId: string | undefined,
): Promise<{ passwords: boolean; passkeys: boolean }> {
  const row = await database.asPlatform(
    (tx) =>
      tx.first<{ passwords: boolean; passkeys: boolean }>(
        `select exists (select from person_password) as passwords,
                exists (select from passkey where rp_id = $1) as passkeys`,
        [rpId ?? ''],
      ),
    { readOnly: true },
  )
  return row!
}
