import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { testServers } from '../../../store/testing/index.ts'
import {
  compileCount,
  compileFacets,
  compileGroups,
  compileValues,
  evaluator,
  type FacetValue,
  plan,
  type Token,
} from '../../index.ts'
import type { SampleHost } from '../../testing/arbitrary-host.ts'
import { arbitraryQuery } from '../../testing/arbitrary-query.ts'
import { openSample, type Sample } from '../../testing/open-sample.ts'
import { sampleEntity } from '../../testing/sample-entity.ts'
import { samplePlan } from '../../testing/sample-plan.ts'
import { sampleTime } from '../../testing/sample-time.ts'

const severities = ['minimal', 'low', 'medium', 'high', 'critical']
/** What each facet sees in a host, as it is written in a query. */
const seen: Readonly<Record<string, (host: SampleHost) => readonly (string | null)[]>> = {
  owner: (host) => [host.owner],
  severity: (host) => [severities[host.severity - 1]!],
  status: (host) => [host.status],
  disposition: (host) => [host.disposition],
  online: (host) => [host.online === null ? null : String(host.online)],
  label: (host) => host.labels ?? [],
  'port.number': (host) => host.ports.map(({ number }) => String(number)),
  'port.service': (host) => host.ports.map(({ service }) => service),
  'software.name': (host) => host.software.map(({ name }) => name),
}

function count(hosts: readonly SampleHost[], token: string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const host of hosts) {
    for (const value of new Set(seen[token]!(host))) if (value !== null) counts[value] = (counts[value] ?? 0) + 1
  }
  return counts
}

