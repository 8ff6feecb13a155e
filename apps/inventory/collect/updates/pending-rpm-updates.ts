import { compareVersions } from '@holdfast/kit/versions'
import type { Package, PendingUpdate } from '../../facts/index.ts'
import type { RpmIndex, RpmOffer } from './rpm-indexes.ts'

interface Candidate {
  readonly version: string
  readonly index: RpmIndex
}

/** Packages of module streams have their own numbering: which stream is enabled is not followed. */
export function isModular(version: string): boolean {
  return version.includes('.module+') || version.includes('.module_')
}

/** Installed packages for which a repository offers a newer version; for security where an advisory of that kind names one. */
export function pendingRpmUpdates(
  installed: readonly Package[],
  indexes: readonly RpmIndex[],
): readonly PendingUpdate[] {
  const offers = byName(indexes, ({ offers }) => offers)
  const fixes = byName(indexes, ({ securityFixes }) => securityFixes)
  // Of kernels and the like, which lie side by side, only the newest is to be compared.
  const newestInstalled = new Map<string, Package>()
  for (const each of installed) {
    const known = newestInstalled.get(key(each))
    if (known === undefined || isNewer(each.version, known.version)) newestInstalled.set(key(each), each)
  }
  return [...newestInstalled.values()].flatMap((each) => {
    if (isModular(each.version)) return []
    const best = newest(offers, each)
    if (best === undefined) return []
    const security = newest(fixes, each)
    return [
      {
        ecosystem: 'rpm' as const,
        package: each.name,
        architecture: each.architecture,
        sourceName: each.sourceName,
        installed: each.version,
        candidate: best.version,
        security: security !== undefined,
        securityVersion: security?.version,
        indexDate: (security ?? best).index.fact.publishedAt,
      },
    ]
  })
}

function byName(
  indexes: readonly RpmIndex[],
  pick: (index: RpmIndex) => readonly RpmOffer[],
): ReadonlyMap<string, readonly Candidate[]> {
  const found = new Map<string, Candidate[]>()
  for (const index of indexes) {
    for (const offer of pick(index)) {
      if (isModular(offer.version)) continue
      const list = found.get(key(offer)) ?? []
      list.push({ version: offer.version, index })
      found.set(key(offer), list)
    }
  }
  return found
}

function key({ name, architecture }: { readonly name: string; readonly architecture: string }): string {
  return `${name}|${architecture}`
}

/** The newest candidate above the installed version; a package may have become independent of the architecture, or stopped being so. */
function newest(candidates: ReadonlyMap<string, readonly Candidate[]>, each: Package): Candidate | undefined {
  const fitting = [
    ...(candidates.get(key(each)) ?? []),
    ...(each.architecture === 'noarch' ? [] : (candidates.get(key({ ...each, architecture: 'noarch' })) ?? [])),
  ]
  return fitting
    .filter(({ version }) => isNewer(version, each.version))
    .reduce<Candidate | undefined>(
      (best, next) => (best === undefined || isNewer(next.version, best.version) ? next : best),
      undefined,
    )
}

function isNewer(version: string, than: string): boolean {
  return compareVersions('rpm', version, than) === 1
}
