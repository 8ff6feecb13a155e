import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { WalkSpec, World } from '@holdfast/platform/contract'
import { hostWorld } from '../host/host-world.ts'
import { noSshd, startSshd, type TestSshd } from '../testing/start-sshd.ts'
import { fingerprintOf } from './known-hosts.ts'
import { SshError } from './ssh-error.ts'
import { sshWorld } from './ssh-world.ts'

let sshd: TestSshd
let world: World
const host = hostWorld()
const folder = mkdtempSync(join(tmpdir(), 'holdfast-ssh-'))
const strange = "it's a $(touch x) `name`\twith ; signs * ? [a] \\ ü"

before(async () => {
  if (noSshd) return
  sshd = await startSshd()
  world = await sshWorld(sshd.target, sshd.options)
  mkdirSync(join(folder, 'deep/er'), { recursive: true })
  writeFileSync(join(folder, strange), 'strange name')
  writeFileSync(join(folder, 'empty'), '')
  writeFileSync(join(folder, 'binary'), Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7) & 255)))
  writeFileSync(join(folder, 'line\nbreak'), 'x')
  for (let index = 0; index < 400; index += 1)
    writeFileSync(join(folder, 'deep', `f${index}.conf`), `content ${index}\n`)
  writeFileSync(join(folder, 'deep/er/x.jar'), 'jar')
  symlinkSync('deep', join(folder, 'link'))
  symlinkSync('/nowhere', join(folder, 'dangling'))
  execFileSync('mkfifo', [join(folder, 'fifo')])
  chmodSync(join(folder, 'empty'), 0o4751)
})

