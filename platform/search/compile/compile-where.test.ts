import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely'
import { testServers } from '../../store/testing/index.ts'
import { compileWhere, plan, render, templateParts } from '../index.ts'
import { arbitraryQuery } from '../testing/arbitrary-query.ts'
import { openSample } from '../testing/open-sample.ts'
import { sampleEntity } from '../testing/sample-entity.ts'
import { samplePlan } from '../testing/sample-plan.ts'
import { sampleTime } from '../testing/sample-time.ts'

function whereOf(text: string): string {
  return render(compileWhere(samplePlan(text), 7)).text.replace('h.tenant_id = $1::integer and ', '')
}

describe('a condition in SQL', () => {
  const shapes: readonly [string, string][] = [
    ['severity:high', 'h.severity = $2::smallint'],
    ['severity:[high, low]', 'h.severity = any($2::smallint[])'],
    ['severity >= high', 'h.severity = any($2::smallint[])'],
    ['severity != high', 'h.severity = any($2::smallint[])'],
    ['not disposition:accepted', '(h.disposition = $2::text or h.disposition is null)'],
    ['risk:5 or risk:6 or risk:7', 'h.risk = any($2::integer[])'],
    ['risk > 5.5', 'h.risk >= $2::integer'],
    ['risk != 5', 'h.risk is distinct from $2::integer'],
    ['risk:5.5', 'false'],
    ['risk < 99999999999', 'h.risk is not null'],
    ['not risk:[1 .. 5]', '((h.risk >= $2::integer and h.risk <= $3::integer)) is not true'],
    ['owner is null', 'h.owner is null'],
    ['exists name', 'true'],
    ['name:web*', '(h.name_folded collate "C" >= $2::text and h.name_folded collate "C" < $3::text)'],
    ['name = web', 'h.name_folded collate "C" = $2::text'],
    ['name:web', 'h.id in (select sample_host_name_like($2::text))'],
    ['not name:web', 'not exists (select 1 from sample_host_name_like($2::text) as m(id) where m.id = h.id)'],
    ['name:*web or risk:1', '(h.id in (select sample_host_name_like($2::text)) or h.risk = $3::integer)'],
    ['not name:web or risk:1', '(not (h.id in (select sample_host_name_like($2::text))) or h.risk = $3::integer)'],
    ['note:web', 'lower(h.note collate "C") like $2::text'],
    ['note:é', 'translate(lower(h.note collate "C"), $2::text, $3::text) like $4::text'],
    [
      'port:22',
      'h.id in (select p.host_id from sample_port p where p.tenant_id = $1::integer and p.number = $2::integer)',
    ],
    [
      'not port:22',
      'not exists (select 1 from sample_port p where p.tenant_id = $1::integer and p.number = $2::integer and p.host_id = h.id)',
    ],
    ['agent < 3', 'h.agent_key collate "C" < $2::text'],
    ['address:10.0.0.0/8', '(h.address >= $2::inet and h.address <= $3::inet)'],
    ['online:true', 'h.online = true'],
    ['not online:true', '(h.online = false or h.online is null)'],
    ['label:x', 'exists (select 1 from unnest(h.labels) as e(v) where lower(e.v collate "C") = $2::text)'],
  ]
  for (const [text, expected] of shapes) test(`for ${text}`, () => assert.equal(whereOf(text), expected))

  test('names the moment when the past is asked for', () => {
    const { text, values } = render(compileWhere(samplePlan('as of 2026-11-01T00:00Z'), 7))
    assert.equal(
      text,
      'h.tenant_id = $1::integer and h.valid_from <= $2::timestamptz and (h.valid_until is null or h.valid_until > $2::timestamptz)',
    )
    assert.deepEqual(values, [7, '2026-11-01T00:01:00.000Z'])
  })

  test('never holds a word of the user: only the project and the app write its text', () => {
    const known = /^(?:[a-z_0-9.$():=<>~,"\s[\]*+-]|collate "C"|m\(id\)|1000|\|)*$/
    const property = fc.property(arbitraryQuery, (text) => {
      const checked = plan(text, sampleEntity, sampleTime)
      if (!checked.ok) return
      const { text: statement } = render(compileWhere(checked.plan, 7))
      assert.match(statement.replaceAll('"C"', ''), known)
      assert.doesNotMatch(statement, /web|müller|ssl|2026|'|%/i)
    })
    fc.assert(property, { numRuns: 1000 })
  })

  test('is taken by kysely', () => {
    const dialect = {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    }
    const db = new Kysely<{ sample_host: { id: number } }>({ dialect })
    const { texts, values } = templateParts(compileWhere(samplePlan('severity:high and name:web'), 7))
    const query = db
      .selectFrom('sample_host as h')
      .select('h.id')
      .where(sql<boolean>(texts, ...values))
      .compile()
    assert.equal(
      query.sql,
      'select "h"."id" from "sample_host" as "h" where h.tenant_id = $1::integer and (h.severity = $2::smallint and h.id in (select sample_host_name_like($3::text)))',
    )
    assert.deepEqual(query.parameters, [7, 4, '%web%'])
  })
})

for (const server of testServers()) {
  describe(`statements on ${server.name}`, { skip: server.missing }, () => {
    test('of a thousand levels and of ten thousand conditions are answered', async (t) => {
      const { tenant, run } = await openSample(t, await server.start(), 5)
      const count = async (text: string) => {
        const { text: where, values } = render(compileWhere(samplePlan(text), tenant))
        const [row] = await run<{ count: number }>({
          text: `select count(*) as count from sample_host h where ${where}`,
          values,
        })
        return row?.count
      }
      assert.equal(
        (await count(`${'(risk:* and (name:* or '.repeat(500)}online:*${'))'.repeat(500)}`)) !== undefined,
        true,
      )
      assert.equal((await count(`${'not ('.repeat(500)}risk:1${')'.repeat(500)}`)) !== undefined, true)
      assert.equal(await count(`${'risk:1 or '.repeat(9999)}name:*`), 5)
      assert.equal(await count(`owner:[${Array.from({ length: 50_000 }, (_, index) => `o${index}`).join(', ')}]`), 0)
    })

    test('negate with an anti-join, not with a search for each row', async (t) => {
      const { tenant, run } = await openSample(t, await server.start(), 60)
      const planned = async (text: string) => {
        const { text: where, values } = render(compileWhere(samplePlan(text), tenant))
        const rows = await run<Record<string, string>>({
          text: `explain select h.id from sample_host h where ${where}`,
          values,
        })
        return rows.map((row) => row['QUERY PLAN']).join('\n')
      }
      for (const text of [
        'not port:22',
        'not software:openssl',
        'not name:web',
        'not port:22 and not software:openssl and risk:1',
      ]) {
        assert.match(await planned(text), /Anti Join/, text)
      }
      for (const text of ['port:22 or risk:1', 'not port:22 or risk:1'])
        assert.match(await planned(text), /hashed SubPlan/, text)
    })
  })
}
