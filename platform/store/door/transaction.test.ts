import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { StoreError, type StoreErrorCode } from '../store-error.ts'
import { type TestDatabase, testDatabase, testServers } from '../testing/index.ts'
import type { SlowQuery } from './pool-transaction.ts'
import type { Transaction } from './transaction.ts'

const part = { part: 'sample', folder: new URL('./testdata/sample/', import.meta.url) }

for (const server of testServers()) {
  describe(`transactions on ${server.name}`, { skip: server.missing }, () => {
    const prepare = async (t: { after(fn: () => unknown): void }, options = {}) => {
      const made = await testDatabase(t, { parts: [part], server: await server.start(), ...options })
      const id = await made.tenant()
      const add = (tx: Transaction, row: number) =>
        tx.query('insert into sample (tenant_id, id, name) values ($1, $2, $3)', [id, row, 'x'])
      return { ...made, id, add }
    }

    test('are undone when the work throws, and when it hides the error of a query', async (t) => {
      const { database, id, add } = await prepare(t)
      const work = async (tx: Transaction) => {
        await add(tx, 1)
        throw new Error('mine')
      }
      await assert.rejects(database.asTenant(id, work), { message: 'mine' })
      const hiding = async (tx: Transaction) => {
        await add(tx, 1)
        await tx.query('select 1 / 0').catch(() => {})
      }
      await assert.rejects(database.asTenant(id, hiding), hasCode('transaction-rolled-back'))
      assert.equal(await count(database, id), 0)
    })

    test('keep what is outside of a failed savepoint', async (t) => {
      const { database, id, add } = await prepare(t)
      await database.asTenant(id, async (tx) => {
        await add(tx, 1)
        await assert.rejects(
          tx.savepoint(() => add(tx, 1)),
          { code: '23505' },
        )
        await add(tx, 2)
      })
      assert.equal(await count(database, id), 2)
    })

    test('run their queries in the order of the calls, and none after the end', async (t) => {
      const { database, id, add } = await prepare(t)
      let kept: Transaction | undefined
      await database.asTenant(id, async (tx) => {
        kept = tx
        const [, , third] = await Promise.all([add(tx, 1), add(tx, 2), tx.query('select count(*) from sample')])
        assert.deepEqual(third.rows, [{ count: 2 }])
        void add(tx, 3)
      })
      assert.equal(await count(database, id), 3)
      await assert.rejects(kept!.query('select 1'), hasCode('transaction-ended'))
    })

    test('may not write when they are read-only', async (t) => {
      const { database, id, add } = await prepare(t)
      await assert.rejects(
        database.asTenant(id, (tx) => add(tx, 1), { readOnly: true }),
        { code: '25006' },
      )
    })

    test('end at their time limit and with their signal, also when the work waits for something else', async (t) => {
      const { database, id } = await prepare(t, { connections: { app: 1 } })
      await assert.rejects(
        database.asTenant(id, (tx) => tx.query('select pg_sleep(60)'), { timeoutMs: 100 }),
        hasCode('timeout'),
      )
      await assert.rejects(
        database.asTenant(id, () => new Promise(() => {}), { timeoutMs: 100 }),
        hasCode('timeout'),
      )
      const stop = new AbortController()
      const running = database.asTenant(id, (tx) => tx.query('select pg_sleep(60)'), { signal: stop.signal })
      await sleep(50)
      stop.abort(new Error('changed my mind'))
      await assert.rejects(running, { message: 'changed my mind' })
      const { rows } = await database.asTenant(id, (tx) =>
        tx.query(
          "select count(*) from pg_stat_activity where datname = current_database() and query like '%pg_sleep%' and pid <> pg_backend_pid()",
        ),
      )
      assert.deepEqual(rows, [{ count: 0 }])
    })

    test('that end near their time limit leave no cancellation to the next one on their connection', async (t) => {
      const { database, id } = await prepare(t, { connections: { app: 1 } })
      for (let round = 0; round < 150; round++) {
        const near = database.asTenant(id, (tx) => tx.query(`select pg_sleep(${0.014 + (round % 5) / 1000})`), {
          timeoutMs: 15 + (round % 3),
        })
        await near.catch((error) => assert.ok(hasCode('timeout')(error), String(error)))
        await database.asTenant(id, (tx) => tx.query('select pg_sleep(0.003)'))
      }
    })

    for (const allowed of [{ idempotent: true }, { againWhenUndone: true }]) {
      test(`that met in a deadlock are run again when they may be: ${Object.keys(allowed)}`, async (t) => {
        const { database, id, add } = await prepare(t)
        await database.asTenant(id, async (tx) => {
          await add(tx, 1)
          await add(tx, 2)
        })
        let runs = 0
        const cross = (first: number, second: number) =>
          database.asTenant(
            id,
            async (tx) => {
              runs++
              await tx.query("update sample set name = name || '+' where id = $1", [first])
              await sleep(100)
              await tx.query("update sample set name = name || '+' where id = $1", [second])
            },
            allowed,
          )
        await Promise.all([cross(1, 2), cross(2, 1)])
        assert.ok(runs > 2)
        const { rows } = await database.asTenant(id, (tx) => tx.query('select name from sample'))
        assert.deepEqual(rows, [{ name: 'x++' }, { name: 'x++' }])
      })
    }

    test('are turned away when too many wait for a connection', async (t) => {
      const { database, id } = await prepare(t, { connections: { app: 1 } })
      const all = Array.from({ length: 60 }, () => database.asTenant(id, (tx) => tx.query('select pg_sleep(0.01)')))
      const results = await Promise.allSettled(all)
      const refused = results.filter((result) => result.status === 'rejected')
      // The first one counts as waiting too until it has its connection.
      assert.equal(refused.length, 60 - 50)
      assert.ok(refused.every(({ reason }) => hasCode('database-busy')(reason)))
      assert.deepEqual(
        database.stats().map(({ role, limit, waiting }) => [role, limit, waiting]),
        [['app', 1, 0]],
      )
    })

    test('read a long result in batches, and stop in the middle', async (t) => {
      const { database, id } = await prepare(t)
      await database.asTenant(id, async (tx) => {
        const sizes: number[] = []
        for await (const rows of tx.stream('select * from generate_series(1, $1::int)', [2500])) sizes.push(rows.length)
        assert.deepEqual(sizes, [1000, 1000, 500])
        for await (const rows of tx.stream('select * from generate_series(1, 10) as n', [], { batch: 3 })) {
          assert.deepEqual(rows, [{ n: 1 }, { n: 2 }, { n: 3 }])
          break
        }
        assert.equal((await tx.query('select 1')).rowCount, 1)
      })
    })

    test('are built and run with kysely', async (t) => {
      const { database, id } = await prepare(t)
      interface Tables {
        sample: { tenant_id: number; id: number; name: string }
      }
      const rows = await database.asTenant(id, async (tx) => {
        const made = await tx
          .kysely<Tables>()
          .insertInto('sample')
          .values({ tenant_id: id, id: 1, name: 'k' })
          .executeTakeFirst()
        assert.equal(made.numInsertedOrUpdatedRows, 1n)
        await assert.rejects(
          tx
            .kysely<Tables>()
            .transaction()
            .execute(async () => {}),
        )
        return tx.kysely<Tables>().selectFrom('sample').select(['id', 'name']).where('tenant_id', '=', id).execute()
      })
      assert.deepEqual(rows, [{ id: 1, name: 'k' }])
    })

    test('tell slow queries without their values', async (t) => {
      const slow: SlowQuery[] = []
      const { database, id } = await prepare(t, { slowMs: 40, onSlow: (query: SlowQuery) => slow.push(query) })
      await database.asTenant(id, (tx) => tx.query('select pg_sleep($1), $2::text', [0.05, 'secret']))
      assert.equal(slow.length, 1)
      assert.equal(slow[0]!.tenantId, id)
      assert.doesNotMatch(JSON.stringify(slow), /secret/)
    })

    test('copy rows of any text, and several times', async (t) => {
      const { database, id } = await prepare(t)
      const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', '').toWellFormed())
      const row = fc.tuple(
        fc.oneof(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.constant(null)),
        fc.oneof(text, fc.constant(null), fc.constantFrom('\\N', '\\.', '\t', 'a\\tb', '"', '{}', 'NULL', '')),
        fc.array(fc.oneof(text, fc.constant(null), fc.constantFrom('NULL', '', '"', '\\', '{', ','))),
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
        fc.boolean(),
        fc.jsonValue().map((value) => ({
          value: JSON.parse(
            JSON.stringify(value)
              .replaceAll('\\u0000', '')
              .replaceAll(/\\ud[89a-f]../g, ''),
          ),
        })),
      )
      const columns = {
        place: 'int',
        number: 'int',
        name: 'text',
        list: 'text[]',
        bytes: 'bytea',
        yes: 'boolean',
        doc: 'json',
      }
      await fc.assert(
        fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
          const numbered = rows.map((values, place) => [place, ...values])
          const back = await database.asTenant(id, async (tx) => {
            const { name, rowCount } = await tx.copyInto({ columns, rows: numbered })
            const second = await tx.copyInto({ columns, rows: numbered })
            assert.notEqual(name, second.name)
            assert.equal(rowCount, rows.length)
            return (await tx.query(`select * from ${name} order by place`)).rows
          })
          assert.deepEqual(back.map(Object.values), numbered)
        }),
        { numRuns: 60 },
      )
    })

    test('copy from an endless-looking source with constant memory, and leave nothing after a failure', async (t) => {
      const { database, id } = await prepare(t)
      async function* rows(failAt: number) {
        for (let number = 0; number < 200_000; number++) {
          if (number === failAt) throw new Error('source broke')
          yield [number]
        }
      }
      const columns = { number: 'int' }
      const copied = await database.asTenant(
        id,
        async (tx) => (await tx.copyInto({ columns, rows: rows(-1) })).rowCount,
      )
      assert.equal(copied, 200_000)
      await assert.rejects(
        database.asTenant(id, (tx) => tx.copyInto({ columns, rows: rows(150_000) })),
        { message: 'source broke' },
      )
      await assert.rejects(
        database.asTenant(id, (tx) => tx.copyInto({ columns, rows: [[1, 2]] })),
        RangeError,
      )
      await assert.rejects(
        database.asTenant(id, (tx) => tx.copyInto({ columns: { a: 'int); drop table sample; --' }, rows: [] })),
        TypeError,
      )
    })

    test('give values as documented', async (t) => {
      const { database, id } = await prepare(t)
      const row = await database.asTenant(id, (tx) =>
        tx.first(`select 9007199254740991::bigint as big, '{1,NULL,3}'::bigint[] as bigs, 1.10::numeric as exact,
                         '2026-11-22 10:20:30.123456+02'::timestamptz as at, '2026-11-22 10:20:30+00'::timestamptz as whole,
                         array['2026-11-22 10:20:30.5+00'::timestamptz, null] as times, 'infinity'::timestamptz as never,
                         '2026-11-22'::date as day, '36 hours'::interval as span, '{"a":[1]}'::jsonb as doc, '\\x00ff'::bytea as bytes,
                         0.1::float8 as real, '{}'::timestamptz[] as none`),
      )
      assert.deepEqual(row, {
        big: 9007199254740991,
        bigs: [1, null, 3],
        exact: '1.10',
        at: '2026-11-22T08:20:30.123Z',
        whole: '2026-11-22T10:20:30.000Z',
        times: ['2026-11-22T10:20:30.500Z', null],
        never: 'infinity',
        day: '2026-11-22',
        span: 'PT36H',
        doc: { a: [1] },
        bytes: Buffer.from([0, 255]),
        real: 0.1,
        none: [],
      })
      await assert.rejects(
        database.asTenant(id, (tx) => tx.query('select 9007199254740993::bigint')),
        /beyond 2\^53/,
      )
      assert.equal((await database.asTenant(id, (tx) => tx.query('select 1'))).rowCount, 1)
    })
  })
}

async function count(database: TestDatabase['database'], id: number): Promise<number> {
  return (await database.asTenant(id, (tx) => tx.first<{ count: number }>('select count(*) from sample')))!.count
}

function hasCode(code: StoreErrorCode) {
  return (error: unknown) => error instanceof StoreError && error.code === code
}
