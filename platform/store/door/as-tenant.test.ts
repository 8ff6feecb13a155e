import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { StoreError } from '../store-error.ts'
import { testDatabase, testServers } from '../testing/index.ts'

const part = { part: 'sample', folder: new URL('./testdata/sample/', import.meta.url) }

for (const server of testServers()) {
  describe(`the tenants' border on ${server.name}`, { skip: server.missing }, () => {
    test('a tenant sees its rows, and no one sees rows without a tenant', async (t) => {
      const { database, tenant } = await testDatabase(t, { parts: [part], server: await server.start() })
      const [one, two] = [await tenant('One'), await tenant('Two')]
      for (const id of [one, two]) {
        await database.asTenant(id, (tx) =>
          tx.query('insert into sample (tenant_id, id, name) values ($1, 1, $2)', [id, `of ${id}`]),
        )
      }
      const names = async (id: number) =>
        (await database.asTenant(id, (tx) => tx.query('select name from sample'))).rows
      assert.deepEqual(await names(one), [{ name: `of ${one}` }])
      assert.deepEqual(await names(two), [{ name: `of ${two}` }])
      assert.deepEqual((await database.asPlatform((tx) => tx.query('select * from sample'))).rows, [])
    })

    test('a row of another tenant can be neither made nor touched', async (t) => {
      const { database, tenant, admin } = await testDatabase(t, { parts: [part], server: await server.start() })
      const [one, two] = [await tenant(), await tenant()]
      const insert = 'insert into sample (tenant_id, id, name) values ($1, 1, $2)'
      await database.asTenant(two, (tx) => tx.query(insert, [two, 'theirs']))
      await assert.rejects(
        database.asTenant(one, (tx) => tx.query(insert, [two, 'x'])),
        { code: '42501' },
      )
      await assert.rejects(
        database.asPlatform((tx) => tx.query(insert, [two, 'x'])),
        { code: '42501' },
      )
      const update = await database.asTenant(one, (tx) => tx.query("update sample set name = 'mine'"))
      assert.equal(update.rowCount, 0)
      const remove = await database.asTenant(one, (tx) => tx.query('delete from sample where tenant_id = $1', [two]))
      assert.equal(remove.rowCount, 0)
      assert.deepEqual((await admin.query('select name from sample')).rows, [{ name: 'theirs' }])
    })

    test('what one transaction set does not reach the next on the same connection', async (t) => {
      const { database, tenant } = await testDatabase(t, {
        parts: [part],
        server: await server.start(),
        connections: { app: 1 },
      })
      const one = await tenant()
      await database.asTenant(one, async (tx) => {
        await tx.query('insert into sample (tenant_id, id, name) values ($1, 1, $2)', [one, 'x'])
        await tx.query(
          "select set_config('holdfast.tenant', $1, false), set_config('holdfast.scope', 'platform', false)",
          [String(one)],
        )
      })
      const two = await tenant()
      assert.equal((await database.asTenant(two, (tx) => tx.query('select * from sample'))).rowCount, 0)
      assert.equal((await database.asTenant(two, (tx) => tx.query('select * from tenant'))).rowCount, 1)
    })

    test('neither a second statement nor row_security = off leads past the border', async (t) => {
      const { database, tenant } = await testDatabase(t, { parts: [part], server: await server.start() })
      const [one, two] = [await tenant(), await tenant()]
      await database.asTenant(two, (tx) =>
        tx.query('insert into sample (tenant_id, id, name) values ($1, 1, $2)', [two, 'x']),
      )
      await assert.rejects(
        database.asTenant(one, (tx) => tx.query('select 1; commit')),
        { code: '42601' },
      )
      await assert.rejects(
        database.asTenant(one, async (tx) => {
          await tx.query('set local row_security = off')
          return tx.query('select * from sample')
        }),
        { code: '42501' },
      )
    })

    test('a number that is no tenant is refused before it reaches the database', async (t) => {
      const { database } = await testDatabase(t, { server: await server.start() })
      for (const id of [0, -1, 1.5, Number.NaN, 2 ** 31, "1'; drop table tenant; --" as unknown as number]) {
        await assert.rejects(
          database.asTenant(id, (tx) => tx.query('select 1')),
          (error) => error instanceof StoreError && error.code === 'tenant-invalid',
        )
      }
    })
  })
}
