import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { after, test } from 'node:test'
import { hostWorld } from '@holdfast/platform/world'
import {
  accountFact,
  groupFact,
  interfaceFact,
  listenerFact,
  mountFact,
  processFact,
  serviceFact,
} from '../facts/index.ts'
import { accounts } from './accounts.ts'
import { collectRun, without } from './collected.fixture.ts'
import { interfaces } from './interfaces.ts'
import { listeners } from './listeners.ts'
import { mounts } from './mounts.ts'
import { processes } from './processes.ts'
import { services } from './services.ts'

const children: ChildProcess[] = []
after(() => {
  for (const child of children) child.kill()
})

const lines = (program: string, ...options: readonly string[]) =>
  execFileSync(program, options, { encoding: 'utf8', maxBuffer: 1 << 28 })
    .trim()
    .split('\n')
    .filter(Boolean)

test('processes are those of ps', { skip: without('ps', 'sleep') }, async () => {
  for (let copy = 0; copy < 3; copy += 1) children.push(spawn('sleep', ['98765']))
  const pids = children.map(({ pid }) => pid)
  const before = psByPid()
  const collected = await collectRun(processes, hostWorld())
  const after = psByPid()
  const items = collected.items(processFact, 'running')
  const seen = new Map(items.flatMap((item) => item.pids.map((pid) => [pid, item] as const)))
  const lasting = [...before.keys()].filter((pid) => after.get(pid)?.start === before.get(pid)?.start)
  assert.ok(lasting.length > 3)
  for (const pid of lasting) {
    const [expected, item] = [after.get(pid), seen.get(pid)]
    assert.equal(item?.uid, expected?.uid, `uid of ${pid} ${expected?.name}`)
    // A process may rename itself between two looks; ps cuts names at fifteen characters as the kernel does.
    if (before.get(pid)?.name === expected?.name) assert.equal(item?.name, expected?.name)
  }
  const sleeping = seen.get(pids[0] ?? 0)
  assert.equal(sleeping?.count, 3)
  assert.equal(sleeping?.command, 'sleep 98765')
  assert.deepEqual(
    sleeping?.pids,
    [...pids].sort((a, b) => (a ?? 0) - (b ?? 0)),
  )
})

/** Without threads of the kernel. */
function psByPid() {
  const rows = lines('ps', '-eo', 'pid=,ppid=,euid=,lstart=,comm=').map((line) =>
    /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+ \S+ +\d+ \S+ \d+) (.*)$/.exec(line),
  )
  const users = rows.flatMap((row) => (row && row[2] !== '2' && row[1] !== '2' && row[5] !== 'ps' ? [row] : []))
  return new Map(
    users.map(([, pid, , uid, start, name]) => [
      Number(pid),
      { uid: Number(uid), start, name: name?.replace(/ <defunct>$/, '') },
    ]),
  )
}

test('listening sockets are those of ss', { skip: without('ss') }, async () => {
  const tcp = createServer().listen(0, '127.0.0.1')
  const tcp6 = createServer().listen(0, '::')
  const udp = createSocket('udp4').bind(0, '0.0.0.0')
  await Promise.all([once(tcp, 'listening'), once(tcp6, 'listening'), once(udp, 'listening')])
  const mine = [tcp, tcp6, udp].map((socket) => (socket.address() as { port: number }).port)
  const ss = () =>
    new Set(
      lines('ss', '-Hltun')
        .map((line) => /^(tcp|udp)\s+\S+\s+\d+\s+\d+\s+(?:\[(.+?)\]|([^%\s]+?))(?:%\S+)?:(\d+)\s/.exec(line))
        .map((row) => (row ? `${row[1]} ${row[2] ?? row[3]} ${row[4]}` : '')),
    )
  const before = ss()
  const collected = await collectRun(listeners, hostWorld())
  const lasting = [...before].filter((socket) => ss().has(socket))
  tcp.close()
  tcp6.close()
  udp.close()
  const items = collected.items(listenerFact, 'sockets')
  // ss prints `*` for a socket that takes both families.
  const seen = new Set(
    items.flatMap(({ transport, address, port }) => [
      `${transport} ${address} ${port}`,
      ...(address === '::' ? [`${transport} * ${port}`] : []),
    ]),
  )
  for (const socket of lasting) assert.ok(seen.has(socket), socket)
  for (const port of mine) {
    const item = items.find((each) => each.port === port)
    assert.deepEqual(item?.pids, [process.pid])
    assert.equal(item?.executable, process.execPath)
  }
  assert.equal(items.find(({ port }) => port === mine[0])?.loopback, true)
  assert.equal(items.find(({ port }) => port === mine[1])?.allInterfaces, true)
  assert.equal(items.find(({ port }) => port === mine[2])?.allInterfaces, true)
})

