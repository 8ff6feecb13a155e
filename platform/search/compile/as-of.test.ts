import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { testDatabase, testServers } from '../../store/testing/index.ts'
import { compileFacets, compilePage } from '../index.ts'
import { samplePart } from '../testing/index.ts'
import { samplePlan } from '../testing/sample-plan.ts'

/** A host that was renamed and fixed on 10 November, and one that came on the 15th and went on the 20th. */
const states = [
  [1, 'old-name', 5, 'active', '2026-11-01T00:00Z', '2026-11-10T00:00Z'],
  [1, 'new-name', 2, 'fixed', '2026-11-10T00:00Z', null],
  [2, 'guest', 3, 'new', '2026-11-15T00:00Z', '2026-11-20T00:00Z'],
] as const

for (const server of testServers()) {
  describe(`the past on ${server.name}`, { skip: server.missing }, () => {
    test('is answered as it was', async (t) => {
      const { database, tenant: create } = await testDatabase(t, { parts: [samplePart], server: await server.start() })
      const tenant = await create()
      await database.asTenant(tenant, async (tx) => {
        const columns = 'tenant_id, id, name, severity, status, valid_from, valid_until'
        for (const state of states) {
          await tx.query(`insert into sample_host_history (${columns}) values ($1, $2, $3, $4, $5, $6, $7)`, [
            tenant,
            ...state,
          ])
        }
      })
      const names = async (text: string) => {
        const page = compilePage(samplePlan(text), {
          tenant,
          select: { name: 'h.name' },
          size: 10,
          seal: { sign: (body) => body },
        })
        assert.ok(page.ok)
        const { rows } = await database.asTenant(tenant, (tx) => tx.query<{ name: string }>(page.text, page.values))
        return page.read(rows).rows.map(({ name }) => name)
      }
      assert.deepEqual(await names('sort by name as of 2026-10-31T12:00Z'), [])
      assert.deepEqual(await names('sort by name as of 2026-11-05'), ['old-name'])
      assert.deepEqual(await names("sort by name as of '2026-11-09T23:59:59.998Z'"), ['old-name'])
      assert.deepEqual(await names("sort by name as of '2026-11-10T00:00:00.000Z'"), ['new-name'])
      assert.deepEqual(await names('sort by name as of 2026-11-17'), ['guest', 'new-name'])
      assert.deepEqual(await names('sort by name as of now'), ['new-name'])
      assert.deepEqual(await names('not status:fixed as of 2026-11-17'), ['guest'])
      const [facet] = compileFacets(samplePlan('as of 2026-11-17'), { tenant, tokens: ['status'] })
      const { rows } = await database.asTenant(tenant, (tx) => tx.query(facet!.text, facet!.values))
      const values = [
        { value: 'fixed', count: 1 },
        { value: 'new', count: 1 },
      ]
      assert.deepEqual(facet!.read(rows), [{ token: 'status', values }])
      assert.equal(facet!.maintained, false)
    })
  })
}
