import { type DrawnFacts, type DrawnHost, drawHost, packageItem, updateItem } from './draw-host.ts'
import { installUpdates } from './install-updates.ts'
import type { IndexedPackage, PackageIndex } from './package-index.ts'
import { randomOf } from './random.ts'

/** Of the hosts of a demo, those that install their updates before the first day is over. */
export const updatedAtFirst = 0.1
/** Packages that get a security update on a day, and who installs something on it: all that is pending, or a package more. */
const releasesAtMost = 3
const [updatesShare, installsShare] = [0.2, 0.05]
/** Days of a demo that are told apart; older ones stand still. */
export const daysAtMost = 1000

export interface DayOfHost {
  readonly index: PackageIndex
  readonly seed: string
  /** Of the host, as it was drawn. */
  readonly number: number
  /** Days since 1970 of its first day, and of the day that is asked for. */
  readonly first: number
  readonly day: number
}

/**
 * What a host of a demo has installed and not installed after some days: each day a few packages get an update, which hosts install sooner or later, and some
 * install a package more. The same days give the same, so that days that nobody told of are made up for.
 */
export function hostOnDay({ index, seed, number, first, day }: DayOfHost): readonly DrawnFacts[] {
  const now = new Date(day * 86_400_000).toISOString()
  const drawn = drawHost(index, seed, number, now)
  const installed = new Map<string, IndexedPackage>()
  const pending = new Map<string, IndexedPackage>()
  for (const [name, { isBehind, version, sourceVersion }] of begin(drawn, seed, number)) {
    const offered = index.get(name)!
    installed.set(name, { ...offered, version, sourceVersion })
    if (isBehind) pending.set(name, offered)
  }
  const rounds = new Map<string, number>()
  for (let each = first + 1; each <= Math.min(day, first + daysAtMost); each++) {
    for (const name of releasesOf(index, seed, each)) {
      rounds.set(name, (rounds.get(name) ?? 0) + 1)
      if (installed.has(name)) pending.set(name, offeredAfter(index.get(name)!, rounds.get(name)!))
    }
    const random = randomOf(`${seed}/${number}/${each}`)
    if (random.next() < updatesShare) {
      for (const [name, offered] of pending) installed.set(name, offered)
      pending.clear()
    }
    if (random.next() < installsShare) {
      const more = random.pick([...index.values()])
      if (!installed.has(more.name)) installed.set(more.name, offeredAfter(more, rounds.get(more.name) ?? 0))
    }
  }
  return [
    { fact: 'inventory.package', scope: 'dpkg', items: [...installed.values()].map((each) => packageItem(each)) },
    {
      fact: 'inventory.pending-update',
      scope: 'apt',
      items: [...pending].map(([name, offered]) => updateItem(offered, installed.get(name)!.version, now)),
    },
  ]
}

/** What is installed at first by name. */
function begin(drawn: DrawnHost, seed: string, number: number) {
  const update = randomOf(`${seed}/${number}/updated`).next() < updatedAtFirst ? installUpdates(drawn) : undefined
  const itemsOf = (fact: string) => drawn.facts.find((each) => each.fact === fact)?.items ?? []
  const behind = new Set(update ? [] : itemsOf('inventory.pending-update').map((item) => String(item.package)))
  const renewed = new Map(update?.packages.items.map((item) => [String(item.name), item]))
  return itemsOf('inventory.package').map((item) => {
    const name = String(item.name)
    const { version, sourceVersion } = renewed.get(name) ?? item
    return [
      name,
      { isBehind: behind.has(name), version: String(version), sourceVersion: String(sourceVersion) },
    ] as const
  })
}

/** Names of the packages that get an update on a day: the same for all hosts. */
function releasesOf(index: PackageIndex, seed: string, day: number): readonly string[] {
  const random = randomOf(`${seed}/releases/${day}`)
  const names = [...index.keys()]
  // Those that are first in the index are on most hosts.
  const one = () => names[Math.floor(names.length * random.next() ** 3)]!
  return Array.from({ length: random.between(1, releasesAtMost) }, one)
}

/** A package after so many updates. */
function offeredAfter(each: IndexedPackage, rounds: number): IndexedPackage {
  return { ...each, version: updated(each.version, rounds), sourceVersion: updated(each.sourceVersion, rounds) }
}

function updated(version: string, rounds: number): string {
  if (rounds === 0) return version
  const [before, number] = version.split('+deb12u')
  return `${before}+deb12u${Number(number ?? 0) + rounds}`
}