test('accounts and groups are those of getent', { skip: without('getent', 'id') }, async () => {
  const collected = await collectRun(accounts, hostWorld())
  const found = collected.items(accountFact, 'local')
  assert.deepEqual(
    found.map(({ name, uid, gid, home, shell }) => [name, uid, gid, home, shell].join(':')).sort(),
    lines('getent', '-s', 'files', 'passwd')
      .map((line) => line.split(':'))
      .map(([name, , uid, gid, , home, shell]) => [name, uid, gid, home, shell].join(':'))
      .sort(),
  )
  for (const { name, groups } of found)
    assert.deepEqual([...groups].sort(), lines('id', '-Gn', name).join(' ').split(' ').sort(), name)
  assert.deepEqual(
    collected
      .items(groupFact, 'local')
      .map(({ name, gid }) => `${name}:${gid}`)
      .sort(),
    lines('getent', '-s', 'files', 'group')
      .map((line) => line.split(':'))
      .map(([name, , gid]) => `${name}:${gid}`)
      .sort(),
  )
})

test('password states are those of passwd -S', {
  skip: without('passwd') || (process.geteuid?.() !== 0 && 'needs root'),
}, async () => {
  const collected = await collectRun(accounts, hostWorld())
  const states: Readonly<Record<string, readonly string[]>> = { P: ['hashed'], L: ['locked', 'none'], NP: ['empty'] }
  const said = new Map(
    lines('passwd', '-S', '-a')
      .map((line) => line.split(' ') as [string, string])
      .map(([name, state]) => [name, state]),
  )
  for (const { name, password } of collected.items(accountFact, 'local'))
    assert.ok(states[said.get(name) ?? '']?.includes(password ?? ''), `${name}: ${said.get(name)} and ${password}`)
})

test('interfaces are those of ip', { skip: without('ip') }, async () => {
  const told = JSON.parse(execFileSync('ip', ['-json', 'address'], { encoding: 'utf8' })) as {
    ifname: string
    mtu: number
    address?: string
    flags: readonly string[]
    addr_info: readonly { local?: string; prefixlen: number }[]
  }[]
  const expected = told.map(({ ifname, mtu, flags, address, addr_info }) => ({
    name: ifname,
    mtu,
    up: flags.includes('UP'),
    mac: flags.includes('LOOPBACK') ? undefined : address,
    addresses: addr_info.flatMap(({ local, prefixlen }) => (local ? [`${local}/${prefixlen}`] : [])).sort(),
  }))
  const collected = await collectRun(interfaces, hostWorld())
  const found = collected
    .items(interfaceFact, 'host')
    .map(({ name, mtu, up, mac, addresses }) => ({ name, mtu, up, mac, addresses }))
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)
  assert.deepEqual([...found].sort(byName), expected.sort(byName))
})

test('units and their states are those of systemctl', { skip: without('systemctl') }, async () => {
  const listed = lines(
    'systemctl',
    '--root=/',
    'list-unit-files',
    '--type=service,socket',
    '--no-legend',
    '--no-pager',
    '--plain',
  )
  const expected = listed.map((line) => line.trim().split(/\s+/)).map(([name, state]) => `${name} ${state}`)
  const collected = await collectRun(services, hostWorld())
  const found = collected.items(serviceFact, 'systemd').map(({ name, enabled }) => `${name} ${enabled}`)
  // enabled-runtime and the like are told of running systems only.
  assert.deepEqual(
    found.filter((line) => !line.endsWith(' generated')).sort(),
    expected.filter((line) => !line.endsWith(' generated')).sort(),
  )
})

test('mounts are those of findmnt', { skip: without('findmnt') }, async () => {
  const told = JSON.parse(
    execFileSync('findmnt', ['-J', '-l', '-o', 'TARGET,FSTYPE', '-N', '1'], { encoding: 'utf8' }),
  ) as { filesystems: { target: string; fstype: string }[] }
  const last = new Map(told.filesystems.map(({ target, fstype }) => [target, fstype]))
  const collected = await collectRun(mounts, hostWorld())
  const found = new Map(collected.items(mountFact, 'mounted').map(({ path, type }) => [path, type]))
  for (const [path, type] of last) assert.equal(found.get(path), type, path)
  assert.equal(found.size, last.size)
})