for (const server of testServers()) {
  describe(`facets on ${server.name}`, { skip: server.missing }, () => {
    let sample: Sample
    const closing: (() => unknown)[] = []
    before(async () => {
      sample = await openSample({ after: (close) => closing.push(close) }, await server.start(), 40)
    })
    after(async () => {
      for (const close of closing) await close()
    })

    test('count what the list shows, for any query', async () => {
      const { tenant, hosts, run } = sample
      const property = fc.asyncProperty(arbitraryQuery, async (text) => {
        // In parentheses with a second term the query has no part of its own on any token.
        const whole = plan(`((${text}) or id:0) and name:*`.replace('id:0', 'name:`never`'), sampleEntity, sampleTime)
        if (!whole.ok) return
        const matches = evaluator(whole.plan.where)
        const found = hosts.filter((host) => matches({ ...host }))
        for (const statement of compileFacets(whole.plan, { tenant, top: 1000 })) {
          // So few rows are all taken, so that what is told about them is exact.
          for (const each of [statement, statement.about?.statement ?? statement]) {
            for (const { token, values } of statement.read(await run(each))) {
              const counts = Object.fromEntries(values.map((one) => [one.value, one.count]))
              assert.deepEqual(counts, count(found, token), each.text)
            }
          }
          if (!statement.about) continue
          const few = Math.min(2, found.length)
          assert.deepEqual(await run(statement.about.count(1)), [{ count: few }])
        }
      })
      await fc.assert(property, { numRuns: 25 })
    })

    test('do not regard their own choice, and show it even when it is rare', async () => {
      const { tenant, hosts, run } = sample
      const query = samplePlan('severity:[critical, low] and status:open and not owner is null')
      const facets = new Map<string, readonly FacetValue[]>()
      for (const statement of compileFacets(query, { tenant, top: 1 }))
        for (const { token, values } of statement.read(await run(statement))) facets.set(token, values)
      const owned = hosts.filter(({ owner }) => owner !== null)
      const open = owned.filter(({ status, disposition }) => status !== 'fixed' && disposition === null)
      const values = facets.get('severity')!
      const expected = count(open, 'severity')
      for (const name of ['critical', 'low']) {
        assert.equal(values.find(({ value }) => value === name)?.count ?? 0, expected[name] ?? 0)
      }
      const chosen = owned.filter((host) => host.severity === 5 || host.severity === 2)
      const most = Math.max(...Object.values(count(chosen, 'status')))
      assert.equal(facets.get('status')![0]?.count, most)
    })

    test('come from maintained counts where there is no filter', async () => {
      const { tenant, hosts, run } = sample
      const [facet] = compileFacets(samplePlan(''), { tenant, tokens: ['software.name'], top: 100 })
      assert.equal(facet!.maintained, true)
      assert.doesNotMatch(facet!.text, /sample_host/)
      const counts = facet!.read(await run(facet!))[0]!.values
      const installed = hosts.flatMap(({ software }) => software.map(({ name }) => name))
      for (const { value, count: number } of counts)
        assert.equal(number, installed.filter((name) => name === value).length)
      assert.equal(
        compileFacets(samplePlan('severity:high'), { tenant, tokens: ['software.name'] })[0]!.maintained,
        false,
      )
    })

    test('and counts come from a roll-up where it knows all that is asked', async () => {
      const { tenant, hosts, run } = sample
      const query = samplePlan('status:open and severity:[high, critical] group by status')
      const kept = hosts.filter((host) => host.status !== 'fixed' && host.disposition === null && host.severity > 3)
      const [facet] = compileFacets(query, { tenant, tokens: ['severity'] })
      const total = compileCount(query, { tenant })
      const groups = compileGroups(query, { tenant, size: 10 })
      for (const { text } of [facet!, total, groups]) assert.doesNotMatch(text, /sample_host /)
      const open = hosts.filter((host) => host.status !== 'fixed' && host.disposition === null)
      assert.deepEqual(
        Object.fromEntries(facet!.read(await run(facet!))[0]!.values.map((one) => [one.value, one.count])),
        count(open, 'severity'),
      )
      assert.deepEqual(await run(total), [{ count: kept.length }])
      assert.deepEqual(
        Object.fromEntries(groups.read(await run(groups)).groups.map((group) => [group.keys[0], group.count])),
        count(kept, 'status'),
      )
      assert.match(compileCount(samplePlan('status:open name:web'), { tenant }).text, /sample_host /)
      assert.deepEqual(await run(compileCount(query, { tenant, cap: 1 })), [{ count: Math.min(2, kept.length) }])
    })
  })

  describe(`groups on ${server.name}`, { skip: server.missing }, () => {
    let sample: Sample
    const closing: (() => unknown)[] = []
    before(async () => {
      sample = await openSample({ after: (close) => closing.push(close) }, await server.start(), 40)
    })
    after(async () => {
      for (const close of closing) await close()
    })

    test('have every row in its groups', async () => {
      const { tenant, hosts, run } = sample
      for (const token of Object.keys(seen)) {
        const statement = compileGroups(samplePlan(`group by ${token}`), { tenant, size: 500 })
        const { groups, more } = statement.read(await run(statement))
        const named = groups.filter(({ keys }) => keys[0] !== null)
        assert.deepEqual(
          Object.fromEntries(named.map(({ keys, count: number }) => [keys[0], number])),
          count(hosts, token),
        )
        assert.equal(more, false)
        const without = hosts.filter((host) => seen[token]!(host).length === 0 || seen[token]!(host).includes(null))
        assert.equal(groups.find(({ keys }) => keys[0] === null)?.count ?? 0, without.length)
        assert.deepEqual(
          groups.map((group) => group.count),
          groups.map((group) => group.count).toSorted((a, b) => b - a),
        )
      }
    })

    test('of dates begin where the day begins in the zone', async () => {
      const { tenant, run } = sample
      const statement = compileGroups(samplePlan('lastSeen:2026-10-25 group by lastSeen/d'), { tenant, size: 5 })
      const { groups } = statement.read(await run(statement))
      assert.deepEqual(
        groups.map(({ keys }) => keys[0]),
        ['2026-10-24T22:00:00Z'],
      )
    })

    test('are sorted and cut as asked', async () => {
      const { tenant, hosts, run } = sample
      const read = async (text: string, size: number, skip = 0) => {
        const statement = compileGroups(samplePlan(text), { tenant, size, skip })
        return statement.read(await run(statement))
      }
      const all = await read('group by severity sort by severity desc', 10)
      const present = severities.filter((_, index) => hosts.some(({ severity }) => severity === index + 1))
      assert.deepEqual(
        all.groups.map(({ keys }) => keys[0]),
        present.toReversed(),
      )
      const first = await read('group by severity sort by severity desc', 2)
      const second = await read('group by severity sort by severity desc', 2, 2)
      assert.deepEqual([...first.groups, ...second.groups], all.groups.slice(0, 4))
      assert.deepEqual([first.more, (await read('group by severity limit 3', 3)).more], [true, false])
      const pairs = await read('group by status, online sort by count', 50)
      assert.equal(
        pairs.groups.reduce((sum, group) => sum + group.count, 0),
        40,
      )
    })
  })

  describe(`values on ${server.name}`, { skip: server.missing }, () => {
    let sample: Sample
    const closing: (() => unknown)[] = []
    before(async () => {
      sample = await openSample({ after: (close) => closing.push(close) }, await server.start(), 60)
    })
    after(async () => {
      for (const close of closing) await close()
    })

    test('begin with what was typed, then contain it', async () => {
      const { tenant, run } = sample
      const values = async (name: string, prefix: string) => {
        const token = sampleEntity.names.get(name) as Token
        return (await run<{ value: string }>(compileValues(sampleEntity, token, { tenant, prefix }))).map(
          ({ value }) => value,
        )
      }
      const found = await values('software.name', 'SS')
      assert.deepEqual(new Set(found), new Set(['openssl', 'OpenSSL', 'libssl3']))
      assert.deepEqual(await values('software.name', 'lib'), ['libssl3', 'zlib1g'])
      assert.deepEqual(new Set(await values('port.number', '80')), new Set(['80', '8080']))
      assert.deepEqual(new Set(await values('label', 'ü')), new Set(['Müller', 'MÜLLER ß']))
      assert.ok((await values('address', '10.')).every((address) => address.includes('10.')))
      assert.deepEqual(await values('owner', '%'), ['db 100% ready'])
    })
  })
}
