import { compareVersions } from '@holdfast/kit/versions'
import type { Package, PendingUpdate } from '../../facts/index.ts'
import type { AptIndex } from './apt-indexes.ts'

interface Candidate {
  readonly version: string
  readonly index: AptIndex
}

/** Installed packages for which an index offers a newer version, as apt would take it without pins. */
export function pendingDebUpdates(
  installed: readonly Package[],
  indexes: readonly AptIndex[],
): readonly PendingUpdate[] {
  const offered = new Map<string, Candidate[]>()
  for (const index of indexes) {
    if (!index.automatic) continue
    for (const { name, version, architecture } of index.offers) {
      const key = `${name}|${architecture}`
      const known = offered.get(key)
      if (known === undefined) offered.set(key, [{ version, index }])
      else known.push({ version, index })
    }
  }
  return installed.flatMap((each) => {
    const candidates = [`${each.name}|${each.architecture}`, `${each.name}|all`].flatMap(
      (key) => offered.get(key) ?? [],
    )
    const newer = candidates.filter(({ version }) => isNewer(version, each.version))
    const best = newest(newer)
    if (best === undefined) return []
    const security = newest(newer.filter(({ index }) => index.fact.security))
    const from = (security ?? best).index.fact
    return [
      {
        ecosystem: 'deb' as const,
        package: each.name,
        architecture: each.architecture,
        sourceName: each.sourceName,
        installed: each.version,
        candidate: best.version,
        security: security !== undefined,
        securityVersion: security?.version,
        origin: from.origin,
        suite: from.codename ?? from.suite,
        indexDate: from.publishedAt,
        held: each.held,
      },
    ]
  })
}

function newest(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.reduce<Candidate | undefined>(
    (best, next) => (best === undefined || isNewer(next.version, best.version) ? next : best),
    undefined,
  )
}

function isNewer(version: string, than: string): boolean {
  return version !== than && compareVersions('deb', version, than) === 1
}
