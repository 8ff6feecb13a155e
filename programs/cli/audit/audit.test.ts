import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { recordAudit } from '@holdfast/platform/audit'
import { externalAccess, migrate } from '@holdfast/platform/store'
import { temporaryHome, testDatabase } from '@holdfast/platform/store/testing'
import { openInstallationKeys } from '@holdfast/platform/trust'
import pg from 'pg'
import { serverFaces } from '../../../apps/server.ts'
import { runVerb } from '../../../tests/durability/run-verb.ts'
import { allParts } from '../../server/parts.ts'

const parts = allParts(serverFaces)
const made = await testDatabase({ after }, { parts: parts.filter(({ part }) => part !== 'store') })
const { database, access, admin, tenant } = made
const login = `audit_${process.pid}`
const { host, database: name, user, password } = access.admin!
const place = `/${name}?host=${encodeURIComponent(host)}`
const home = temporaryHome({ after })
const urls = {
  HOLDFAST_HOME: home.path,
  DATABASE_URL: `postgres://${login}:only-for-tests@${place}`,
}
const adminUrl = `postgres://${user}:${encodeURIComponent(password!)}@${place}`
await migrate({ access: externalAccess({ url: urls.DATABASE_URL, adminUrl }), parts })
after(async () => {
  const client = new pg.Client({ ...access.admin, database: 'postgres' } as pg.ClientConfig)
  await client.connect()
  await client.query(`drop owned by ${login}; drop role ${login}`).catch(() => {})
  await client.end()
})

const actor = { kind: 'person', id: 'per_1', name: 'Ada' } as const

async function log(count: number, given?: number) {
  const number = given ?? (await tenant('Anchor'))
  await database.asTenant(number, async (tx) => {
    for (let n = 1; n <= count; n++)
      await recordAudit(tx, { actor, action: 'door:open', target: `door_${n}`, after: { n } })
  })
  const { rows } = await admin.query('select public_id as id from holdfast.tenant where id = $1', [number])
  return { number, id: rows[0].id as string }
}

/** What `audit verify` says of one tenant. */
async function verify(id: string, ...words: string[]) {
  const { code, out, err } = await runVerb(['audit', 'verify', '-o', 'json', ...words], urls)
  assert.ok(code === 0 || code === 1, err)
  const found = JSON.parse(out).tenants.find((each: { tenant: string }) => each.tenant === id)
  return { code, found, kinds: found.problems.map(({ seq, kind }: { seq: number; kind: string }) => `${seq} ${kind}`) }
}

const none = { code: 0, kinds: [] as string[] }
const seen = ({ code, kinds }: { code: number | null; kinds: string[] }) => ({ code, kinds })
let files = 0
const newFile = () => join(home.path, `heads-${++files}.ndjson`)

test('without the keys of the installation nothing is proven, and none are made', async () => {
  const { code, err } = await runVerb(['audit', 'verify'], urls)
  assert.equal(code, 3)
  assert.match(err, /no installation keys.*\n.*HOLDFAST_HOME/)
  assert.equal(existsSync(join(home.path, 'keys')), false)
  openInstallationKeys(join(home.path, 'keys'), new Date().toISOString())
})

test('every chain has a line, and holds while nobody touches it', async () => {
  const { id } = await log(3)
  const { code, out, err } = await runVerb(['audit', 'verify'], urls)
  assert.equal(code, 0, err)
  assert.match(out, new RegExp(`^holds +${id}  Anchor  3 entries, 0 signed heads, ends with [0-9a-f]{16}$`, 'm'))
  assert.match(err, /(\d+) of \1 chains hold/)
})

for (const [what, statement, expected] of [
  [
    'changed',
    `update holdfast.audit_entry set entry = replace(entry, 'Ada', 'Eve') where tenant_id = $1 and seq = 2`,
    '2 changed',
  ],
  ['missing', 'delete from holdfast.audit_entry where tenant_id = $1 and seq = 2', '2 missing'],
  ['cut off', 'delete from holdfast.audit_entry where tenant_id = $1 and seq > 2', '3 cut'],
] as const) {
  test(`an entry that was ${what} is found and named`, async () => {
    const { id, number } = await log(4)
    const before = await admin.query('select * from holdfast.audit_entry where tenant_id = $1', [number])
    await admin.query(statement, [number])
    const { code, kinds } = await verify(id)
    assert.equal(code, 1)
    assert.equal(kinds[0], expected)
    const told = await runVerb(['audit', 'verify'], urls)
    assert.match(told.out, new RegExp(`^BROKEN  ${id} .*\\n +${expected.split(' ')[1]}: `, 'm'))
    await admin.query('delete from holdfast.audit_entry where tenant_id = $1', [number])
    for (const row of before.rows)
      await admin.query('insert into holdfast.audit_entry values ($1, $2, $3, $4, $5, $6, $7, $8)', Object.values(row))
    assert.deepEqual(seen(await verify(id)), none)
  })
}

