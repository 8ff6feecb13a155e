import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OvalResults, readOvalDefinitions } from '@holdfast/kit/oval'
import type { World } from '@holdfast/platform/contract'
import { type FakeWorldOptions, fakeWorld } from '@holdfast/platform/world'
import { fixedPart } from './find-files.ts'
import { evaluateInWorld } from './index.ts'

const spaces = ['independent', 'unix', 'linux', 'windows']
  .map((schema) => `xmlns:${schema}="http://oval.mitre.org/XMLSchema/oval-definitions-5#${schema}"`)
  .join(' ')

/** What is found of one object, in a world. */
async function foundOf(world: World, kind: string, object: string, more = ''): Promise<OvalResults> {
  const [schema, type] = kind.split(':') as [string, string]
  const reading = readOvalDefinitions(
    `<oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ${spaces}><definitions><definition id="d" class="inventory"><criteria><criterion test_ref="t"/></criteria></definition></definitions><tests><${schema}:${type}_test id="t"><${schema}:object object_ref="o"/></${schema}:${type}_test></tests><objects><${schema}:${type}_object id="o">${object.replaceAll(/<(\/?)(?=[a-z])/g, `<$1${schema}:`)}</${schema}:${type}_object></objects>${more}</oval_definitions>`,
  )
  assert.ok(reading.ok, JSON.stringify(reading))
  return evaluateInWorld(reading.definitions, world)
}

/** Values of some entities of every item, one item a line. */
async function itemsOf(world: World, kind: string, object: string, entities: readonly string[]): Promise<string[]> {
  const results = await foundOf(world, kind, object)
  const found = results.objects.get('o')
  if (found?.flag !== 'complete') return [`${found?.flag}: ${found?.messages.join()}`]
  return found.items.map((item) =>
    entities
      .map((name) =>
        item.entities
          .filter((entity) => entity.name === name && entity.status === 'exists')
          .map(({ value }) => value)
          .join('+'),
      )
      .join(' '),
  )
}

const files: FakeWorldOptions['files'] = {
  '/etc/ssh/sshd_config': 'Port 22\nPermitRootLogin no\n#Port 23\nport 24\n',
  '/etc/ssh/sshd_config.d/10-site.conf': 'Port 2222\n',
  '/etc/ssh/keys/': '',
  '/etc/motd': { text: 'hello', stat: { mode: 0o4644, uid: 5, gid: 6 } },
  '/etc/link': { link: '../etc/motd' },
  '/etc/round': { link: 'round' },
  '/etc/secret': { unseen: 'denied' },
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/bash\n\n+nis\nweb:*:33:34:::/usr/sbin/nologin\n',
  '/etc/shadow': 'root:$6$salt$hash:19000:0:99999:7:::\nweb:!:19000::::::\n',
  '/proc/sys/kernel/ostype': 'Linux\n',
  '/proc/sys/kernel/osrelease': '6.1.0\n',
  '/proc/sys/kernel/arch': 'x86_64\n',
  '/proc/sys/net/ipv4/ip_forward': '1\n',
  '/proc/sys/net/ipv4/conf/eth0.1/rp_filter': '2\n',
  '/proc/self/mounts': '/dev/sda1 / ext4 rw,relatime 0 0\ntmpfs /tmp\\040dir tmpfs rw,noexec 0 0\n',
  '/proc/self/environ': 'PATH=/bin\0LANG=C\0',
  '/proc/7/environ': 'PATH=/other\0',
  '/var/lib/dpkg/status':
    'Package: openssh-server\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1:9.2p1-2+deb12u3\n\nPackage: telnetd\nStatus: deinstall ok config-files\nArchitecture: amd64\nVersion: 0.17-1\n\n',
}
const world = fakeWorld({ files, processes: [] })

test('texts are found by file, pattern and instance', async () => {
  const port = (rest: string) => `${rest}<pattern operation="pattern match">^Port\\s+(\\d+)$</pattern>`
  const first = '<instance datatype="int">1</instance>'
  const all = '<instance datatype="int" operation="greater than or equal">1</instance>'
  const of = (object: string) =>
    itemsOf(world, 'independent:textfilecontent54', object, ['filepath', 'instance', 'text', 'subexpression'])
  const config = '<filepath>/etc/ssh/sshd_config</filepath>'
  assert.deepEqual(await of(`${port(config)}${first}`), ['/etc/ssh/sshd_config 1 Port 22 22'])
  assert.deepEqual(await of(`<behaviors ignore_case="true"/>${port(config)}${all}`), [
    '/etc/ssh/sshd_config 1 Port 22 22',
    '/etc/ssh/sshd_config 2 port 24 24',
  ])
  const anywhere = '<path>/etc/ssh/sshd_config.d</path><filename operation="pattern match">\\.conf$</filename>'
  assert.deepEqual(await of(`${port(anywhere)}${all}`), ['/etc/ssh/sshd_config.d/10-site.conf 1 Port 2222 2222'])
  const pattern = '<filepath operation="pattern match">^/etc/ssh/sshd_config(\\.d/.*)?$</filepath>'
  assert.equal((await of(`${port(pattern)}${all}`)).length, 2)
  assert.deepEqual(await of(`${port('<filepath>/etc/nowhere</filepath>')}${all}`), ['does not exist: '])
  assert.deepEqual(await of(`${port('<filepath>/etc/secret</filepath>')}${all}`), ['incomplete: /etc/secret: denied'])
  assert.match(
    (await of(`${config}<pattern operation="pattern match">(</pattern>${all}`))[0] ?? '',
    /^error: the pattern/,
  )
})

