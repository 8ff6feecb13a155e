import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { TenantTransaction } from '../../contract/index.ts'
import { createActivationKey, createIntake } from '../../intake/index.ts'
import { SampleAgent } from '../../intake/testing/index.ts'
import { createTenant } from '../../store/index.ts'
import { everyPart, testDatabase } from '../../store/testing/index.ts'
import { keepDemosHeard } from './keep-heard.ts'

const { database, admin, tenant } = await testDatabase({ after }, { parts: everyPart() })
const intake = await createIntake(database, { trust: () => ({}) })
after(() => intake.close())

/** An agent that was last heard an hour ago. */
async function silent(tenantId: number, version: string): Promise<string> {
  const { key } = await database.asTenant(tenantId, (tx) =>
    createActivationKey(tx as unknown as TenantTransaction, { name: 'test' }),
  )
  const { source } = await intake.enrol(new SampleAgent(intake).enrolment(key, Date.now(), { version }))
  await admin.query(
    `update holdfast.source_state t set last_seen_at = now() - interval '1 hour' from holdfast.source s
      where s.public_id = $1 and t.tenant_id = s.tenant_id and t.source_id = s.source_id`,
    [source],
  )
  return source
}

test('simulated agents of a demo do not fall silent; a real one does, and so does any elsewhere', async () => {
  const demo = await database.asPlatform((tx) => createTenant(tx, { name: 'Demo', kind: 'demo' }))
  const sources = [
    await silent(demo.id, 'simulated'),
    await silent(demo.id, '0.1.0'),
    await silent(await tenant(), 'simulated'),
  ]
  await keepDemosHeard.run(database, new AbortController().signal)
  const { rows } = await admin.query<{ source: string; heard: boolean }>(
    `select s.public_id as source, t.last_seen_at > now() - interval '1 minute' as heard
       from holdfast.source s join holdfast.source_state t on t.tenant_id = s.tenant_id and t.source_id = s.source_id`,
  )
  const heard = new Map(rows.map((row) => [row.source, row.heard]))
  assert.deepEqual(
    sources.map((source) => heard.get(source)),
    [true, false, false],
  )
})
