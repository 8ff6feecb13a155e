import type { DrawnFacts, DrawnHost } from './draw-host.ts'
import { keyOf } from './fact-of.ts'

/** What is told when somebody installs all pending updates of a host; undefined where none is pending. */
export function installUpdates(
  host: DrawnHost,
): { packages: DrawnFacts; packagesGone: string[]; updates: DrawnFacts; updatesGone: string[] } | undefined {
  const itemsOf = (fact: string) => host.facts.find((each) => each.fact === fact)?.items ?? []
  const updates = itemsOf('inventory.pending-update')
  if (updates.length === 0) return undefined
  const candidates = new Map(updates.map((update) => [String(update.package), update]))
  const old = itemsOf('inventory.package').filter(({ name }) => candidates.has(String(name)))
  const renewed = old.map((item) => {
    const from = String(item.version)
    const version = String(candidates.get(String(item.name))?.candidate)
    const purl = String(item.purl).replace(
      encodeURIComponent(from).replaceAll('%3A', ':'),
      encodeURIComponent(version).replaceAll('%3A', ':'),
    )
    return { ...item, version, sourceVersion: version, purl }
  })
  const keys = new Set(renewed.map((item) => keyOf('inventory.package', item)))
  return {
    packages: { fact: 'inventory.package', scope: 'dpkg', items: renewed },
    packagesGone: old.map((item) => keyOf('inventory.package', item)).filter((key) => !keys.has(key)),
    updates: { fact: 'inventory.pending-update', scope: 'apt', items: [] },
    updatesGone: updates.map((item) => keyOf('inventory.pending-update', item)),
  }
}
