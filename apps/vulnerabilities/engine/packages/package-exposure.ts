import type { Severity } from '@holdfast/platform/contract'
import { severities } from '@holdfast/platform/contract'
import { ecosystemOf, type InstalledSoftware } from '../installed-software.ts'
import type { VulnerabilityContent } from '../judge/content.ts'
import { placeOf } from '../judge/place.ts'
import { inOrderOfVersions } from '../match/fixed-in.ts'
import type { Match } from '../match/match-software.ts'
import { type Clearing, clearingVersion } from './clearing-version.ts'

/** One installed software, and what is known against it. */
export interface ExposedVersion<Seen> {
  readonly seen: Seen
  /** How many vulnerabilities affect it, and of how many that cannot be told. */
  readonly affected: number
  readonly undecided: number
  /** Why nobody speaks of it at all; undefined where somebody does. */
  readonly unspoken: string | undefined
  readonly clearing: Clearing
}

/** Versions that are compared with the same advisories: those of one release of one distribution, or of one language. */
export interface PackageRelease<Seen> {
  /** `Debian:12`, `npm`. */
  readonly ecosystem: string
  readonly versions: readonly ExposedVersion<Seen>[]
  /** What clears every version of it. */
  readonly clearing: Clearing
}

/** What one vulnerability means for a package. */
export interface PackageAdvisory {
  /** CVE-2024-3094, or the id of the advisory where no CVE names it. */
  readonly name: string
  readonly title: string
  readonly severity: Severity
  readonly releases: readonly {
    readonly ecosystem: string
    /** Installed versions, in order, that it affects and that it does not. */
    readonly affected: readonly string[]
    readonly others: readonly string[]
    /** Where it is fixed; empty where nowhere. */
    readonly fixed: readonly string[]
    /** What ends it, where versions do not: "install KB4012212". */
    readonly fix: string | undefined
  }[]
}

export interface PackageExposure<Seen> {
  /** Where its findings are: `deb/openssl`, and `npm/lodash` for all places `npm/lodash in …`. */
  readonly places: readonly string[]
  readonly releases: readonly PackageRelease<Seen>[]
  /** Those that affect something installed, the most severe first. */
  readonly advisories: readonly PackageAdvisory[]
}

interface Sighting<Seen> {
  readonly seen: Seen
  readonly software: InstalledSoftware
}

/** What feeds say now of all that is installed of one package. */
export function packageExposure<Seen>(
  all: readonly Sighting<Seen>[],
  content: VulnerabilityContent,
): PackageExposure<Seen> {
  const match = (software: InstalledSoftware) => content.match(software)
  const groups = new Map<string, Sighting<Seen>[]>()
  for (const sighting of all) {
    const key = ecosystemOf(sighting.software)
    groups.set(key, [...(groups.get(key) ?? []), sighting])
  }
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
  const releases = sorted.map(([ecosystem, members]): PackageRelease<Seen> => {
    const versions = members.map(({ seen, software }): ExposedVersion<Seen> => {
      const { matches, notAssessed } = match(software)
      return {
        seen,
        affected: new Set(matches.map(({ check }) => check)).size,
        undecided: notAssessed.filter(({ check }) => check !== undefined).length,
        unspoken: notAssessed.find(({ check }) => check === undefined)?.sentence,
        clearing: clearingVersion([software], match),
      }
    })
    return {
      ecosystem,
      versions,
      clearing: clearingVersion(
        members.map(({ software }) => software),
        match,
      ),
    }
  })
  return {
    places: [...new Set(all.map(({ software }) => placeOf({ software, path: undefined })))].sort(),
    releases,
    advisories: advisoriesOf(sorted, content),
  }
}

function advisoriesOf<Seen>(
  groups: readonly (readonly [string, readonly Sighting<Seen>[]])[],
  content: VulnerabilityContent,
): readonly PackageAdvisory[] {
  const found = new Map<string, { first: Match; severity: Severity; releases: PackageAdvisory['releases'][number][] }>()
  for (const [ecosystem, members] of groups) {
    const versionOf = ({ software: { source, version } }: Sighting<Seen>) => source?.version ?? version ?? ''
    const all = inOrderOfVersions(ecosystem, members.map(versionOf))
    const byCheck = new Map<string, { matches: Match[]; versions: Set<string> }>()
    for (const member of members)
      for (const one of content.match(member.software).matches) {
        const mine = byCheck.get(one.check) ?? { matches: [], versions: new Set() }
        mine.matches.push(one)
        mine.versions.add(versionOf(member))
        byCheck.set(one.check, mine)
      }
    for (const [check, { matches, versions }] of byCheck) {
      const [first] = matches as [Match, ...Match[]]
      const before = found.get(check)
      const severity = worst([...(before ? [before.severity] : []), ...matches.map((one) => one.severity)])
      const release = {
        ecosystem,
        affected: all.filter((one) => versions.has(one)),
        others: all.filter((one) => !versions.has(one)),
        fixed: inOrderOfVersions(
          first.ecosystem,
          matches.flatMap(({ fixed }) => fixed),
        ),
        fix: matches.find(({ fix }) => fix !== undefined)?.fix,
      }
      found.set(check, {
        first: before?.first ?? first,
        severity,
        releases: [...(before?.releases ?? []), release],
      })
    }
  }
  const rank = (severity: Severity) => severities.indexOf(severity)
  return [...found]
    .sort(([a, one], [b, other]) => rank(one.severity) - rank(other.severity) || (a < b ? 1 : -1))
    .map(([name, { first, severity, releases }]) => ({ name, title: first.title, severity, releases }))
}

function worst(all: readonly Severity[]): Severity {
  return severities.find((one) => all.includes(one)) ?? 'info'
}
