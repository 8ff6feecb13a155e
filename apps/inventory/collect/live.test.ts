import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LiveProcess } from '@holdfast/platform/contract'
import { fakeWorld } from '@holdfast/platform/world'
import { accountFact, kernelModuleFact, listenerFact, processFact, scheduledTaskFact } from '../facts/index.ts'
import { accounts } from './accounts.ts'
import { collectRun } from './collected.fixture.ts'
import { kernelModules } from './kernel-modules.ts'
import { listeners } from './listeners.ts'
import { processes } from './processes.ts'
import { tasks } from './tasks.ts'

const base: LiveProcess = {
  pid: 1,
  parent: 0,
  name: 'init',
  arguments: ['init'],
  uid: 0,
  gid: 0,
  startedAt: '2026-11-22T08:00:00.000Z',
  residentBytes: 100,
}
const container = 'f'.repeat(64)
const running: readonly LiveProcess[] = [
  { ...base, pid: 2, name: 'kthreadd', arguments: [], residentBytes: 0 },
  { ...base, pid: 9, parent: 2, name: 'kworker/0:1', arguments: [], residentBytes: 0 },
  {
    ...base,
    pid: 20,
    name: 'shop',
    executable: '/usr/bin/python3.11',
    arguments: ['python3', '-u', '/srv/shop/app.py', '--token', 'secret'],
    uid: 33,
    cgroup: '/system.slice/shop.service',
  },
  { ...base, pid: 30, name: 'nginx', executable: '/usr/sbin/nginx (deleted)', arguments: ['nginx: worker'] },
  {
    ...base,
    pid: 31,
    name: 'nginx',
    executable: '/usr/sbin/nginx (deleted)',
    arguments: ['nginx: worker'],
    startedAt: '2026-11-21T08:00:00.000Z',
  },
  {
    ...base,
    pid: 40,
    name: 'nginx',
    executable: '/usr/sbin/nginx',
    arguments: ['nginx'],
    cgroup: `/system.slice/docker-${container}.scope`,
  },
  {
    ...base,
    pid: 50,
    name: 'node',
    executable: '/opt/node/bin/node',
    arguments: ['node', '/opt/holdfast/server/main.js'],
  },
  { ...base, pid: 51, name: 'node', executable: '/opt/node/bin/node', arguments: ['node', '/opt/other/main.js'] },
]
const files = {
  '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\n',
  '/etc/group': 'root:x:0:\n',
  '/bin': { link: 'usr/bin' },
  '/var/lib/dpkg/status':
    'Package: nginx\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\nMaintainer: x\n\n',
  '/var/lib/dpkg/info/nginx.list': '/.\n/usr/sbin/nginx\n',
  '/var/lib/dpkg/info/python3.11-minimal.list': '/usr/bin/python3.11\n',
  '/opt/holdfast/package.json': '{"name":"holdfast"}',
  '/opt/other/package.json': '{"name":"other"}',
}

test('equal processes are one item; threads of the kernel are none; secrets are masked', async () => {
  const collected = await collectRun(processes, fakeWorld({ files, processes: running }))
  const items = collected.items(processFact, 'running')
  assert.deepEqual(
    items.map(({ name, count }) => `${name} ${count}`),
    ['shop 1', 'nginx 2', 'nginx 1', 'node 1', 'node 1'],
  )
  const [shop, nginx, contained] = items
  assert.equal(shop?.user, 'www-data')
  assert.equal(shop?.command, 'python3 -u /srv/shop/app.py --token ***')
  assert.equal(shop?.script, '/srv/shop/app.py')
  // The interpreter is packaged, what it runs is not.
  assert.equal(shop?.package, undefined)
  assert.equal(shop?.unit, 'shop.service')
  assert.deepEqual([nginx?.executable, nginx?.replaced, nginx?.package], ['/usr/sbin/nginx', true, 'nginx'])
  assert.deepEqual([nginx?.pids, nginx?.startedAt, nginx?.residentBytes], [[30, 31], '2026-11-21T08:00:00.000Z', 200])
  assert.deepEqual([contained?.container, contained?.package], [container, undefined])
})

