import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { type FactName, type FactType, itemKey, type Observed, type World } from '@holdfast/platform/contract'
import {
  hostWorld,
  openSnapshotWorld,
  openSshWorld,
  recordWorld,
  rootWorld,
  runCollector,
} from '@holdfast/platform/world'
import { noSshd, startSshd, type TestSshd } from '@holdfast/platform/world/testing'
import { redaction } from '../cli/redaction.ts'
import { edge } from '../edge.ts'
import { below, withoutLive } from './worlds.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-equal-'))
const tree = join(folder, 'tree')
/** A small host, with something for every collector that looks at files. */
const files: Readonly<Record<string, string>> = {
  'etc/os-release': 'ID=debian\nVERSION_ID=12\nPRETTY_NAME="Debian GNU/Linux 12"\n',
  'etc/hostname': 'equal\n',
  'etc/machine-id': `${'a1'.repeat(16)}\n`,
  'etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nada:x:1000:1000:Ada,,,:/home/ada:/bin/sh\nbroken\n',
  'etc/shadow': 'root:*:19000:0:99999:7:::\nada:$y$j9T$salt$hash:19800:0:99999:7:::\n',
  'etc/group': 'root:x:0:\nada:x:1000:\nsudo:x:27:ada\n',
  'etc/sudoers': 'root ALL=(ALL:ALL) ALL\n%sudo ALL=(ALL) NOPASSWD: ALL\n@includedir /etc/sudoers.d\n',
  'etc/sudoers.d/extra': 'ada ALL = /bin/ls\n',
  'etc/ssh/sshd_config': 'PermitRootLogin yes\nInclude /etc/ssh/sshd_config.d/*.conf\n',
  'etc/ssh/sshd_config.d/a.conf': 'PasswordAuthentication no\n',
  'etc/fstab': '/dev/sda1 / ext4 defaults,noatime 0 1\n',
  'etc/crontab': 'A=b\n17 * * * * root cd / && TOKEN=abc run\n',
  'etc/apt/sources.list': 'deb http://deb.debian.org/debian bookworm main\n',
  'etc/systemd/system/app.service':
    '[Unit]\nDescription=App\n[Service]\nExecStart=/srv/app/run --password=x\n[Install]\nWantedBy=multi-user.target\n',
  'etc/systemd/system/app.timer': '[Timer]\nOnCalendar=daily\n[Install]\nWantedBy=timers.target\n',
  'usr/sbin/sshd': '',
  'boot/vmlinuz-6.1.0-1-amd64': 'kernel',
  'var/lib/dpkg/status':
    'Package: linux-image-6.1.0-1-amd64\nStatus: install ok installed\nArchitecture: amd64\nVersion: 6.1.1-1\nMaintainer: x\n\n',
  'var/lib/dpkg/info/linux-image-6.1.0-1-amd64.list': '/.\n/boot\n/boot/vmlinuz-6.1.0-1-amd64\n',
  'var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_InRelease':
    'Origin: Debian\nSuite: stable\nDate: Sat, 21 Nov 2026 10:00:00 UTC\n',
  'var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_main_binary-amd64_Packages':
    'Package: linux-image-6.1.0-1-amd64\nArchitecture: amd64\nVersion: 6.1.2-1\n\n',
  'srv/app/node_modules/lodash/package.json': '{"name":"lodash","version":"4.17.21"}',
  'usr/lib/python3/dist-packages/Flask-2.0.dist-info/METADATA': 'Metadata-Version: 2.1\nName: Flask\nVersion: 2.0\n\n',
}

let sshd: TestSshd | undefined
let ssh: World | undefined

before(async () => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), text)
  }
  symlinkSync('../srv/app', join(tree, 'opt'))
  if (noSshd) return
  sshd = await startSshd()
  ssh = await openSshWorld(sshd.target, sshd.options)
})

after(async () => {
  await ssh?.close()
  await sshd?.stop()
  rmSync(folder, { recursive: true, force: true })
})

type Answers = Readonly<Record<string, unknown>>

