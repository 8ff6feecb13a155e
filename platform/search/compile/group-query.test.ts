import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { testServers } from '../../store/testing/index.ts'
import { compileCount, compileGroups, evaluator, groupQuery, plan } from '../index.ts'
import { arbitraryQuery } from '../testing/arbitrary-query.ts'
import { openSample, type Sample } from '../testing/open-sample.ts'
import { sampleEntity } from '../testing/sample-entity.ts'
import { sampleTime } from '../testing/sample-time.ts'

const keys = [
  'name',
  'owner',
  'note',
  'severity',
  'status',
  'disposition',
  'risk',
  'cost',
  'memory',
  'firstSeen/M',
  'lastSeen/w',
  'lastSeen/d',
  'lastSeen/h',
  'address',
  'online',
  'label',
  'agent',
  'port.number',
  'port.service',
  'software.name',
]
const arbitraryKeys = fc.uniqueArray(fc.constantFrom(...keys), {
  minLength: 1,
  maxLength: 3,
  selector: (key) => key.split('/')[0],
})

for (const server of testServers()) {
  describe(`the query of a group on ${server.name}`, { skip: server.missing }, () => {
    let sample: Sample
    const closing: (() => unknown)[] = []
    before(async () => {
      sample = await openSample({ after: (close) => closing.push(close) }, await server.start(), 40)
    })
    after(async () => {
      for (const close of closing) await close()
    })

    test('finds exactly the rows that the group counts, in the database and in memory', async () => {
      const { tenant, hosts, run } = sample
      let compared = 0
      const property = fc.asyncProperty(arbitraryQuery, arbitraryKeys, async (text, by) => {
        const where = plan(text, sampleEntity, sampleTime)
        const grouped = plan(`(${text}) group by ${by.join(', ')}`, sampleEntity, sampleTime)
        if (!where.ok || !grouped.ok) return
        const statement = compileGroups(grouped.plan, { tenant, size: 30 })
        const { groups } = statement.read(await run(statement))
        for (const { keys: values, count } of groups) {
          const query = groupQuery(grouped.plan, values)
          const one = plan(query, sampleEntity, sampleTime)
          assert.ok(one.ok, `${query}: ${one.ok || one.problems[0]!.message}`)
          const [found] = await run<{ count: string }>(compileCount(one.plan, { tenant }))
          assert.equal(Number(found!.count), count, query)
          const matches = evaluator(one.plan.where)
          assert.equal(hosts.filter((host) => matches({ ...host })).length, count, query)
          compared += 1
        }
      })
      await fc.assert(property, { numRuns: 60 })
      assert.ok(compared > 50, `${compared} groups were compared`)
    })
  })
}