test('sockets name their program; our own is recognised by its installation', async () => {
  const socket = { transport: 'tcp', uid: 0 } as const
  const world = fakeWorld({
    files,
    processes: running,
    listeners: [
      { ...socket, address: '0.0.0.0', port: 80, pids: [30, 31] },
      { ...socket, address: '::', port: 8443, pids: [50] },
      { ...socket, address: '127.0.0.1', port: 9000, pids: [51] },
      { ...socket, address: '::ffff:127.0.0.1', port: 9001, pids: [] },
      { ...socket, transport: 'udp', address: '192.0.2.7', port: 53, pids: [999] },
    ],
  })
  const items = (await collectRun(listeners, world)).items(listenerFact, 'sockets')
  assert.deepEqual(
    items.map(({ port, allInterfaces, loopback, package: owner, holdfast, process: name }) => [
      port,
      allInterfaces,
      loopback,
      owner,
      holdfast,
      name,
    ]),
    [
      [80, true, false, 'nginx', undefined, 'nginx'],
      [8443, true, false, undefined, true, 'node'],
      [9000, false, true, undefined, undefined, 'node'],
      [9001, false, true, undefined, undefined, undefined],
      [53, false, false, undefined, undefined, undefined],
    ],
  )
})

test('without privileges, sockets whose process is hidden make the answer incomplete', async () => {
  const hidden = [{ transport: 'tcp', address: '::', port: 22, uid: 0, pids: [] } as const]
  const plain = await collectRun(listeners, fakeWorld({ files, processes: running, listeners: hidden }))
  assert.match(plain.problems[0]?.detail ?? '', /1 listening socket/)
  const root = await collectRun(
    listeners,
    fakeWorld({ files, processes: running, listeners: hidden, grants: ['files', 'live', 'privileged'] }),
  )
  assert.deepEqual(root.problems, [])
})

test('password fields', async () => {
  const names = ['hashed', 'locked', 'none', 'star', 'empty', 'old', 'direct', 'unlisted']
  const fields = ['$6$salt$hash', '!$y$j9T$salt$hash', '!', '*', '', 'abcdefghij.12']
  const world = fakeWorld({
    files: {
      '/etc/passwd': names
        .map((name, index) => `${name}:${name === 'direct' ? '$1$a$b' : 'x'}:${1000 + index}:100::/:/bin/sh`)
        .join('\n'),
      '/etc/shadow': fields.map((field, index) => `${names[index]}:${field}:20000:0:90:7:30:20100:`).join('\n'),
      '/etc/group': 'users:x:100:\ndocker:x:900:hashed\n',
      '/etc/sudoers': '#1001 ALL = ALL\n%users ALL = (www-data) ALL\nnone ALL = /bin/ls, !/bin/sh\nstar ALL = !ALL\n',
    },
  })
  const items = (await collectRun(accounts, world)).items(accountFact, 'local')
  assert.deepEqual(
    items.map(({ name, password, passwordScheme }) => [name, password, passwordScheme]),
    [
      ['hashed', 'hashed', 'sha512-crypt'],
      ['locked', 'locked', 'yescrypt'],
      ['none', 'none', undefined],
      ['star', 'none', undefined],
      ['empty', 'empty', undefined],
      ['old', 'hashed', 'des-crypt'],
      ['direct', 'hashed', 'md5-crypt'],
      ['unlisted', 'none', undefined],
    ],
  )
  const [hashed] = items
  assert.deepEqual(
    [hashed?.passwordChanged, hashed?.passwordMaxDays, hashed?.passwordInactiveDays, hashed?.expires],
    ['2024-10-04', 90, 30, '2025-01-12'],
  )
  const reasons = Object.fromEntries(items.map(({ name, privileged }) => [name, privileged]))
  assert.deepEqual(
    [reasons.hashed, reasons.locked, reasons.none, reasons.star],
    [['group docker'], ['sudo'], ['sudo for some commands'], []],
  )
  assert.ok(!JSON.stringify(items).includes('salt'))
})

