import type { TenantTransaction } from '../../contract/index.ts'
import { tellPeople } from '../../notify/index.ts'

/** Mails to the owners of the tenant that a rule watches no more, and why: nobody else would notice its silence. */
export async function tellOwners(
  tx: TenantTransaction,
  rule: { readonly id: string; readonly name: string },
  problem: string,
  now: number,
): Promise<void> {
  const { rows } = await tx.query<{ email: string | null }>(
    `select p.email from membership m join person p on p.id = m.person_id
      where m.tenant_id = $1 and m.role = 'owner' and m.kind = 'own' and m.state = 'active' and p.state = 'active'
      order by m.created_at, m.person_id limit 20`,
    [tx.tenantId],
  )
  await tellPeople(tx, {
    to: rows.map(({ email }) => email),
    summary: `The alert “${rule.name}” is paused`,
    words: [problem, 'Until then nothing that it watches for is told.'],
    path: `/alerts?row=${rule.id}`,
    now,
  })
}
