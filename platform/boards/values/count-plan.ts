import type { TenantTransaction } from '../../contract/index.ts'
import { compileCount, type Plan } from '../../search/index.ts'

/** How many rows a plan finds, exactly. */
export async function countPlan(tx: TenantTransaction, plan: Plan): Promise<number> {
  const statement = compileCount(plan, { tenant: tx.tenantId })
  const { rows } = await tx.query<{ count: string | number }>(statement.text, statement.values)
  return Number(rows[0]?.count ?? 0)
}
