import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { testServers } from '../../store/testing/index.ts'
import { compileWhere, evaluator, plan, render } from '../index.ts'
import { arbitraryQuery } from '../testing/arbitrary-query.ts'
import { openSample } from '../testing/open-sample.ts'
import { sampleEntity } from '../testing/sample-entity.ts'
import { sampleTime } from '../testing/sample-time.ts'

const size = 60

for (const server of testServers()) {
  describe(`the database and the memory on ${server.name}`, { skip: server.missing }, () => {
    test('give the same answer to any query about any hosts', async (t) => {
      const { tenant, hosts, run } = await openSample(t, await server.start(), size)
      const found = { none: 0, some: 0, all: 0 }
      const property = fc.asyncProperty(arbitraryQuery, async (text) => {
        const checked = plan(text, sampleEntity, sampleTime)
        // A random range may end before it begins; everything else must mean something.
        if (!checked.ok) {
          assert.deepEqual(new Set(checked.problems.map(({ code }) => code)), new Set(['range-backwards']), text)
          return
        }
        const matches = evaluator(checked.plan.where)
        const expected = hosts.filter((host) => matches({ ...host })).map(({ id }) => id)
        const where = render(compileWhere(checked.plan, tenant))
        const statement = { ...where, text: `select h.id from sample_host h where ${where.text} order by h.id` }
        const actual = (await run<{ id: number }>(statement)).map(({ id }) => id)
        assert.deepEqual(actual, expected, `${text}\n${statement.text}\n${JSON.stringify(where.values)}`)
        found[actual.length === 0 ? 'none' : actual.length === size ? 'all' : 'some'] += 1
      })
      await fc.assert(property, { numRuns: 400 })
      assert.ok(found.some > found.none / 4, `most queries said nothing: ${JSON.stringify(found)}`)
    })
  })
}