after(async () => {
  await world?.close()
  await sshd?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const many = Array.from({ length: 400 }, (_, index) => join(folder, 'deep', `f${index}.conf`))
const paths = [
  strange,
  'empty',
  'binary',
  'deep',
  'link',
  'dangling',
  'fifo',
  'nothing',
  'link/f7.conf',
  'line\nbreak',
].map((name) => join(folder, name))

async function collected<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

/** Details are for people and may differ. */
function plain<Answer extends object>(answers: readonly Answer[]): readonly object[] {
  return answers.map(({ detail: _, ...rest }: Answer & { detail?: string }) => rest)
}

test('files are read as this host reads them', { skip: noSshd }, async () => {
  const asked = [
    ...paths.filter((path) => !path.includes('\n')),
    '/dev/zero',
    '/proc/version',
    '/proc/cpuinfo',
    '/sys/kernel/uevent_seqnum',
    ...many,
  ]
  const here = await collected(host.files.readMany(asked))
  const there = await collected(world.files.readMany(asked))
  assert.deepEqual(plain(there), plain(here))
  const small = { maxBytes: 5 }
  assert.deepEqual(
    plain(await collected(world.files.readMany(asked, small))),
    plain(await collected(host.files.readMany(asked, small))),
  )
})

test('files are looked at as this host looks at them', { skip: noSshd }, async () => {
  const asked = [...paths.filter((path) => !path.includes('\n')), ...many, '/dev/null', '/etc/passwd', '/bin']
  assert.deepEqual(
    plain(await collected(world.files.statMany(asked))),
    plain(await collected(host.files.statMany(asked))),
  )
})

test('walks find what they find on this host', { skip: noSshd }, async () => {
  const specs: readonly WalkSpec[] = [
    { roots: [folder] },
    { roots: [`${folder}/link`, '/nowhere/at/all'] },
    { roots: [folder], maxDepth: 1, kinds: ['file', 'symlink'] },
    { roots: [folder], include: ['**/*.jar', '**/f1*.conf'] },
    { roots: [folder], include: [`${folder}/*/f2?.conf`, `${folder}/**/er/*`], prune: ['**/none'] },
    { roots: [folder], prune: ['**/deep'] },
    { roots: [folder], prune: [`${folder}/*/er`], kinds: ['file'] },
    { roots: ['/etc'], include: ['**/*.conf'], kinds: ['file'] },
  ]
  const sorted = (entries: readonly { readonly path?: string }[]) =>
    [...entries].sort((a, b) => ((a.path ?? '') < (b.path ?? '') ? -1 : 1))
  for (const spec of specs) {
    const here = sorted((await collected(host.files.walk(spec))) as never)
    const there = sorted((await collected(world.files.walk(spec))) as never)
    assert.ok(here.length > 0, JSON.stringify(spec))
    assert.deepEqual(there, here, JSON.stringify(spec))
  }
  const cut = await collected(world.files.walk({ roots: [folder], maxEntries: 10 }))
  assert.deepEqual(cut.at(-1), { type: 'truncated', visited: 10 })
})

test('an open file is read by offset', { skip: noSshd }, async () => {
  for (const each of [host, world]) {
    const opened = await each.files.open(join(folder, 'binary'))
    assert.ok(opened.ok)
    assert.equal(opened.file.size, 70_000)
    assert.deepEqual([...(await opened.file.read(69_998, 10))], [(69_998 * 7) & 255, (69_999 * 7) & 255])
    assert.deepEqual([...(await opened.file.read(1, 2))], [7, 14])
    assert.equal((await opened.file.read(70_000, 5)).length, 0)
    await opened.file.close()
  }
  assert.equal((await world.files.open(join(folder, 'fifo'))).ok, false)
  assert.equal((await world.files.open(join(folder, 'nothing'))).ok, false)
})

test('processes and sockets are those of the host', { skip: noSshd }, async () => {
  const child = spawn('sleep', ['1000'])
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  try {
    for (const pid of [child.pid, process.pid]) {
      const find = async (each: World) => {
        const seen = await each.live?.processes()
        assert.ok(seen?.ok)
        const found = seen.processes.find((one) => one.pid === pid)
        return found && { ...found, residentBytes: 0 }
      }
      assert.deepEqual(await find(world), await find(host))
    }
    const listener = async (each: World) => {
      const seen = await each.live?.listeners()
      assert.ok(seen?.ok)
      return seen.listeners.find((one) => one.port === port)
    }
    assert.deepEqual(await listener(world), await listener(host))
    assert.deepEqual((await listener(world))?.pids, [process.pid])
  } finally {
    child.kill()
    server.close()
  }
})

test('programs run as on this host', { skip: noSshd }, async () => {
  const limits = { timeoutMs: 10_000, maxOutputBytes: 10_000 }
  const requests = [
    { argv: ['cat'], input: new TextEncoder().encode('in\0put'), ...limits },
    { argv: ['printf', '%s|', strange, ''], ...limits },
    { argv: ['sh', '-c', 'echo $A >&2; pwd; exit 3'], environment: { A: "b'c" }, ...limits },
    { argv: ['/nowhere/nothing'], ...limits },
  ]
  for (const request of requests)
    assert.deepEqual(await world.exec?.(request), await host.exec?.(request), request.argv[0])
  const late = await world.exec?.({ argv: ['sleep', '60'], timeoutMs: 100, maxOutputBytes: 10 })
  assert.equal(late?.ok, false)
  const flood = await world.exec?.({ argv: ['cat', '/dev/zero'], ...limits })
  assert.equal(flood?.ok ? '' : flood?.reason, 'too-large')
})

test('a host that gives files only is seen by file transfer', { skip: noSshd }, async () => {
  const limited = await startSshd(['ForceCommand internal-sftp'])
  const files = await sshWorld(limited.target, limited.options)
  try {
    assert.ok(!files.capabilities.has('live') && files.exec === undefined)
    const asked = [...paths, '/dev/zero', '/proc/version', ...many.slice(0, 100)]
    assert.deepEqual(
      plain(await collected(files.files.readMany(asked))),
      plain(await collected(host.files.readMany(asked))),
    )
    // What the protocol does not tell is not compared: inode, device, links, and the fraction of a second.
    const told = (answers: readonly object[]) =>
      (answers as readonly { readonly stat?: object }[]).map(({ stat, ...rest }) => ({
        ...rest,
        ...stat,
        inode: 0,
        device: 0,
        links: 1,
        mtime: '',
        detail: '',
      }))
    assert.deepEqual(
      told(await collected(files.files.statMany(asked))),
      told(await collected(host.files.statMany(asked))),
    )
    for (const spec of [
      { roots: [folder] },
      { roots: [`${folder}/link`], maxDepth: 1 },
      { roots: [folder], prune: ['**/deep'] },
    ]) {
      const names = async (world: World) =>
        (await collected(world.files.walk(spec)))
          .map((entry) => (entry.type === 'entry' ? `${entry.path} ${entry.target}` : entry.type))
          .sort()
      assert.deepEqual(await names(files), await names(host), JSON.stringify(spec))
    }
    const opened = await files.files.open(join(folder, 'binary'))
    assert.ok(opened.ok)
    assert.deepEqual([...(await opened.file.read(69_998, 10))], [(69_998 * 7) & 255, (69_999 * 7) & 255])
    assert.equal((await opened.file.read(0, 70_000)).length, 70_000)
    await opened.file.close()
  } finally {
    await files.close()
    await limited.stop()
  }
})

test('a host that is not the one we know gets nothing', { skip: noSshd }, async () => {
  const refused = async (options: Parameters<typeof sshWorld>[1]) => {
    const error = await sshWorld(sshd.target, { ...sshd.options, ...options }).then(
      async (opened) => {
        await opened.close()
        return undefined
      },
      (thrown: unknown) => thrown,
    )
    return error instanceof SshError ? error : undefined
  }
  const unknown = await refused({ knownHosts: [] })
  assert.equal(unknown?.reason, 'host-key')
  const fingerprint = /--host-key (\S+)$/.exec(unknown?.message ?? '')?.[1]
  assert.equal(await refused({ knownHosts: [], hostKey: fingerprint ?? '' }), undefined)
  const wrong = await refused({ hostKey: fingerprintOf(new Uint8Array(10)) })
  assert.equal(wrong?.reason, 'host-key')
  assert.match((await refused({ identities: ['/nowhere/key'] }))?.message ?? '', /ENOENT/)
})

test('a key the host does not know is refused, and so is a port nobody listens on', { skip: noSshd }, async () => {
  const other = join(folder, 'other_key')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', other])
  await assert.rejects(sshWorld(sshd.target, { ...sshd.options, identities: [other] }), { reason: 'denied' })
  await assert.rejects(sshWorld({ ...sshd.target, port: 1 }, sshd.options), { reason: 'unreachable' })
})
