import type {
  ScannedSoftware,
  SoftwareAssessment,
  SoftwareFinding,
  SoftwareNotAssessed,
} from '@holdfast/platform/contract'
import type { AdvisoryLibrary } from '../engine/advisory-library.ts'
import { ecosystemOf, type InstalledSoftware, softwareKey } from '../engine/installed-software.ts'
import { type Match, Matcher } from '../engine/match/match-software.ts'
import type { FoundSoftware } from './software-of.ts'

/** One distinct software, and all places where it lies. */
interface Distinct {
  readonly software: InstalledSoftware
  readonly paths: Set<string>
  readonly licenses: Set<string>
}

/** Matches everything that was found once for each distinct software. The order in which it was found does not matter. */
export function assess(found: readonly FoundSoftware[], library: AdvisoryLibrary): SoftwareAssessment {
  const matcher = new Matcher(library)
  const feeds = library.feeds().map(({ feed, date }) => ({ feed, date }))
  const software: ScannedSoftware[] = []
  const findings: SoftwareFinding[] = []
  const notAssessed: SoftwareNotAssessed[] = []
  for (const one of distinct(found)) {
    const paths = [...one.paths].sort()
    software.push(scanned(one, paths))
    if (feeds.length === 0) continue
    const result = matcher.match(one.software)
    for (const match of result.matches) findings.push(finding(match, one.software, paths))
    notAssessed.push(...result.notAssessed)
  }
  if (feeds.length === 0 && software.length > 0)
    notAssessed.push({
      purl: '',
      ecosystem: '',
      name: '',
      check: undefined,
      reason: 'no-feed',
      sentence: 'no advisory feed: not assessed (holdfast feed sync, or holdfast feed import DIR)',
    })
  return { software, findings, excepted: [], notAssessed, feeds }
}

function distinct(found: readonly FoundSoftware[]): readonly Distinct[] {
  const all = new Map<string, Distinct>()
  for (const { software, path, licenses } of found) {
    const key = `${ecosystemOf(software)}\n${software.name}\n${software.version ?? ''}\n${softwareKey(software)}`
    const known = all.get(key) ?? { software, paths: new Set(), licenses: new Set() }
    if (path !== undefined) known.paths.add(path)
    for (const license of licenses) known.licenses.add(license)
    all.set(key, known)
  }
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}

function scanned({ software, licenses }: Distinct, paths: readonly string[]): ScannedSoftware {
  const { purl, name, version, source, cpes } = software
  return {
    purl,
    ecosystem: ecosystemOf(software),
    name,
    version,
    source,
    licenses: [...licenses].sort(),
    cpes: cpes ?? [],
    paths,
  }
}

function finding(match: Match, { name }: InstalledSoftware, paths: readonly string[]): SoftwareFinding {
  const { rated, statements, fixed } = match
  return {
    check: match.check,
    aliases: match.aliases,
    title: match.title,
    severity: match.severity,
    rated: { by: rated.by, feed: rated.feed, value: rated.value, score: rated.score },
    purl: match.purl,
    ecosystem: match.ecosystem,
    name,
    namedAs: match.name,
    installed: match.installed,
    fixed: fixed.at(-1),
    fixedVersions: fixed,
    unfixed: match.unfixed,
    matchType: match.matchType,
    confidence: match.confidence,
    inUse: match.inUse,
    statements: statements.map(({ feed, advisory, words, fixed: version }) => ({
      feed,
      advisory,
      words,
      fixed: version,
    })),
    because: match.because,
    fix: match.fix,
    cwes: match.cwes,
    paths,
  }
}
