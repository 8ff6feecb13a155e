import { readFileSync } from 'node:fs'
import { formatPurl } from '@holdfast/kit/purl'
import type { IndexedPackage, PackageIndex } from './package-index.ts'
import { type Random, randomOf } from './random.ts'

/** An item of a fact, as its schema wants it. */
type Item = Readonly<Record<string, unknown>>

interface Listener {
  readonly process: string
  readonly executable: string
  readonly package?: string
  readonly unit: string
  readonly user: string
  readonly ports: readonly number[]
}

interface Role {
  readonly name: string
  /** Of 100 hosts. */
  readonly share: number
  readonly packages: readonly string[]
  readonly listeners: readonly Listener[]
  /** How many packages beside those of the role, at least and at most. */
  readonly extra: readonly [number, number]
}

const roles: readonly Role[] = JSON.parse(readFileSync(new URL('./roles.json', import.meta.url), 'utf8'))

/** What the collectors of an agent on such a host would find: items by fact and scope. */
export interface DrawnHost {
  readonly name: string
  readonly machineId: string
  readonly mac: string
  readonly facts: readonly DrawnFacts[]
}

export interface DrawnFacts {
  readonly fact: string
  readonly scope: string
  readonly items: readonly Item[]
}

/** Draws the host of a number: its role, packages with what these need, what listens, and how far behind it is. `now` is an RFC 3339 time. */
export function drawHost(index: PackageIndex, seed: string, number: number, now: string): DrawnHost {
  const random = randomOf(`${seed}/${number}`)
  const role = drawRole(random)
  const name = `${role.name}-${number + 1}`
  const machineId = random.hex(32)
  const mac = `52:54:00:${random.hex(2)}:${random.hex(2)}:${random.hex(2)}`
  const chosen = choosePackages(index, role, random)
  const behind = chosen.filter(({ version }) => /deb12u[2-9]/.test(version) && random.next() < 0.3)
  const packages = chosen.map((each) => packageItem(behind.includes(each) ? earlier(each) : each))
  const facts: DrawnFacts[] = [
    one('inventory.identity', 'host', { hostname: name, machineId, macs: [mac] }),
    one('inventory.operating-system', 'release', debian),
    one('inventory.kernel', 'running', { release: '6.1.0-27-amd64', running: true }),
    one('inventory.hardware', 'host', {
      cpuModel: random.pick(['AMD EPYC 7B13', 'Intel(R) Xeon(R) Gold 6338', 'Intel(R) Core(TM) i7-1365U']),
      cpuCount: 2 ** random.between(0, 6),
      memoryBytes: 2 ** random.between(30, 38),
      virtualization: role.name === 'desk' ? 'none' : 'kvm',
    }),
    one('inventory.interface', 'host', {
      name: 'eth0',
      kind: 'physical',
      mac,
      up: true,
      mtu: 1500,
      addresses: [`10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}/16`],
    }),
    { fact: 'inventory.package', scope: 'dpkg', items: packages },
    { fact: 'inventory.listener', scope: 'sockets', items: role.listeners.flatMap((each) => listenerItems(each)) },
    { fact: 'inventory.process', scope: 'running', items: role.listeners.map((each) => processItem(each, now)) },
    { fact: 'inventory.account', scope: 'local', items: accounts(random) },
    one('inventory.package-index', 'apt', {
      ecosystem: 'deb',
      path: '/var/lib/apt/lists/deb.debian.org_debian-security_dists_bookworm-security_main_binary-amd64_Packages.lz4',
      origin: 'Debian',
      suite: 'stable-security',
      codename: 'bookworm-security',
      component: 'main',
      security: true,
      publishedAt: now,
      digest: 'matches',
      signature: 'verified',
      packages: 1893,
    }),
    {
      fact: 'inventory.pending-update',
      scope: 'apt',
      items: behind.map((each) => updateItem(each, before(each.version), now)),
    },
  ]
  return { name, machineId, mac, facts }
}

const debian: Item = {
  id: 'debian',
  base: 'debian',
  family: 'debian',
  name: 'Debian GNU/Linux 12 (bookworm)',
  version: '12',
  pointRelease: '12.8',
  codename: 'bookworm',
}

