import pg from 'pg'
import { isVerifierOf, scramVerifier } from './scram-verifier.ts'

/**
 * The roles of the store (docs/decisions/2026-11-22-database-roles.md). No role bypasses row-level security.
 * owner: owns all and runs migrations. app: every request. judge, search: own listed definer functions.
 * jobs: owns its schema. maintenance: partitions, retention, backup.
 * scoped: requests of people who see a part of the tenant's assets; the application takes it on for a transaction.
 */
const roles = ['owner', 'app', 'scoped', 'judge', 'search', 'jobs', 'maintenance'] as const

export interface EnsureRolesOptions {
  /** Embedded: the roles that log in themselves, with their passwords. */
  readonly passwords?: Readonly<Record<'app' | 'jobs' | 'maintenance', string>>
  /** External: the login of DATABASE_URL, made when missing and made a member of the running roles. */
  readonly login?: { readonly user: string; readonly password?: string }
}

/** Makes what is missing and corrects what differs; does nothing, in a few milliseconds, when all is as it should be. */
export async function ensureRoles(admin: pg.Client, options: EnsureRolesOptions): Promise<void> {
  await ensureEach(admin, options.passwords)
  const { rows } = await admin.query(
    'select current_user as name, rolsuper as super from pg_roles where rolname = current_user',
  )
  const self = rows[0] as { name: string; super: boolean }
  // Since PostgreSQL 16 the maker of a role may grant it, but does not act as it without granting it to itself.
  if (!self.super)
    for (const role of ['owner', 'jobs', 'maintenance']) await ensureMember(admin, `holdfast_${role}`, self.name)
  // So that the owner can hand a function over to them. It does not inherit: their policies are not its own.
  await ensureMember(admin, 'holdfast_judge', 'holdfast_owner')
  await ensureMember(admin, 'holdfast_search', 'holdfast_owner')
  await ensureMember(admin, 'holdfast_jobs', 'holdfast_owner')
  // Taken on, never inherited: its policies bind nobody who has not taken it on.
  await ensureMember(admin, 'holdfast_scoped', 'holdfast_app')
  if (options.login) await ensureLogin(admin, options.login)
}

interface Found {
  name: string
  login: boolean
  wrong: boolean
}

async function ensureEach(admin: pg.Client, passwords: EnsureRolesOptions['passwords']) {
  const { rows } = await admin.query<Found>(
    `select rolname as name, rolcanlogin as login,
            rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolinherit as wrong
       from pg_roles where rolname like 'holdfast\\_%'`,
  )
  for (const role of roles) {
    const name = `holdfast_${role}`
    const found = rows.find((row) => row.name === name)
    const password = passwords && role in passwords ? passwords[role as keyof typeof passwords] : undefined
    const login = password !== undefined
    if (!found) await admin.query(`create role ${name} noinherit ${login ? 'login' : 'nologin'}`)
    // An administrator who is no superuser may not even name the attributes that need one.
    else if (found.wrong)
      await admin.query(`alter role ${name} noinherit nosuperuser nobypassrls nocreaterole nocreatedb noreplication`)
    if (found && login && !found.login) await admin.query(`alter role ${name} login`)
    if (password !== undefined) await ensurePassword(admin, name, password)
  }
}

async function ensurePassword(admin: pg.Client, name: string, password: string) {
  const { rows } = await admin.query('select rolpassword from pg_authid where rolname = $1', [name])
  if (isVerifierOf(password, rows[0].rolpassword)) return
  await admin.query(`alter role ${name} password ${pg.escapeLiteral(scramVerifier(password))}`)
}

async function ensureMember(admin: pg.Client, role: string, member: string) {
  const { rows } = await admin.query(
    `select 1 from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles u on u.oid = m.member
      where r.rolname = $1 and u.rolname = $2 and not (m.grantor = 10 and m.admin_option)`,
    [role, member],
  )
  if (rows.length > 0) return
  await admin.query(`grant ${role} to ${pg.escapeIdentifier(member)}`)
}

async function ensureLogin(admin: pg.Client, login: { user: string; password?: string }) {
  const { rows } = await admin.query('select rolsuper or rolbypassrls as strong from pg_roles where rolname = $1', [
    login.user,
  ])
  const name = pg.escapeIdentifier(login.user)
  if (rows.length === 0) {
    const password = login.password === undefined ? '' : ` password ${pg.escapeLiteral(scramVerifier(login.password))}`
    await admin.query(`create role ${name} login noinherit${password}`)
  }
  // Granting to a login that will be refused for running would only hide the mistake.
  if (rows[0]?.strong) return
  for (const role of ['app', 'scoped', 'jobs', 'maintenance']) await ensureMember(admin, `holdfast_${role}`, login.user)
}