test('a database that was rewritten from end to end is shown by the heads that were kept elsewhere', async () => {
  const { id, number } = await log(3)
  const file = newFile()
  const kept = await runVerb(['audit', 'verify', '--keep', file], urls)
  assert.equal(kept.code, 0, kept.err)
  assert.deepEqual(seen(await verify(id, '--kept', file)), none)
  await log(2, number)
  assert.deepEqual(seen(await verify(id, '--kept', file)), none)
  // Whoever has all rights writes the whole log anew, with hashes that agree.
  for (const table of ['audit_signed_head', 'audit_entry', 'audit_head'])
    await admin.query(`delete from holdfast.${table} where tenant_id = $1`, [number])
  await log(5, number)
  assert.deepEqual(seen(await verify(id)), none)
  assert.deepEqual(seen(await verify(id, '--kept', file)), { code: 1, kinds: ['3 rewritten'] })
  // And cuts it.
  for (const table of ['audit_signed_head', 'audit_entry', 'audit_head'])
    await admin.query(`delete from holdfast.${table} where tenant_id = $1`, [number])
  assert.deepEqual(seen(await verify(id, '--kept', file)), { code: 1, kinds: ['1 cut'] })
  const again = await runVerb(['audit', 'verify', '--keep', file], urls)
  assert.equal(again.code, 2)
  assert.match(again.err, /is not there yet/)
})

test('a forged head, one of a tenant that is gone, and a line that is none are told apart', async () => {
  const { id } = await log(1)
  const file = newFile()
  await runVerb(['audit', 'verify', '--keep', file], urls)
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find((each) => each.includes(id))!
  const forged = newFile()
  writeFileSync(forged, JSON.stringify({ ...JSON.parse(line), signature: 'A'.repeat(86) }))
  assert.deepEqual(seen(await verify(id, '--kept', forged)), { code: 1, kinds: ['1 wrong-signature'] })
  const gone = newFile()
  writeFileSync(gone, line.replaceAll(id, 'ten_gone'))
  assert.deepEqual(seen(await verify('ten_gone', '--kept', gone)), { code: 1, kinds: ['0 missing'] })
  const broken = newFile()
  writeFileSync(broken, `${line}\n{"text":1}\n`)
  const { code, err } = await runVerb(['audit', 'verify', '--kept', broken], urls)
  assert.equal(code, 2)
  assert.match(err, /ndjson:2 is no signed head/)
})

test('an export can be verified elsewhere, from any entry on', async () => {
  const { id, number } = await log(2500)
  await admin.query(
    `update holdfast.audit_entry set at = at - interval '10 days' where tenant_id = $1 and seq < 2400`,
    [number],
  )
  const whole = await runVerb(['audit', 'export', '--tenant', id], urls)
  assert.equal(whole.code, 0, whole.err)
  const since = new Date(Date.now() - 5 * 86_400_000).toISOString().slice(0, 10)
  const late = await runVerb(['audit', 'export', '--tenant', id, '--since', since], urls)
  const [lines, lateLines] = [whole, late].map(({ out }) =>
    out
      .trim()
      .split('\n')
      .map((each) => JSON.parse(each)),
  )
  assert.deepEqual([lines!.length, lateLines!.length, lateLines![0].seq], [2500, 101, 2400])
  let previous = '0'.repeat(64)
  for (const [index, each] of lines!.entries()) {
    assert.deepEqual([each.seq, each.previous], [index + 1, previous])
    previous = each.hash
  }
  // The formula as docs/how-to/audit.md states it. Times of the early ones were changed above.
  for (const each of lateLines!) {
    const text = ['holdfast-audit-1', each.number, each.seq, each.at, each.previous, each.entry].join('\n')
    assert.equal(createHash('sha256').update(text).digest('hex'), each.hash)
  }
  assert.deepEqual(lateLines![0], lines![2399])
  assert.deepEqual(JSON.parse(lateLines![100].entry).after, { n: 2500 })
  assert.deepEqual([lateLines![100].actor, lateLines![100].action], ['person:per_1', 'door:open'])
})

test('an export of what is not there, or since when nobody knows, says so', async () => {
  const nobody = await runVerb(['audit', 'export', '--tenant', 'ten_nobody'], urls)
  assert.equal(nobody.code, 3)
  assert.match(nobody.err, /no tenant ten_nobody/)
  assert.equal((await runVerb(['audit', 'export', '--since', 'yesterday'], urls)).code, 2)
})

test('a database that is away is status 6', async () => {
  const away = { ...urls, DATABASE_URL: 'postgres://a:b@127.0.0.1:1/holdfast' }
  assert.equal((await runVerb(['audit', 'verify'], away)).code, 6)
})
