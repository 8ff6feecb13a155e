import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { connectClient } from '../door/connect-client.ts'
import { openDatabase } from '../door/open-database.ts'
import { externalAccess } from '../roles/external-access.ts'
import { missingRights } from '../roles/missing-rights.ts'
import { StoreError, type StoreErrorCode } from '../store-error.ts'
import { startForTest, temporaryHome, testDatabase, testServers } from '../testing/index.ts'
import { migrate } from './migrate.ts'

let count = 0

for (const server of testServers()) {
  describe(`an operator's own database on ${server.name}`, { skip: server.missing }, () => {
    test('is made and migrated by an administrator who is no superuser, then run without him', async (t) => {
      const { admin: superuser, runDirectory } = await startForTest(temporaryHome(t), server.options)
      const client = await connectClient({ ...superuser!, database: 'postgres' })
      await client.query(`create role operator login createrole createdb password 'admin-pass'`)
      await client.end()
      const url = (user: string) => `postgres://${user}@/theirs?host=${encodeURIComponent(runDirectory)}`
      const access = externalAccess({ url: url('server:run-pass'), adminUrl: url('operator:admin-pass') })
      assert.ok((await migrate({ access, parts: [] })) > 0)
      assert.deepEqual(await missingRights(access), [])

      const running = externalAccess({ url: url('server:run-pass') })
      assert.equal(await migrate({ access: running, parts: [] }), 0)
      const database = await openDatabase({ access: running, parts: [] })
      const { rows } = await database.asPlatform((tx) =>
        tx.query('select session_user::text as login, current_user::text as role'),
      )
      assert.deepEqual(rows, [{ login: 'server', role: 'holdfast_app' }])
      await database.close()

      const swapped = externalAccess({ url: url('operator:admin-pass') })
      await assert.rejects(openDatabase({ access: swapped }), hasCode('role-too-strong'))
    })

    test('of another locale, or that is not there, gets one clear line', async (t) => {
      const { access, admin } = await testDatabase(t, { server: await server.start() })
      const name = `latin_${process.pid}_${++count}`
      await admin.query(`create database ${name} template template0 encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'`)
      t.after(async () => {
        const client = await connectClient({ ...access.admin!, database: 'postgres' })
        await client.query(`drop database ${name} with (force)`)
        await client.end()
      })
      const there = { ...access, admin: { ...access.admin!, database: name } }
      await assert.rejects(migrate({ access: there, parts: [] }), hasCode('database-locale'))
      const nowhere = { ...access, login: () => ({ ...access.login('app'), database: 'nowhere' }) }
      await assert.rejects(openDatabase({ access: nowhere }), hasCode('database-url'))
      const wrong = { ...access, login: () => ({ ...access.login('app'), password: 'wrong' }) }
      await assert.rejects(openDatabase({ access: wrong }), hasCode('database-login'))
    })
  })
}

function hasCode(code: StoreErrorCode) {
  return (error: unknown) => error instanceof StoreError && error.code === code
}
