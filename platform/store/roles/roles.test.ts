import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { connectClient } from '../door/connect-client.ts'
import { openDatabase } from '../door/open-database.ts'
import { StoreError, type StoreErrorCode } from '../store-error.ts'
import { testDatabase, testServers } from '../testing/index.ts'
import type { DatabaseAccess } from './database-access.ts'
import { missingRights } from './missing-rights.ts'
import { isVerifierOf, scramVerifier } from './scram-verifier.ts'

const part = { part: 'sample', folder: new URL('../door/testdata/sample/', import.meta.url) }

for (const server of testServers()) {
  describe(`roles on ${server.name}`, { skip: server.missing }, () => {
    test('no role of ours bypasses the border or makes roles and databases', async (t) => {
      const { admin } = await testDatabase(t, { server: await server.start() })
      const { rows } = await admin.query(
        `select rolname::text as name from pg_roles
          where rolname in ('holdfast_owner', 'holdfast_app', 'holdfast_judge', 'holdfast_search', 'holdfast_jobs', 'holdfast_maintenance')
            and not (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolinherit) order by 1`,
      )
      assert.equal(rows.length, 6)
    })

    const attempts: readonly (readonly [what: string, sql: string])[] = [
      ['making a table', 'create table holdfast.mine (id int)'],
      ['making a schema', 'create schema mine'],
      ['making a function', 'create function holdfast.mine() returns int language sql return 1'],
      ['changing a table', 'alter table sample disable row level security'],
      ['changing a policy', 'alter policy tenant on sample using (true)'],
      ['dropping a table', 'drop table sample'],
      ['emptying a table', 'truncate sample'],
      ['becoming the owner', 'set role holdfast_owner'],
      ['becoming the search role', 'set role holdfast_search'],
      ['becoming the judge role', 'set role holdfast_judge'],
      ['protecting a table', "select holdfast_protect('sample')"],
      ['opening a table', "select holdfast_let('sample', 'holdfast_search')"],
      ['writing the record of migrations', 'delete from migration'],
      ['copying into a protected table', 'copy sample from stdin'],
      ['reading files', "select pg_read_file('/etc/passwd')"],
      ['running programs', "copy sample to program 'cat'"],
      ['reading passwords', 'select * from pg_authid'],
      ['making a role', 'create role mine'],
    ]
    test('the application may not change the schema or its rights', async (t) => {
      const { database, tenant } = await testDatabase(t, { parts: [part], server: await server.start() })
      const id = await tenant()
      for (const [what, sql] of attempts) {
        await assert.rejects(
          database.asTenant(id, (tx) => tx.query(sql)),
          (error) => ['42501', '0A000'].includes((error as { code: string }).code),
          what,
        )
      }
    })

    test('a login that is superuser, bypasses the border or owns the schema is refused for running', async (t) => {
      const { access, admin } = await testDatabase(t, { server: await server.start() })
      const name = `strong_${process.pid}`
      await admin.query(`create role ${name} login password 'x' bypassrls`)
      t.after(async () => {
        const client = await connectClient({ ...access.admin!, database: 'postgres' })
        await client.query(`drop role ${name}`)
        await client.end()
      })
      const as = (settings: object): DatabaseAccess => ({
        ...access,
        login: (role) => ({ ...access.login(role), role: undefined as never, ...settings }),
      })
      await assert.rejects(openDatabase({ access: as(access.admin!) }), hasCode('role-too-strong'))
      const login = { user: name, password: 'x' }
      await assert.rejects(openDatabase({ access: as(login) }), hasCode('role-too-strong'))
      await admin.query(`alter role ${name} nobypassrls; grant holdfast_owner to ${name}`)
      await assert.rejects(openDatabase({ access: as(login) }), hasCode('role-too-strong'))
    })

    test('maintenance reads all rows and writes none', async (t) => {
      const { database, tenant } = await testDatabase(t, { parts: [part], server: await server.start() })
      const id = await tenant()
      await database.asTenant(id, (tx) =>
        tx.query('insert into sample (tenant_id, id, name) values ($1, 1, $2)', [id, 'x']),
      )
      assert.equal((await database.asMaintenance((tx) => tx.query('select * from sample'))).rowCount, 1)
      await assert.rejects(
        database.asMaintenance((tx) => tx.query('delete from sample')),
        { code: '42501' },
      )
    })

    test('a listed function of the search role sees what was opened to it, and the application sees no more', async (t) => {
      const { database, admin, tenant } = await testDatabase(t, { parts: [part], server: await server.start() })
      await admin.query(`
        begin; set local role holdfast_owner; set local search_path = holdfast, pg_temp;
        select holdfast_let('sample', 'holdfast_search');
        create function sample_count() returns bigint language sql stable security definer set search_path = holdfast, pg_temp
          as 'select count(*) from sample';
        select holdfast_own('sample_count()', 'holdfast_search');
        create function sample_count_of_owner() returns bigint language sql stable security definer set search_path = holdfast, pg_temp
          as 'select count(*) from sample';
        grant execute on function sample_count_of_owner() to holdfast_app;
        commit`)
      const [one, two] = [await tenant(), await tenant()]
      for (const id of [one, two]) {
        await database.asTenant(id, (tx) =>
          tx.query('insert into sample (tenant_id, id, name) values ($1, 1, $2)', [id, 'x']),
        )
      }
      const row = await database.asTenant(one, (tx) =>
        tx.first(
          'select sample_count() as search, sample_count_of_owner() as owner, (select count(*) from sample) as own',
        ),
      )
      assert.deepEqual(row, { search: 2, owner: 1, own: 1 })
    })

    test('what is missing is named', async (t) => {
      const { access, admin } = await testDatabase(t, { parts: [part], server: await server.start() })
      assert.deepEqual(await missingRights(access), [])
      const { rows } = await admin.query('select current_database() as name')
      await admin.query(`revoke select on holdfast.sample from holdfast_app; revoke usage on schema holdfast from holdfast_maintenance;
                         revoke temporary on database ${rows[0].name} from public, holdfast_jobs`)
      assert.deepEqual(await missingRights(access), [
        'role holdfast_app may not read table sample',
        `role holdfast_jobs may not make temporary tables in database ${rows[0].name}`,
        'role holdfast_maintenance may not use schema holdfast',
      ])
    })

    test('the jobs role makes its own tables in its own schema, and sees no tenant', async (t) => {
      const { access, database, tenant } = await testDatabase(t, { parts: [part], server: await server.start() })
      const id = await tenant()
      await database.asTenant(id, (tx) =>
        tx.query('insert into sample (tenant_id, id, name) values ($1, 1, $2)', [id, 'x']),
      )
      const client = await connectClient(access.login('jobs'))
      t.after(() => client.end())
      await client.query('create table holdfast_jobs.queue (id int)')
      await assert.rejects(client.query('select * from holdfast.sample'), { code: '42501' })
    })
  })
}

test('a password is known by its verifier', () => {
  const verifier = scramVerifier('correct horse')
  assert.equal(isVerifierOf('correct horse', verifier), true)
  assert.equal(isVerifierOf('correct horsf', verifier), false)
  assert.equal(isVerifierOf('correct horse', null), false)
})

function hasCode(code: StoreErrorCode) {
  return (error: unknown) => error instanceof StoreError && error.code === code
}