function drawRole(random: Random): Role {
  let place = random.next() * roles.reduce((sum, { share }) => sum + share, 0)
  for (const role of roles) {
    place -= role.share
    if (place < 0) return role
  }
  return roles[0]!
}

/** Few packages are nearly everywhere and most are rare, so the place in the list is drawn by a power law. */
function choosePackages(index: PackageIndex, role: Role, random: Random): readonly IndexedPackage[] {
  const all = [...index.values()]
  const wanted = [...role.packages, ...all.filter(({ base }) => base).map(({ name }) => name)]
  for (let extra = random.between(...role.extra); extra > 0; extra--)
    wanted.push(all[Math.floor(all.length * random.next() ** 3)]!.name)
  const found = new Map<string, IndexedPackage>()
  while (wanted.length > 0) {
    const each = index.get(wanted.pop()!)
    if (!each || found.has(each.name)) continue
    found.set(each.name, each)
    wanted.push(...each.needs)
  }
  return [...found.values()]
}

/** The version that the last security update took the place of. */
function before(version: string): string {
  return version.replace(/deb12u([2-9])/, (_, number: string) => `deb12u${Number(number) - 1}`)
}

function earlier(each: IndexedPackage): IndexedPackage {
  return { ...each, version: before(each.version), sourceVersion: before(each.sourceVersion) }
}

/** A package that is installed in the version that is given. */
export function packageItem({ name, version, sourceName, sourceVersion, ...each }: IndexedPackage): Item {
  const { architecture, maintainer: vendor, sizeBytes } = each
  const qualifiers = { arch: architecture, distro: 'debian-12' }
  const purl = formatPurl({ type: 'deb', namespace: 'debian', name, version, qualifiers })
  return {
    ...{ ecosystem: 'deb', name, version, architecture, sourceName, sourceVersion },
    ...{ purl: purl.ok ? purl.value : '', vendor, sizeBytes },
  }
}

/** That a package of this version is offered, and another one installed. */
export function updateItem(each: IndexedPackage, installed: string, now: string): Item {
  return {
    ecosystem: 'deb',
    package: each.name,
    architecture: each.architecture,
    sourceName: each.sourceName,
    installed,
    candidate: each.version,
    security: true,
    securityVersion: each.version,
    origin: 'Debian',
    suite: 'bookworm-security',
    indexDate: now,
  }
}

function listenerItems({ ports, ...program }: Listener): Item[] {
  return ports.map((port) => ({
    transport: 'tcp',
    address: '0.0.0.0',
    port,
    allInterfaces: true,
    loopback: false,
    ...program,
    pids: [700],
  }))
}

function processItem({ process, executable, package: owner, unit, user }: Listener, now: string): Item {
  return {
    name: process,
    user,
    uid: user === 'root' ? 0 : 101,
    digest: randomOf(`${executable}`).hex(16),
    command: executable,
    executable,
    package: owner,
    unit,
    count: 1,
    pids: [700],
    startedAt: now,
    residentBytes: 33_554_432,
  }
}

const people = ['ada', 'grace', 'edsger', 'barbara', 'donald', 'frances', 'ken', 'radia']

function accounts(random: Random): Item[] {
  const root = { name: 'root', uid: 0, gid: 0, home: '/root', shell: '/bin/bash', interactive: true, groups: ['root'] }
  const some = people.filter(() => random.next() < 0.3)
  return [
    { ...root, privileged: ['user id 0'], password: 'locked' },
    ...some.map((name, order) => ({
      name,
      uid: 1000 + order,
      gid: 1000 + order,
      home: `/home/${name}`,
      shell: '/bin/bash',
      interactive: true,
      groups: [name, ...(order === 0 ? ['sudo'] : [])],
      privileged: order === 0 ? ['group sudo'] : [],
      password: 'hashed',
      passwordScheme: 'yescrypt',
    })),
  ]
}

function one(fact: string, scope: string, item: Item): DrawnFacts {
  return { fact, scope, items: [item] }
}
