import { createTenant, type Database, newPublicId } from '../store/index.ts'

/** Who and where somebody is. Ids are internal. */
export interface Member {
  readonly personId: number
  readonly tenantId: number
}

/**
 * Makes the first tenant with its first owner, unless there is one. Answers with the first owner of the first tenant
 * either way, for whom sign-in links are printed. Several processes may do so at once.
 */
export async function ensureFirstOwner(database: Database, names: { tenant: string; person: string }): Promise<Member> {
  return database.asPlatform(
    async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('first owner', 0))`)
      const found = await tx.first<{ person_id: number; tenant_id: number }>(
        `select m.person_id, m.tenant_id from membership m join person p on p.id = m.person_id
          where m.role = 'owner' and m.kind = 'own' and m.state = 'active' and p.state = 'active'
          order by m.tenant_id, m.created_at, m.person_id limit 1`,
      )
      if (found) return { personId: found.person_id, tenantId: found.tenant_id }
      const tenant = await createTenant(tx, { name: names.tenant })
      const person = await tx.first<{ id: number }>(
        `insert into person (public_id, name) values ($1, $2) returning id`,
        [newPublicId('per'), names.person],
      )
      const member = { personId: person!.id, tenantId: tenant.id }
      await tx.query(`insert into membership (tenant_id, person_id, role) values ($1, $2, 'owner')`, [
        member.tenantId,
        member.personId,
      ])
      return member
    },
    { idempotent: true },
  )
}
