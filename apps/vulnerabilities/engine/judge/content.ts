import type { AdvisoryLibrary } from '../advisory-library.ts'
import { type InstalledSoftware, softwareKey } from '../installed-software.ts'
import { Matcher, type Matching } from '../match/match-software.ts'
import { checkIdOf } from './check-id.ts'

/** So many distinct software are kept with what was said of them. */
const mostKept = 100_000

/** What the judge reads beside facts: everything that feeds say, and what was made of it so far. */
export interface VulnerabilityContent {
  readonly library: AdvisoryLibrary
  /** Of one distinct software; worked out once, whichever assets have it. */
  match(software: InstalledSoftware): Matching
  /** How a check that was met is written: `GHSA-29mw-wpgm-hmr9`. */
  nameOf(checkId: string): string | undefined
}

export function vulnerabilityContent(library: AdvisoryLibrary): VulnerabilityContent {
  const matcher = new Matcher(library)
  const kept = new Map<string, Matching>()
  const names = new Map<string, string>()
  // Functions and maps stay out of the digest of content: it is that of the feeds.
  return Object.defineProperties({} as VulnerabilityContent, {
    feeds: { enumerable: true, value: library.feeds().map(({ feed, digest }) => `${feed} ${digest}`) },
    library: { enumerable: false, value: library },
    match: {
      enumerable: false,
      value: (software: InstalledSoftware) => {
        const key = softwareKey(software)
        const known = kept.get(key)
        if (known) return known
        const made = matcher.match(software)
        for (const { check } of [...made.matches, ...made.notAssessed])
          if (check !== undefined) names.set(checkIdOf(check), check)
        if (kept.size >= mostKept) kept.clear()
        kept.set(key, made)
        return made
      },
    },
    nameOf: { enumerable: false, value: (id: string) => names.get(id) },
  })
}
