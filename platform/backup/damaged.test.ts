import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { intakePart } from '../intake/index.ts'
import { connectClient } from '../store/administer/index.ts'
import { platformParts } from '../store/index.ts'
import { temporaryHome, testDatabase } from '../store/testing/index.ts'
import {
  type BackupError,
  newBackupKey,
  openBackup,
  restoreBackup,
  type Unlock,
  verifyBackup,
  writeBackup,
} from './index.ts'
import { fillOddly, oddPart } from './testing/index.ts'

const parts = [
  ...platformParts().filter(({ part }) => ['access', 'outbox', 'assets', intakePart.part].includes(part)),
  oddPart,
]
const { access, admin, server } = await testDatabase({ after }, { parts })
await admin.query('set search_path = holdfast')
await fillOddly(admin)
// What cannot be packed fills several chunks.
for (let row = 0; row < 6; row++)
  await admin.query('insert into odd_value (tenant_id, odd_bytes) values (1, $1)', [randomBytes(600_000)])
const home = temporaryHome({ after })
const key = newBackupKey()
const passphrase = 'correct horse battery'
const file = join(home.path, 'whole')
await writeBackup({
  access,
  home: home.path,
  file,
  locks: [{ passphrase }, { recipient: key.recipient }],
  program: 'test',
})
const whole = readFileSync(file)
const unlock: Unlock = { identity: key.identity }
const broken = join(home.path, 'broken')

async function problem(bytes: Buffer, how: Unlock = unlock): Promise<BackupError> {
  writeFileSync(broken, bytes)
  try {
    const opened = await openBackup(broken, how)
    await verifyBackup(opened).finally(() => opened.close())
  } catch (error) {
    assert.equal((error as Error).name, 'BackupError', String((error as Error).stack))
    return error as BackupError
  }
  return assert.fail('it was taken')
}

/** Where each chunk begins, and the end. */
function boundaries(): number[] {
  const places = [whole.indexOf(10, whole.indexOf(10) + 1) + 1]
  while (places.at(-1)! < whole.length) places.push(places.at(-1)! + 4 + whole.readUInt32BE(places.at(-1)!) + 16)
  return places
}

test('both its passphrase and its key open it, and it tells what it holds', async () => {
  for (const how of [unlock, { passphrase }]) {
    const opened = await openBackup(file, how)
    const contents = await verifyBackup(opened)
    await opened.close()
    assert.deepEqual(contents.head.leftOut.toSorted(), ['access_token', 'invitation', 'session', 'sign_in_link'])
    assert.equal(contents.end.tables.find(({ name }) => name === 'odd_account')?.rows, 40)
  }
  assert.ok(!whole.includes('account-1'), 'nothing of it can be read without')
})

test('the wrong passphrase, the wrong key, and no key at all are refused', async () => {
  assert.equal((await problem(whole, { passphrase: 'Correct horse battery' })).fault, 'wrong-key')
  assert.equal((await problem(whole, { identity: newBackupKey().identity })).fault, 'wrong-key')
  assert.equal((await problem(whole, { identity: key.recipient })).fault, 'wrong-key')
  for (const text of ['', 'x', '\n\n', 'PGDMP', 'holdfast-backup', 'holdfast-backup 1\n', 'holdfast-backup 1\n{}\n'])
    assert.match((await problem(Buffer.from(text))).fault, /^(no-backup|damaged)$/, text)
  const newer = await problem(Buffer.concat([Buffer.from('holdfast-backup 2\n'), whole.subarray(18)]))
  assert.equal(newer.fault, 'newer-format')
})

test('cut off at every kind of place, it is refused with the place', async () => {
  const places = boundaries()
  assert.ok(places.length > 4, 'there are several chunks')
  const cuts = places.flatMap((place) => [place - 17, place - 1, place, place + 1, place + 3, place + 4, place + 5])
  for (const cut of [0, 1, 17, 18, 40, ...cuts].filter((place) => place < whole.length)) {
    const error = await problem(whole.subarray(0, cut))
    assert.match(error.fault, cut < places[0]! ? /^(no-backup|damaged)$/ : /^damaged$/, `cut at ${cut}`)
    if (cut >= places[0]!)
      assert.match(error.message, /cut off.*chunk \d+, at byte \d+/s, `cut at ${cut}: ${error.message}`)
  }
})

test('chunks that are left out, repeated, swapped or added are refused with the place', async () => {
  const places = boundaries()
  const head = whole.subarray(0, places[0])
  const chunks = places.slice(0, -1).map((place, index) => whole.subarray(place, places[index + 1]))
  const [first, second, ...rest] = chunks as [Buffer, Buffer, ...Buffer[]]
  const wrong: Buffer[][] = [
    [second, ...rest],
    [first, ...rest],
    [first, first, second, ...rest],
    [second, first, ...rest],
    [...chunks, chunks.at(-1)!],
    [...chunks, Buffer.from('more')],
    chunks.slice(0, -1),
    [chunks.at(-1)!],
  ]
  for (const list of wrong) assert.match((await problem(Buffer.concat([head, ...list]))).message, /byte \d+/)
})

test('a changed byte anywhere is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (place, by) => {
      const changed = Buffer.from(whole)
      changed[place]! ^= by
      await problem(changed)
    }),
    { numRuns: 60 },
  )
  // The header is short, and thus met too rarely.
  const length = boundaries()[0]!
  for (let place = 0; place < length; place += 7) {
    const changed = Buffer.from(whole)
    changed[place]! ^= 1
    await problem(changed)
  }
})

test('a damaged backup changes nothing, neither in a home nor in an external database', async (t) => {
  const target = temporaryHome(t)
  const before = readdirSync(target.path)
  const name = `t_${process.pid}_901`
  const external = server.access(name)
  const admins = await connectClient(server.access('postgres').admin!)
  await admins.query(`create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`)
  t.after(async () => {
    await admins.query(`drop database ${name} with (force)`)
    await admins.end()
  })
  for (const bytes of [whole.subarray(0, -1), whole.subarray(0, boundaries().at(-2)), flipped(whole.length - 20)]) {
    writeFileSync(broken, bytes)
    for (const to of [{}, { access: external }])
      await assert.rejects(restoreBackup({ file: broken, unlock, home: target, parts, ...to }), { name: 'BackupError' })
    await assert.rejects(
      restoreBackup({ file, unlock: { passphrase: 'not the one at all' }, home: target, parts, access: external }),
      { fault: 'wrong-key' },
    )
    assert.deepEqual(readdirSync(target.path), before)
    const client = await connectClient(external.admin!)
    const { rows } = await client.query(`select to_regnamespace('holdfast') as schema`)
    await client.end()
    assert.equal(rows[0].schema, null)
  }
})

function flipped(place: number): Buffer {
  const changed = Buffer.from(whole)
  changed[place]! ^= 1
  return changed
}
