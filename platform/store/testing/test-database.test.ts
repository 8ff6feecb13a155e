import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everyPart, testDatabase } from './index.ts'

test('a template that another process cleared away is made anew', async (t) => {
  const parts = everyPart().slice(0, 3)
  const { admin } = await testDatabase(t, { parts })
  const { rows } = await admin.query<{ name: string }>(
    `select datname as name from pg_database where datistemplate and datname like 'template\\_%' order by oid desc limit 1`,
  )
  const { name } = rows[0]!
  await admin.query(`alter database ${name} with is_template false`)
  await admin.query(`drop database ${name} with (force)`)
  const { tenant } = await testDatabase(t, { parts })
  assert.ok((await tenant()) > 0)
})