test('who there is is whole without the shadow file and the rules of sudo, and not without passwd', async () => {
  const passwd =
    'root:x:0:0:root:/root:/bin/bash\nada:x:1000:100::/home/ada:/bin/bash\nold:$1$a$b:1001:100::/:/bin/sh\n'
  const group = 'root:x:0:\nusers:x:100:\n'
  const seen = async (given: Readonly<Record<string, string>>) => {
    const run = await collectRun(accounts, fakeWorld({ files: given }))
    const troubles = run.problems.filter(({ fact }) => fact === accountFact.name).map(({ detail }) => detail)
    return {
      complete: run.scopes.get(`${accountFact.name} local`)?.complete,
      troubles,
      items: run.items(accountFact, 'local'),
    }
  }
  const open = await seen({ '/etc/passwd': passwd, '/etc/group': group })
  assert.deepEqual([open.complete, open.troubles], [true, ['/etc/shadow could not be read']])
  assert.deepEqual(
    open.items.map(({ uid, password }) => [uid, password]),
    [
      [0, 'unknown'],
      [1000, 'unknown'],
      [1001, 'hashed'],
    ],
  )
  const garbled = await seen({
    '/etc/passwd': passwd,
    '/etc/group': group,
    '/etc/shadow': 'root:*:19000::::::\nrubbish\n',
  })
  assert.equal(garbled.complete, true)
  assert.match(garbled.troubles[0]!, /shadow:2/)
  assert.deepEqual(
    garbled.items.map(({ password }) => password),
    ['none', 'unknown', 'hashed'],
  )
  const blind = await seen({ '/etc/group': group, '/etc/shadow': 'root:*:19000::::::\n' })
  assert.deepEqual([blind.complete, blind.items], [false, []])
  assert.equal((await seen({ '/etc/passwd': `${passwd}rubbish\n`, '/etc/group': group })).complete, false)
})

test('modules', async () => {
  const text =
    'nf_tables 303104 2 nft_compat,nft_chain, Live 0x0000000000000000\nzfs 100 0 - Live 0x0000000000000000 (POE)\n'
  const world = fakeWorld({ files: { '/proc/modules': text }, grants: ['files', 'live'] })
  assert.deepEqual((await collectRun(kernelModules, world)).items(kernelModuleFact, 'loaded'), [
    { name: 'nf_tables', sizeBytes: 303_104, usedBy: ['nft_chain', 'nft_compat'], taints: '' },
    { name: 'zfs', sizeBytes: 100, usedBy: [], taints: 'POE' },
  ])
})

test('crontabs of all kinds', async () => {
  const world = fakeWorld({
    files: {
      '/etc/crontab': 'SHELL=/bin/sh\n# comment\n17 *\t* * *\troot  cd / && run\n@reboot ada start\nrubbish\n',
      '/etc/cron.d/job': '*/5 * * * * www-data curl -u a:b http://x\n',
      '/etc/cron.d/job.dpkg-old': '* * * * * root never\n',
      '/var/spool/cron/crontabs/ada': '0 3 * * 1 backup\n',
      '/etc/cron.daily/logrotate': { text: '#!/bin/sh', stat: { mode: 0o755 } },
      '/etc/cron.daily/no-program': '#!/bin/sh',
      '/etc/cron.daily/.placeholder': { text: '', stat: { mode: 0o755 } },
      '/etc/anacrontab': '1\t5\tcron.daily\tnice run-parts /etc/cron.daily\n@monthly 15 job run\n',
    },
  })
  const items = (await collectRun(tasks, world)).items(scheduledTaskFact, 'cron')
  assert.deepEqual(
    items.map(({ kind, schedule, user, command }) => [kind, schedule, user, command].join(' | ')).sort(),
    [
      'anacron | @monthly | root | run',
      'anacron | every 1 days | root | nice run-parts /etc/cron.daily',
      'cron | */5 * * * * | www-data | curl -u *** http://x',
      'cron | 0 3 * * 1 | ada | backup',
      'cron | 17 * * * * | root | cd / && run',
      'cron | @daily | root | /etc/cron.daily/logrotate',
      'cron | @reboot | ada | start',
    ],
  )
})
