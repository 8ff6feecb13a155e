import type { AdvisoryIndex } from './advisory-index.ts'

/** One distinct software. `ecosystem` as OSV names it, with the release of a distribution: `Debian:12`, `npm`. */
export interface DistinctSoftware {
  readonly purl: string
  readonly ecosystem: string
  readonly name: string
  readonly version: string
  readonly sourceName?: string
  readonly sourceVersion?: string
}

export interface Match {
  readonly purl: string
  readonly check: string
  /** Advisories that say so, and their other names, in order of code units. */
  readonly advisories: readonly string[]
  readonly aliases: readonly string[]
  readonly installed: string
  /** Where each advisory says that it is fixed. More than one: they disagree. */
  readonly fixed: readonly string[]
  readonly matchType: 'package' | 'source-package'
}

export interface NotAssessed {
  readonly purl: string
  readonly reason: 'no-feed' | 'undecided'
  readonly sentence: string
}

export interface Matching {
  readonly matches: readonly Match[]
  readonly notAssessed: readonly NotAssessed[]
}

/** Judges each software once. The same software and index give the same result in any order. */
export function match(software: readonly DistinctSoftware[], index: AdvisoryIndex): Matching {
  const matches = new Map<string, Match>()
  const notAssessed = new Map<string, NotAssessed>()
  for (const one of software) {
    const { purl, ecosystem } = one
    if (!index.covers(ecosystem)) {
      const sentence = `There is no advisory feed for ${ecosystem}: not assessed.`
      notAssessed.set(`${purl}\n`, { purl, reason: 'no-feed', sentence })
      continue
    }
    for (const { name, version, matchType } of namesOf(one)) {
      for (const { advisory, check, judge } of index.entriesOf(ecosystem, name)) {
        const verdict = judge.judge(version)
        if (verdict.verdict === 'unknown') {
          const sentence = `${advisory.id} cannot be decided for ${name} ${version}: ${verdict.reason}.`
          notAssessed.set(`${purl}\n${sentence}`, { purl, reason: 'undecided', sentence })
        }
        if (verdict.verdict !== 'affected') continue
        const key = `${purl}\n${check}\n${matchType}\n${version}`
        const before = matches.get(key)
        const names = [...(before?.aliases ?? []), advisory.id, ...advisory.aliases]
        matches.set(key, {
          purl,
          check,
          advisories: sorted([...(before?.advisories ?? []), advisory.id]),
          aliases: sorted(names.filter((alias) => alias !== check)),
          installed: version,
          fixed: sorted([...(before?.fixed ?? []), ...(verdict.fixed === undefined ? [] : [verdict.fixed])]),
          matchType,
        })
      }
    }
  }
  return { matches: inOrder(matches), notAssessed: inOrder(notAssessed) }
}

/** The names by which advisories may speak of a software, each with the version that they mean. */
export function namesOf(one: DistinctSoftware) {
  const own = { name: one.name, version: one.version, matchType: 'package' as const }
  if (one.sourceName === undefined || one.sourceName === one.name) return [own]
  const version = one.sourceVersion ?? one.version
  return [own, { name: one.sourceName, version, matchType: 'source-package' as const }]
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort()
}

function inOrder<T>(byKey: ReadonlyMap<string, T>): readonly T[] {
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
}
