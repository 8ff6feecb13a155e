import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { World } from '@holdfast/platform/contract'
import { fakeWorld, hostWorld, rootWorld } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-world-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const root = join(folder, 'root')
mkdirSync(join(root, 'etc/deep/deeper'), { recursive: true })
mkdirSync(join(root, 'a'))
writeFileSync(join(folder, 'secret'), 'outside')
writeFileSync(join(root, 'etc/passwd'), 'inside')
writeFileSync(join(root, 'etc/empty'), '')
writeFileSync(join(root, 'etc/big'), 'x'.repeat(1000))
writeFileSync(join(root, 'etc/deep/deeper/x.conf'), 'x')
linkSync(join(root, 'etc/passwd'), join(root, 'etc/hard'))
symlinkSync('/etc/passwd', join(root, 'absolute'))
symlinkSync('../../../../../../../../../etc/passwd', join(root, 'a/climbs'))
symlinkSync('loop', join(root, 'loop'))
symlinkSync('/a', join(root, 'etc/to-a'))
symlinkSync('../secret', join(root, 'out'))
execFileSync('mkfifo', [join(root, 'fifo')])

async function read(world: World, path: string, maxBytes?: number): Promise<string> {
  for await (const answer of world.files.readMany([path], maxBytes === undefined ? undefined : { maxBytes }))
    return answer.ok ? new TextDecoder().decode(answer.bytes) : answer.reason
  return 'no answer'
}

test('a root follows links inside itself and never out of it', async () => {
  const world = rootWorld(root)
  assert.equal(await read(world, '/absolute'), 'inside')
  assert.equal(await read(world, '/a/climbs'), 'inside')
  assert.equal(await read(world, '/etc/to-a/climbs'), 'inside')
  assert.equal(await read(world, '/../../etc/passwd'), 'inside')
  assert.equal(await read(world, '/out'), 'missing')
  assert.equal(await read(world, '/loop'), 'failed')
  assert.equal(await read(world, '/nothing'), 'missing')
  assert.equal(await read(world, '/etc/passwd/x'), 'missing')
  assert.equal(await read(world, '/etc'), 'not-a-file')
  assert.equal(await read(world, '/etc/empty'), '')
})

test('a FIFO is no file and does not block, a device neither', async () => {
  assert.equal(await read(rootWorld(root), '/fifo'), 'not-a-file')
  assert.equal(await read(hostWorld(), '/dev/zero'), 'not-a-file')
  const opened = await rootWorld(root).files.open('/fifo')
  assert.equal(opened.ok, false)
})

test('a file larger than allowed is told so and not read; files of /proc have no size and are read whole', async () => {
  assert.equal(await read(rootWorld(root), '/etc/big', 999), 'too-large')
  assert.equal((await read(rootWorld(root), '/etc/big', 1000)).length, 1000)
  assert.match(await read(hostWorld(), '/proc/self/status'), /^Name:/)
  assert.equal(await read(hostWorld(), '/proc/self/status', 10), 'too-large')
})

test('answers come in the order asked', async () => {
  const paths = ['/etc/empty', '/no', '/etc/passwd', '/etc', '/etc/passwd']
  const seen: string[] = []
  for await (const { path } of rootWorld(root).files.readMany(paths)) seen.push(path)
  assert.deepEqual(seen, paths)
  seen.length = 0
  for await (const { path } of rootWorld(root).files.statMany(paths)) seen.push(path)
  assert.deepEqual(seen, paths)
})

test('stat does not follow the last link', async () => {
  for await (const answer of rootWorld(root).files.statMany(['/absolute', '/etc/to-a/climbs', '/etc/hard'])) {
    assert.ok(answer.ok)
    if (answer.path === '/etc/hard') assert.equal(answer.stat.links, 2)
    else assert.equal(answer.stat.kind, 'symlink')
    if (answer.path === '/absolute') assert.equal(answer.target, '/etc/passwd')
  }
})

test('an open file is read by offset and ends where it ends', async () => {
  const opened = await rootWorld(root).files.open('/absolute')
  assert.ok(opened.ok)
  assert.equal(opened.file.size, 6)
  assert.equal(new TextDecoder().decode(await opened.file.read(2, 100)), 'side')
  assert.equal((await opened.file.read(6, 1)).length, 0)
  await opened.file.close()
  await opened.file.close()
})

async function walked(world: World, spec: Parameters<World['files']['walk']>[0]): Promise<readonly string[]> {
  const out: string[] = []
  for await (const entry of world.files.walk(spec)) out.push(entry.type === 'entry' ? entry.path : `!${entry.type}`)
  return out.sort()
}

const specs: readonly Parameters<World['files']['walk']>[0][] = [
  { roots: ['/'] },
  { roots: ['/'], include: ['**/*.conf'] },
  { roots: ['/'], prune: ['**/deep'], kinds: ['file', 'fifo'] },
  { roots: ['/etc'], maxDepth: 1 },
  { roots: ['/etc/to-a', '/nothing'], maxDepth: 1 },
  { roots: ['/etc'], maxDepth: 0 },
]

test('a walk finds the same in a root and in a tree in memory', async () => {
  const memory = fakeWorld({
    files: {
      '/etc/passwd': 'inside',
      '/etc/empty': '',
      '/etc/big': 'x',
      '/etc/hard': 'inside',
      '/etc/deep/deeper/x.conf': 'x',
      '/absolute': { link: '/etc/passwd' },
      '/a/climbs': { link: '../../../../../../../../../etc/passwd' },
      '/loop': { link: 'loop' },
      '/etc/to-a': { link: '/a' },
      '/out': { link: '../secret' },
      '/fifo': { stat: { kind: 'fifo' } },
    },
  })
  for (const spec of specs) {
    const found = await walked(rootWorld(root), spec)
    assert.ok(found.length > 0)
    assert.deepEqual(await walked(memory, spec), found, JSON.stringify(spec))
  }
})

test('a walk says what it left out', async () => {
  assert.deepEqual(await walked(rootWorld(root), { roots: ['/'], maxEntries: 3, kinds: ['socket'] }), ['!truncated'])
})

test('what runs here is seen as ps and ss see it', async () => {
  const { live } = hostWorld()
  assert.ok(live)
  const seen = await live.processes()
  assert.ok(seen.ok)
  const me = seen.processes.find(({ pid }) => pid === process.pid)
  assert.equal(me?.parent, process.ppid)
  assert.equal(me?.executable, process.execPath)
  assert.equal(me?.uid, process.geteuid?.())
  assert.ok(Math.abs(Date.parse(me?.startedAt ?? '') - (Date.now() - process.uptime() * 1000)) < 5000)
})

test('a program that runs too long or writes too much is ended', async () => {
  const { exec } = hostWorld()
  assert.ok(exec)
  const limits = { timeoutMs: 10_000, maxOutputBytes: 1000 }
  const echo = await exec({ argv: ['cat'], input: new TextEncoder().encode('hello'), ...limits })
  assert.ok(echo.ok && new TextDecoder().decode(echo.stdout) === 'hello' && echo.exitCode === 0)
  assert.equal((await exec({ argv: ['sleep', '60'], ...limits, timeoutMs: 50 })).ok, false)
  const flood = await exec({ argv: ['cat', '/dev/zero'], ...limits })
  assert.equal(flood.ok ? '' : flood.reason, 'too-large')
  const none = await exec({ argv: ['/nowhere/nothing'], ...limits })
  assert.equal(none.ok ? '' : none.reason, 'missing')
  const aborted = AbortSignal.abort()
  assert.equal((await exec({ argv: ['sleep', '60'], ...limits }, aborted)).ok, false)
})