/** Everything the collectors say of a world, without what moves by itself. */
async function answers(world: World, ids: readonly string[]): Promise<Answers> {
  const types = new Map<FactName, FactType>(edge.app.facts.map((fact) => [fact.name, fact]))
  const said: Record<string, unknown> = {}
  for (const collector of edge.collectors.filter(({ id }) => ids.includes(id))) {
    for await (const observed of runCollector(collector, world, new AbortController().signal)) {
      const [key, value] = answerOf(observed, types)
      said[`${collector.id} ${key}`] = value
    }
  }
  return said
}

function answerOf(observed: Observed, types: ReadonlyMap<FactName, FactType>): readonly [string, unknown] {
  if (observed.type === 'event') return [observed.event, observed.body]
  const name = `${observed.type} ${observed.fact} ${observed.scope}`
  if (observed.type === 'problem') return [name, observed.reason]
  const type = types.get(observed.fact)
  const items = observed.items.map((item) => {
    const steady = Object.entries(item).filter(
      ([field]) => !(type?.volatile as readonly string[] | undefined)?.includes(field),
    )
    return [type ? itemKey(type, item) : '', Object.fromEntries(steady)] as const
  })
  return [name, { complete: observed.complete, items: Object.fromEntries(items.sort(([a], [b]) => (a < b ? -1 : 1))) }]
}

async function recordedAnswers(world: World, ids: readonly string[]): Promise<readonly [Answers, Answers]> {
  const path = join(folder, 'recording')
  const recorded = await recordWorld(world, path, redaction)
  const recording = await answers(recorded, ids)
  await recorded.save()
  return [recording, await answers(await openSnapshotWorld(path), ids)]
}

const needsFilesOnly = edge.collectors
  .filter(({ requires }) => requires.every((one) => one === 'files'))
  .map(({ id }) => id)

test('a root, the same folder of this host, over SSH, and a recording give equal answers', async () => {
  const expected = await answers(rootWorld(tree), needsFilesOnly)
  assert.ok(Object.keys(expected).length > 15)
  assert.deepEqual(await answers(below(withoutLive(hostWorld()), tree), needsFilesOnly), expected)
  const [recording, replay] = await recordedAnswers(rootWorld(tree), needsFilesOnly)
  assert.deepEqual(recording, expected)
  assert.deepEqual(replay, expected)
  if (ssh) assert.deepEqual(await answers(below(withoutLive(ssh), tree), needsFilesOnly), expected)
})

/** The disk of a real host is too large to be walked four times in a test. */
const wholeHost = needsFilesOnly.filter((id) => id !== 'inventory.software')

test('this host, the root "/", SSH to itself and a recording give equal answers', { skip: noSshd }, async () => {
  assert.ok(ssh)
  const expected = await answers(rootWorld('/'), wholeHost)
  assert.deepEqual(await answers(withoutLive(hostWorld()), wholeHost), expected)
  assert.deepEqual(await answers(withoutLive(ssh), wholeHost), expected)
  const [recording, replay] = await recordedAnswers(withoutLive(hostWorld()), wholeHost)
  assert.deepEqual(recording, expected)
  assert.deepEqual(replay, expected)
})

test('a running host is the same from inside and over SSH', { skip: noSshd }, async () => {
  assert.ok(ssh)
  const ids = [
    'inventory.identity',
    'inventory.hardware',
    'inventory.interfaces',
    'inventory.kernel-modules',
    'inventory.kernels',
  ]
  assert.deepEqual(await answers(ssh, ids), await answers(hostWorld(), ids))
})

test('no secret of the host gets into a recording', async () => {
  const path = join(folder, 'secrets')
  const recorded = await recordWorld(rootWorld(tree), path, redaction)
  await answers(recorded, needsFilesOnly)
  await recorded.save()
  const text = execFileSync('gzip', ['-dc', path], { encoding: 'utf8', maxBuffer: 1 << 28 })
  const contents = [...text.matchAll(/"bytes":"([^"]*)"/g)].map(([, bytes]) =>
    Buffer.from(bytes ?? '', 'base64').toString('utf8'),
  )
  assert.ok(contents.some((content) => content.includes('$y$redacted')))
  for (const secret of ['j9T$salt', 'TOKEN=abc', '--password=x'])
    assert.ok(!contents.some((content) => content.includes(secret)), secret)
})
