import type { Problem } from '@holdfast/kit/reading'
import type { ObservedProblem } from '@holdfast/platform/contract'
import type { Package } from '../../facts/index.ts'

/** What one package manager's database says. */
export interface PackageSet {
  readonly scope: 'dpkg' | 'rpm' | 'apk'
  readonly packages: readonly Package[]
  /** Files that could not be understood in part. */
  readonly malformed: readonly { readonly path: string; readonly problems: readonly Problem[] }[]
  /** What could not be seen at all. */
  readonly unseen: readonly { readonly reason: ObservedProblem['reason']; readonly detail: string }[]
}

/** Distribution as package URLs name it. */
export interface Distribution {
  readonly id: string
  readonly release?: string
}

/** Gives packages that are installed in several versions side by side their version as slot. */
export function withSlots(packages: readonly Package[]): readonly Package[] {
  const counts = new Map<string, number>()
  const key = ({ name, architecture }: Package) => `${name}|${architecture}`
  for (const each of packages) counts.set(key(each), (counts.get(key(each)) ?? 0) + 1)
  return packages.map((each) => ((counts.get(key(each)) ?? 0) > 1 ? { ...each, slot: each.version } : each))
}
