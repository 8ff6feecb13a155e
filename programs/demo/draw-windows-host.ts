import type { DrawnFacts, DrawnHost } from './draw-host.ts'
import { daysAtMost } from './host-on-day.ts'
import { type Random, randomOf } from './random.ts'
import data from './windows-systems.json' with { type: 'json' }

interface System {
  readonly name: string
  /** Of all that are Windows; shares are relative to each other. */
  readonly share: number
  readonly system: {
    readonly name: string
    readonly version: string
    readonly build: number
    readonly revision?: number
    readonly servicePack?: number
    readonly variant: string
    readonly installation: string
    readonly architecture: string
  }
  readonly always: readonly string[]
  /** Updates of which each fixes MS17-010, the first of them first; none where it came without the flaw. */
  readonly fixes: readonly string[]
  /** What the build is at with them, where it is counted. */
  readonly fixedRevision?: number
  /** Of its hosts, those that still have SMB 1. */
  readonly hasSmb1: number
  readonly ports: Readonly<Record<string, readonly number[] | undefined>>
  readonly virtualization: string
}

const systems: readonly System[] = data

/** Of the hosts of a demo, those that are Windows. */
export const windowsShare = 0.25
/** Of those that can have the flaw, the ones that were updated before the first day, and what share of the others is updated on a day. */
const [updatedBefore, updatedADay] = [0.6, 0.04]

/** Whether the host of a number is Windows, where such a share of all is. */
export function isDrawnWindows(seed: string, number: number, share: number): boolean {
  return randomOf(`${seed}/${number}/windows`).next() < share
}

/** Whether a host was drawn as Windows, by its name: `laptop-12`. */
export function isNameOfWindows(name: string): boolean {
  return systems.some((system) => name.startsWith(`${system.name}-`))
}

/** Draws the Windows host of a number as a recording of it would tell, on the first day. */
export function drawWindowsHost(seed: string, number: number, now: string): DrawnHost {
  const random = randomOf(`${seed}/${number}/windows-host`)
  const system = drawSystem(random)
  const name = `${system.name}-${number + 1}`
  const machineId = random.hex(32)
  const mac = `00:15:5d:${random.hex(2)}:${random.hex(2)}:${random.hex(2)}`
  const facts: DrawnFacts[] = [
    one('inventory.identity', 'host', { hostname: name, machineId, macs: [mac] }),
    one('inventory.hardware', 'host', {
      cpuModel: random.pick(['Intel(R) Core(TM) i5-6500', 'Intel(R) Xeon(R) Gold 6338', 'Intel(R) Core(TM) i7-1365U']),
      cpuCount: 2 ** random.between(1, 4),
      memoryBytes: 2 ** random.between(32, 36),
      virtualization: system.virtualization,
    }),
    one('inventory.interface', 'host', {
      name: 'Ethernet',
      kind: 'physical',
      mac,
      up: true,
      mtu: 1500,
      addresses: [`10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}/16`],
    }),
    one('inventory.feature', '', { name: 'smb1', enabled: random.next() < system.hasSmb1 }),
    { fact: 'inventory.listener', scope: '', items: listeners(system) },
    ...withFixes(system, random.next() < updatedBefore ? system.fixes.slice(0, 1) : [], now),
  ]
  return { name, machineId, mac, facts }
}

/**
 * The updates of a Windows host of a demo after some days, and the build that it is at: each day some of those that lack them get all there are. The same days
 * give the same.
 */
export function windowsOnDay(seed: string, number: number, first: number, day: number): readonly DrawnFacts[] {
  const { name, facts } = drawWindowsHost(seed, number, timeOf(first))
  const system = systems.find((one) => name.startsWith(`${one.name}-`)) as System
  const begun = facts.filter(({ fact }) => fact === 'inventory.operating-system' || fact === 'inventory.update')
  if (begun.some(({ items }) => items.some(({ id }) => system.fixes.includes(String(id))))) return begun
  for (let each = first + 1; each <= Math.min(day, first + daysAtMost); each++)
    if (randomOf(`${seed}/${number}/${each}/windows`).next() < updatedADay)
      return withFixes(system, system.fixes, timeOf(each))
  return begun
}

function timeOf(day: number): string {
  return new Date(day * 86_400_000).toISOString()
}

function drawSystem(random: Random): System {
  let place = random.next() * systems.reduce((sum, { share }) => sum + share, 0)
  for (const system of systems) {
    place -= system.share
    if (place < 0) return system
  }
  return systems[0]!
}

/** What tells whether it has these updates: the list of them, and the build. */
function withFixes(system: System, fixes: readonly string[], now: string): readonly DrawnFacts[] {
  const { version, build, revision, ...more } = system.system
  const counted = fixes.length > 0 ? (system.fixedRevision ?? revision) : revision
  const pointRelease = [version, build, counted].filter((part) => part !== undefined).join('.')
  const installedAt = `${now.slice(0, 10)}T00:00:00.000Z`
  const items = [
    ...system.always.map((id) => ({ id, kind: 'Update' })),
    ...fixes.map((id) => ({ id, kind: 'Security Update', installedAt })),
  ]
  return [
    one('inventory.operating-system', '', {
      ...{ id: 'windows', base: 'windows', family: 'windows', version, build, pointRelease, ...more },
      ...(counted !== undefined && { revision: counted }),
    }),
    { fact: 'inventory.update', scope: '', items },
  ]
}

function listeners({ ports }: System) {
  return Object.entries(ports).flatMap(([process, all]) =>
    (all ?? []).map((port) => ({
      transport: 'tcp',
      address: '0.0.0.0',
      port,
      allInterfaces: true,
      loopback: false,
      process,
      pids: [4],
    })),
  )
}

function one(fact: string, scope: string, item: Readonly<Record<string, unknown>>): DrawnFacts {
  return { fact, scope, items: [item] }
}