test('files are found by path and behaviors, with what they are', async () => {
  const of = (object: string, ...entities: string[]) =>
    itemsOf(world, 'unix:file', object, ['path', 'filename', ...entities])
  assert.deepEqual(
    await of('<filepath>/etc/motd</filepath>', 'type', 'user_id', 'group_id', 'size', 'suid', 'oread', 'owrite'),
    ['/etc motd regular 5 6 5 true true false'],
  )
  assert.deepEqual(await of('<filepath>/etc/link</filepath>', 'type'), ['/etc link symbolic link'])
  const nil = '<filename xsi:nil="true"/>'
  const down = (depth: string) =>
    `<behaviors recurse_direction="down" recurse="directories" max_depth="${depth}"/><path>/etc/ssh/</path>${nil}`
  assert.deepEqual(await of(`<path>/etc/ssh</path>${nil}`, 'type'), ['/etc/ssh  directory'])
  assert.deepEqual((await of(down('1'))).sort(), ['/etc/ssh ', '/etc/ssh/keys ', '/etc/ssh/sshd_config.d '])
  assert.deepEqual(await of(down('0')), ['/etc/ssh '])
  assert.equal((await of(down('-1'))).length, 3)
  assert.deepEqual(await of(`<behaviors recurse_direction="up" max_depth="1"/><path>/etc/ssh</path>${nil}`), [
    '/etc/ssh ',
    '/etc ',
  ])
  assert.deepEqual(await of('<path operation="pattern match">^/etc/ssh/.*d$</path><filename>10-site.conf</filename>'), [
    '/etc/ssh/sshd_config.d 10-site.conf',
  ])
  assert.deepEqual(await of('<path>/etc</path><filename operation="pattern match">^mo</filename>'), ['/etc motd'])
  assert.deepEqual(await of('<path>/etc</path><filename>ssh</filename>'), ['does not exist: '])
})

test('links are followed to their end, and circles are errors', async () => {
  const of = (path: string) => itemsOf(world, 'unix:symlink', `<filepath>${path}</filepath>`, ['canonical_path'])
  assert.deepEqual(await of('/etc/link'), ['/etc/motd'])
  assert.deepEqual(await of('/etc/motd'), ['does not exist: '])
  assert.deepEqual(await of('/etc/round'), ['error: /etc/round leads round in a circle'])
})

test('the system, its settings, mounts and environment', async () => {
  assert.deepEqual(await itemsOf(world, 'independent:family', '', ['family']), ['unix'])
  assert.deepEqual(await itemsOf(world, 'unix:uname', '', ['os_name', 'os_release', 'machine_class']), [
    'Linux 6.1.0 x86_64',
  ])
  const sysctl = (name: string) => itemsOf(world, 'unix:sysctl', name, ['name', 'value'])
  assert.deepEqual(await sysctl('<name>net.ipv4.ip_forward</name>'), ['net.ipv4.ip_forward 1'])
  assert.deepEqual(await sysctl('<name operation="pattern match">rp_filter$</name>'), [
    'net.ipv4.conf.eth0/1.rp_filter 2',
  ])
  assert.deepEqual(await sysctl('<name>net.ipv4.nothing</name>'), ['does not exist: '])
  const mounted = await itemsOf(world, 'linux:partition', '<mount_point operation="pattern match">tmp</mount_point>', [
    'mount_point',
    'fs_type',
    'mount_options',
  ])
  assert.deepEqual(mounted, ['/tmp dir tmpfs rw+noexec'])
  const environment = (pid: string) =>
    itemsOf(world, 'independent:environmentvariable58', `${pid}<name>PATH</name>`, ['value'])
  assert.deepEqual(await environment('<pid xsi:nil="true" datatype="int"/>'), ['/bin'])
  assert.deepEqual(await environment('<pid datatype="int">7</pid>'), ['/other'])
  assert.deepEqual(await environment('<pid datatype="int">8</pid>'), ['does not exist: '])
})

