import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { everyPart, testDatabase, testServers } from '../testing/index.ts'
import { describeSchema } from './describe-schema.ts'
import { platformParts } from './platform-parts.ts'
import { schemaProblems } from './schema-problems.ts'

const committed = new URL('../schema.sql', import.meta.url)

for (const server of testServers()) {
  describe(`the schema of all parts on ${server.name}`, { skip: server.missing }, () => {
    test('is what schema.sql says', async (t) => {
      const { admin } = await testDatabase(t, { parts: everyPart(), server: await server.start() })
      const hint =
        'The migrations make another schema than platform/store/schema.sql: run "node holdfast --file tools/dump-schema.ts".'
      assert.equal(await describeSchema(admin), readFileSync(committed, 'utf8'), hint)
    })

    test('has no hole in the border between tenants', async (t) => {
      const { admin } = await testDatabase(t, { parts: everyPart(), server: await server.start() })
      assert.deepEqual(await schemaProblems(admin), [])
    })
  })
}

test('every folder of migrations in the platform is listed', () => {
  const platform = new URL('../../', import.meta.url)
  const withTables = readdirSync(platform).filter((name) => existsSync(new URL(`${name}/sql/`, platform)))
  const listed = new Set(platformParts().map(({ part }) => part))
  const forgotten = withTables.filter(
    (name) => !listed.has(name) && readdirSync(new URL(`${name}/sql/`, platform)).length > 0,
  )
  assert.deepEqual(forgotten, [], 'add them to platform/store/catalogue/platform-parts.ts')
})

describe('planted holes', () => {
  const holes: readonly (readonly [kind: string, sql: string])[] = [
    ['unprotected-table', 'create table hole (tenant_id int not null, id int, primary key (tenant_id, id))'],
    [
      'unprotected-table',
      `create table hole (tenant_id int not null, id int, primary key (tenant_id, id)); select holdfast_protect('hole');
       alter table hole no force row level security`,
    ],
    [
      'unprotected-table',
      `create table hole (tenant_id int not null, id int, primary key (tenant_id, id)); select holdfast_protect('hole');
       drop policy tenant on hole; create policy tenant on hole using (tenant_id > 0)`,
    ],
    [
      'unprotected-table',
      'create table hole (tenant_id int, id int primary key); grant select on hole to holdfast_app',
    ],
    [
      'open-policy',
      `create table hole (tenant_id int not null, id int, primary key (tenant_id, id)); select holdfast_protect('hole');
       create policy extra on hole for select using (true)`,
    ],
    [
      'open-partition',
      `create table hole (tenant_id int not null, id int, primary key (tenant_id, id)) partition by range (id);
       select holdfast_protect('hole'); create table hole_1 partition of hole for values from (1) to (2);
       grant select on hole_1 to holdfast_app`,
    ],
    [
      'key-without-tenant',
      `create table hole (tenant_id int not null, id int, primary key (id, tenant_id)); select holdfast_protect('hole')`,
    ],
    [
      'key-without-tenant',
      `create table hole (tenant_id int not null, id int, name text unique, primary key (tenant_id, id)); select holdfast_protect('hole')`,
    ],
    [
      'reference-without-tenant',
      `create table hole (tenant_id int not null, id int, public_id text unique, primary key (tenant_id, id));
       select holdfast_protect('hole'); create table child (parent text references hole (public_id))`,
    ],
    ['view-as-owner', 'create view hole as select * from tenant'],
    ['materialized-view', 'create materialized view hole as select 1 as one'],
    [
      'function-path',
      'create function hole() returns int language sql security definer return 1; revoke execute on function hole() from public',
    ],
    [
      'function-for-all',
      'create function hole() returns int language sql return 1; grant execute on function hole() to public',
    ],
    ['foreign-owner', 'create table hole (id int); alter table hole owner to holdfast_app'],
  ]
  for (const [kind, sql] of holes) {
    test(`${kind}: ${sql.replace(/\s+/g, ' ').slice(0, 90)} …`, async (t) => {
      const { admin } = await testDatabase(t)
      await admin.query('begin; grant create on schema holdfast to holdfast_app; set local role holdfast_owner')
      await admin.query(sql.includes('owner to') ? `reset role; ${sql}` : sql)
      const kinds = (await schemaProblems(admin)).map((problem) => problem.kind)
      assert.deepEqual([...new Set(kinds)], [kind])
      await admin.query('rollback')
    })
  }
})
