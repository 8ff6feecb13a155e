import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { testDatabase, testServers } from '../../store/testing/index.ts'
import { compileWhere, evaluator, plan, render } from '../index.ts'
import { arbitraryHosts } from '../testing/arbitrary-host.ts'
import { arbitraryQuery } from '../testing/arbitrary-query.ts'
import { fillHosts } from '../testing/fill-hosts.ts'
import { sampleEntity } from '../testing/sample-entity.ts'

const part = { part: 'sample', folder: new URL('../testing/sample/', import.meta.url) }
const time = { now: Date.parse('2026-11-22T10:30:00.000Z'), zone: 'Europe/Prague' }

for (const server of testServers()) {
  describe(`the database and the memory on ${server.name}`, { skip: server.missing }, () => {
    test('give the same answer to any query about any hosts', async (t) => {
      const { database, tenant } = await testDatabase(t, { parts: [part], server: await server.start() })
      const [mine, theirs] = [await tenant('Mine'), await tenant('Theirs')]
      const [hosts, strangers] = fc.sample(arbitraryHosts(60), { numRuns: 2, seed: 7 }) as [never, never]
      await database.asTenant(mine, (tx) => fillHosts(tx, mine, hosts))
      await database.asTenant(theirs, (tx) => fillHosts(tx, theirs, strangers))
      const found = { none: 0, some: 0, all: 0 }
      const property = fc.asyncProperty(arbitraryQuery, async (text) => {
        const checked = plan(text, sampleEntity, time)
        // A random range may end before it begins; everything else must mean something.
        if (!checked.ok) {
          assert.deepEqual(new Set(checked.problems.map(({ code }) => code)), new Set(['range-backwards']), text)
          return
        }
        const matches = evaluator(checked.plan.where)
        const expected = (hosts as { id: number }[]).filter((host) => matches(host as never)).map(({ id }) => id)
        const where = render(compileWhere(checked.plan, mine))
        const statement = `select h.id from sample_host h where ${where.text} order by h.id`
        const { rows } = await database.asTenant(mine, (tx) => tx.query<{ id: number }>(statement, where.values))
        const actual = rows.map(({ id }) => id)
        assert.deepEqual(actual, expected, `${text}\n${statement}\n${JSON.stringify(where.values)}`)
        found[actual.length === 0 ? 'none' : actual.length === 60 ? 'all' : 'some'] += 1
      })
      await fc.assert(property, { numRuns: Number(process.env.HOLDFAST_RUNS ?? 600) })
      assert.ok(found.some > found.none / 4, `most queries said nothing: ${JSON.stringify(found)}`)
    })
  })
}