test('digests of files, by the algorithms that are wanted', async () => {
  const of = (type: string) =>
    itemsOf(world, 'independent:filehash58', `<filepath>/etc/motd</filepath>${type}`, ['hash_type', 'hash'])
  assert.deepEqual(await of('<hash_type>SHA-1</hash_type>'), ['SHA-1 aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d'])
  const two = '<hash_type operation="pattern match">^(MD5|SHA-256)$</hash_type>'
  assert.deepEqual(
    (await of(two)).map((line) => line.slice(0, 12)),
    ['MD5 5d41402a', 'SHA-256 2cf2'],
  )
})

test('processes and sockets of what runs', async () => {
  const running = fakeWorld({
    processes: [
      {
        pid: 7,
        parent: 1,
        name: 'sshd',
        arguments: ['/usr/sbin/sshd', '-D'],
        uid: 0,
        gid: 0,
        startedAt: '2026-11-22T10:00:00.000Z',
        residentBytes: 1,
      },
    ],
    listeners: [{ transport: 'tcp', address: '0.0.0.0', port: 22, uid: 0, pids: [7] }],
  })
  const line =
    '<command_line operation="pattern match">sshd</command_line><pid datatype="int" operation="greater than">0</pid>'
  assert.deepEqual(await itemsOf(running, 'unix:process58', line, ['command_line', 'pid', 'ppid']), [
    '/usr/sbin/sshd -D 7 1',
  ])
  const socket =
    '<protocol>tcp</protocol><local_address operation="pattern match">.*</local_address><local_port datatype="int">22</local_port>'
  assert.deepEqual(
    await itemsOf(running, 'linux:inetlisteningservers', socket, ['program_name', 'local_full_address']),
    ['sshd 0.0.0.0:22'],
  )
  const nothing = fakeWorld({ files: {} })
  assert.match((await itemsOf(nothing, 'linux:inetlisteningservers', socket, []))[0] ?? '', /^not applicable:/)
})

test('accounts and packages', async () => {
  const accounts = await itemsOf(world, 'unix:password', '<username operation="pattern match">.*</username>', [
    'username',
    'user_id',
    'login_shell',
  ])
  assert.deepEqual(accounts, ['root 0 /bin/bash', 'web 33 /usr/sbin/nologin'])
  const ages = await itemsOf(world, 'unix:shadow', '<username>root</username>', [
    'chg_req',
    'exp_inact',
    'encrypt_method',
  ])
  assert.deepEqual(ages, ['99999 -1 SHA-512'])
  const installed = (name: string) => itemsOf(world, 'linux:dpkginfo', `<name>${name}</name>`, ['version', 'evr'])
  assert.deepEqual(await installed('openssh-server'), ['9.2p1 1:9.2p1-2+deb12u3'])
  assert.deepEqual(await installed('telnetd'), ['does not exist: '])
  assert.deepEqual(await itemsOf(world, 'linux:rpminfo', '<name>bash</name>', []), ['does not exist: '])
})

test('what a world does not have, and what is not supported, is never an answer', async () => {
  const stored = fakeWorld({ files: { '/etc/passwd': '' } })
  assert.match((await itemsOf(stored, 'unix:uname', '', []))[0] ?? '', /^not applicable:/)
  assert.match(
    (await itemsOf(stored, 'linux:partition', '<mount_point>/</mount_point>', []))[0] ?? '',
    /^not applicable:/,
  )
  assert.match((await itemsOf(stored, 'linux:systemdunitproperty', '', []))[0] ?? '', /^not applicable:/)
  const results = await foundOf(stored, 'windows:registry', '<hive>HKLM</hive>')
  assert.deepEqual([results.definitions.get('d')?.result, results.objects.get('o')?.flag], ['unknown', 'not collected'])
  assert.match(results.tests.get('t')?.messages.join() ?? '', /windows registry are not supported/)
})

test('the walk for a pattern begins as deep as the pattern allows', () => {
  const cases: [pattern: string, ofFiles: boolean, directory: string, depth: number][] = [
    ['^/etc/ssh/sshd_config$', true, '/etc/ssh', 0],
    ['^/etc/ssh$', false, '/etc/ssh', 0],
    ['^/etc/[^/]+/x$', true, '/etc', 1],
    ['^/etc/cron\\.d/.*$', true, '/etc/cron.d', -1],
    ['^/etc/ab*$', true, '/etc', -1],
    ['^\\/(|s)bin', false, '/', -1],
    ['^/usr/lib(64)?$', false, '/usr', -1],
    ['/etc', true, '/', -1],
    ['^/etc/a|^/usr/b', true, '/', -1],
    ['^/etc/[|]a', true, '/etc', -1],
  ]
  for (const [pattern, ofFiles, directory, depth] of cases)
    assert.deepEqual(fixedPart(pattern, ofFiles), { directory, depth }, pattern)
})
