import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { World } from '@holdfast/platform/contract'
import { fakeWorld } from '../fake/fake-world.ts'
import { type Redaction, recordWorld } from './record-world.ts'
import { snapshotWorld } from './snapshot-world.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-snapshot-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const process = {
  pid: 7,
  parent: 1,
  name: 'app',
  arguments: ['app', '--password=secret'],
  uid: 0,
  gid: 0,
  startedAt: '2026-11-22T10:00:00.000Z',
  residentBytes: 1,
}
const listener = { transport: 'tcp', address: '::', port: 22, uid: 0, pids: [7] } as const
const original = fakeWorld({
  files: {
    '/etc/passwd': 'root:secret',
    '/etc/big': 'x'.repeat(100),
    '/etc/link': { link: 'passwd' },
    '/closed': { unseen: 'denied', text: '' },
  },
  processes: [process],
  listeners: [listener],
  exec: ({ argv }) => ({
    ok: true,
    exitCode: 0,
    stdout: new TextEncoder().encode(argv.join(' ')),
    stderr: new Uint8Array(),
  }),
})

/** Asks a world everything there is to ask. */
async function everything(world: World, limit = 50): Promise<readonly unknown[]> {
  const paths = ['/etc/passwd', '/etc/big', '/etc/link', '/closed', '/none', '/etc']
  const answers: unknown[] = []
  for await (const answer of world.files.readMany(paths, { maxBytes: limit })) answers.push(answer)
  for await (const answer of world.files.statMany(paths)) answers.push(answer)
  for await (const entry of world.files.walk({ roots: ['/etc'], kinds: ['file'] })) answers.push(entry)
  const opened = await world.files.open('/etc/big')
  if (opened.ok) answers.push(opened.file.size, await opened.file.read(95, 10), await opened.file.read(0, 3))
  answers.push((await world.files.open('/none')).ok)
  answers.push(await world.live?.processes(), await world.live?.listeners())
  answers.push(await world.exec?.({ argv: ['a', 'b'], timeoutMs: 1, maxOutputBytes: 1 }))
  return answers
}

async function recorded(
  name: string,
  redaction?: Redaction,
): Promise<{ readonly path: string; readonly answers: readonly unknown[] }> {
  const path = join(folder, name)
  const world = await recordWorld(original, path, redaction)
  const answers = await everything(world)
  await everything(world)
  await world.save()
  await world.close()
  return { path, answers }
}

test('a snapshot answers as the world it was taken of', async () => {
  const { path, answers } = await recorded('plain')
  assert.deepEqual(answers, await everything(original))
  const replayed = await snapshotWorld(path)
  assert.deepEqual(await everything(replayed), answers)
  assert.deepEqual([...replayed.capabilities], [...original.capabilities])
  assert.equal(replayed.clock.now(), original.clock.now())
  assert.equal(statSync(path).mode & 0o777, 0o600)
})

test('what was not asked then is not known now', async () => {
  const world = await snapshotWorld((await recorded('unasked')).path)
  const reasons: unknown[] = []
  for await (const answer of world.files.readMany(['/etc/other', '/etc/big'], { maxBytes: 1000 }))
    reasons.push(answer.ok ? 'ok' : answer.reason)
  assert.deepEqual(reasons, ['unsupported', 'unsupported'])
  for await (const entry of world.files.walk({ roots: ['/var'] })) assert.equal(entry.type, 'unseen')
  const opened = await world.files.open('/etc/big')
  assert.ok(opened.ok)
  await assert.rejects(opened.file.read(10, 10), /not in the snapshot/)
  assert.equal((await world.files.open('/etc/other')).ok, false)
})

test('secrets that are taken out are not in the file', async () => {
  const { path, answers } = await recorded('redacted', {
    file: (_name, bytes) =>
      new TextDecoder().decode(bytes).includes('secret') ? new TextEncoder().encode('root:x') : bytes,
    process: (each) => ({ ...each, arguments: ['app'] }),
  })
  const text = gunzipSync(readFileSync(path)).toString('utf8')
  assert.doesNotMatch(text, /--password/)
  assert.ok(!text.includes(Buffer.from('root:secret').toString('base64')))
  assert.deepEqual(await everything(await snapshotWorld(path)), answers)
})

test('a file that is no snapshot, or not all of one, is refused', async () => {
  const { path } = await recorded('whole')
  const size = statSync(path).size
  const cut = join(folder, 'cut')
  writeFileSync(cut, readFileSync(path))
  truncateSync(cut, size - 40)
  await assert.rejects(snapshotWorld(cut), { name: 'SnapshotError' })
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), gzipSync(text))
    return join(folder, name)
  }
  const [header = ''] = gunzipSync(readFileSync(path)).toString('utf8').split('\n')
  await assert.rejects(snapshotWorld(write('headless', '{}\n')), /is not a snapshot/)
  await assert.rejects(snapshotWorld(write('endless', `${header}\n`)), /is cut off/)
  await assert.rejects(
    snapshotWorld(write('later', `${header.replace('"version":1', '"version":9')}\n`)),
    /is of version 9/,
  )
  await assert.rejects(snapshotWorld(write('rubbish', 'rubbish\n')), /is not a snapshot/)
  writeFileSync(join(folder, 'text'), 'text')
  await assert.rejects(snapshotWorld(join(folder, 'text')), /is not a snapshot/)
  await assert.rejects(snapshotWorld(join(folder, 'none')), /ENOENT/)
})

test('a recording that is not saved leaves nothing behind', async () => {
  const path = join(folder, 'unsaved')
  const world = await recordWorld(original, path)
  await everything(world)
  await world.close()
  assert.equal(statSync(path, { throwIfNoEntry: false }), undefined)
  assert.equal(statSync(`${path}.partial`, { throwIfNoEntry: false }), undefined)
})
