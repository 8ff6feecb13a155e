import { assetsPart } from '../../assets/index.ts'
import { outboxPart } from '../../outbox/index.ts'
import type { Part } from '../../store/index.ts'
import { type TestDatabaseOptions, testDatabase } from '../../store/testing/index.ts'
import { createIntake } from '../create-intake.ts'
import { inTenant } from '../in-tenant.ts'
import { createActivationKey, intakePart } from '../index.ts'
import { SampleAgent } from './sample-agent.ts'

/** The parts that intake stands on, with it. */
export const intakeParts: readonly Part[] = [outboxPart, assetsPart, intakePart]

/** For tests: a database with an open intake, and agents that speak with it. */
export async function sampleIntake(
  t: { after(fn: () => unknown): void },
  options: TestDatabaseOptions & { readonly now?: () => number } = {},
) {
  const { now, ...choices } = options
  const test = await testDatabase(t, { parts: intakeParts, ...choices })
  const intake = await createIntake(test.database, { trust: () => ({ keys: [] }), ...(now && { now }) })
  t.after(() => intake.close())
  const key = (tenantId: number, limit?: number) =>
    inTenant(test.database, tenantId, (tx) => createActivationKey(tx, { name: 'test', ...(limit && { limit }) }))
  /** Enrolled agents of a tenant. */
  const agents = async (tenantId: number, count: number) => {
    const { key: activationKey } = await key(tenantId)
    return Promise.all(Array.from({ length: count }, () => new SampleAgent(intake, now).enrol(activationKey)))
  }
  return { ...test, intake, key, agents }
}
