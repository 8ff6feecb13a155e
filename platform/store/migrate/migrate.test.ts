import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { openDatabase } from '../door/open-database.ts'
import { StoreError, type StoreErrorCode } from '../store-error.ts'
import { type TestDatabase, testDatabase, testServers } from '../testing/index.ts'
import { migrate } from './migrate.ts'
import type { Part } from './read-migrations.ts'

for (const server of testServers()) {
  describe(`migrations on ${server.name}`, { skip: server.missing }, () => {
    test('apply once, in order, and can be added to', async (t) => {
      const { part, write } = folder(t)
      write('0001-one.sql', 'create table one (id int primary key);')
      const { access, admin } = await testDatabase(t, { server: await server.start() })
      assert.equal(await migrate({ access, parts: [part] }), 1)
      assert.equal(await migrate({ access, parts: [part] }), 0)
      write('0002-two.sql', 'create table two (id int references one);')
      assert.equal(await migrate({ access, parts: [part] }), 1)
      const { rows } = await admin.query("select number, name from holdfast.migration where part = 'sample' order by 1")
      assert.deepEqual(rows, [
        { number: 1, name: 'one' },
        { number: 2, name: 'two' },
      ])
    })

    test('of which one fails are undone with file and line, and the earlier ones stay', async (t) => {
      const { part, write } = folder(t)
      write('0001-good.sql', 'create table good (id int);')
      write('0002-bad.sql', 'create table half (id int);\n\ncreate tabel half2 (id int);')
      const test = await testDatabase(t, { server: await server.start() })
      const added = await tablesSince(test)
      await assert.rejects(migrate({ access: test.access, parts: [part] }), (error) => {
        assert.ok(hasCode('migration-failed')(error))
        assert.match((error as Error).message, /sample\/0002-bad\.sql, line 3 failed/)
        return true
      })
      assert.deepEqual(await added(), ['good'])
    })

    test('that were changed after being applied are refused', async (t) => {
      const { part, write } = folder(t)
      write('0001-one.sql', 'create table one (id int);')
      const test = await testDatabase(t, { server: await server.start() })
      const added = await tablesSince(test)
      await migrate({ access: test.access, parts: [part] })
      write('0001-one.sql', 'create table one (id bigint);')
      write('0002-two.sql', 'create table two (id int);')
      await assert.rejects(migrate({ access: test.access, parts: [part] }), hasCode('migration-changed'))
      assert.deepEqual(await added(), ['one'])
      write('0001-one.sql', 'create table one (id int);')
      assert.equal(await migrate({ access: test.access, parts: [part] }), 1)
    })

    test('that this program does not know are refused, by migrate and by the door', async (t) => {
      const { part, write } = folder(t)
      write('0001-one.sql', 'create table one (id int);')
      const { access } = await testDatabase(t, { server: await server.start() })
      await assert.rejects(openDatabase({ access, parts: [part] }), hasCode('schema-older'))
      await migrate({ access, parts: [part] })
      await (await openDatabase({ access, parts: [part] })).close()
      await assert.rejects(migrate({ access, parts: [] }), hasCode('schema-newer'))
      await assert.rejects(openDatabase({ access, parts: [] }), hasCode('schema-newer'))
    })

    test('killed in the middle leave whole files only, and go on where they were', async (t) => {
      const { part, write } = folder(t)
      for (let number = 1; number <= 6; number++) {
        const sql = `create table t${number} (id int); select pg_sleep(0.3); create table u${number} (id int);`
        write(`000${number}-step.sql`, sql)
      }
      const test = await testDatabase(t, { server: await server.start() })
      const added = await tablesSince(test)
      const child = spawn(process.execPath, [
        '--disable-warning=ExperimentalWarning',
        '--input-type=module',
        '-e',
        runner(test, part),
      ])
      await once(child.stdout, 'data')
      await new Promise((resolve) => setTimeout(resolve, 500))
      child.kill('SIGKILL')
      await once(child, 'exit')
      await migrate({ access: test.access, parts: [part] })
      const expected = [1, 2, 3, 4, 5, 6].flatMap((number) => [`t${number}`, `u${number}`]).sort()
      assert.deepEqual(await added(), expected)
    })

    test('started by several processes at once apply once', async (t) => {
      const { part, write } = folder(t)
      write('0001-one.sql', 'create table one (id int); select pg_sleep(0.2);')
      const { access } = await testDatabase(t, { server: await server.start() })
      const counts = await Promise.all([1, 2, 3].map(() => migrate({ access, parts: [part] })))
      assert.deepEqual(counts.sort(), [0, 0, 1])
    })
  })
}

test('folders with gaps or odd names are refused', async (t) => {
  const { access } = await testDatabase(t)
  for (const name of ['0002-gap.sql', '1-short.sql', '0001_underline.sql']) {
    const { part, write } = folder(t)
    write(name, 'select 1')
    await assert.rejects(migrate({ access, parts: [part] }), hasCode('migration-invalid'))
  }
})

/** A part whose files the test writes. */
function folder(t: TestContext): { part: Part; write: (name: string, sql: string) => void } {
  const path = mkdtempSync(join(tmpdir(), 'holdfast-part-'))
  t.after(() => rmSync(path, { recursive: true }))
  return {
    part: { part: 'sample', folder: pathToFileURL(`${path}/`) },
    write: (name, sql) => writeFileSync(join(path, name), sql),
  }
}

/** Answers what lists the tables that are there beside those of now, which are the store's own. */
async function tablesSince({ admin }: TestDatabase): Promise<() => Promise<string[]>> {
  const tables = async () => {
    const { rows } = await admin.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'holdfast'::regnamespace and relkind = 'r' order by 1`,
    )
    return rows.map(({ name }) => name)
  }
  const before = new Set(await tables())
  return async () => (await tables()).filter((name) => !before.has(name))
}

function runner({ access }: TestDatabase, part: Part): string {
  const data = JSON.stringify({ admin: access.admin, roles: access.roles, part: part.part, folder: part.folder.href })
  return `
    const { migrate } = await import(${JSON.stringify(new URL('./migrate.ts', import.meta.url).href)})
    const { admin, roles, part, folder } = ${data}
    await migrate({ access: { admin, roles }, parts: [{ part, folder: new URL(folder) }], onProgress: (line) => console.log(line) })`
}

function hasCode(code: StoreErrorCode) {
  return (error: unknown) => error instanceof StoreError && error.code === code
}
