import { advisoriesAbout, checksCalled, narrowed } from './about.ts'
import type { AdvisoryLibrary } from './advisory-library.ts'
import type { InstalledSoftware } from './installed-software.ts'
import { byCodeUnits } from './match/bounded.ts'
import { Matcher } from './match/match-software.ts'
import { spellings } from './package-key.ts'

/** One distinct software that a vulnerability is about. */
export interface Exposed<Seen> {
  readonly seen: Seen
  readonly verdict: 'affected' | 'not-assessed'
  readonly installed: string
  readonly fixed: readonly string[]
  /** Why, in one sentence. */
  readonly words: string
}

/** Who is exposed to one vulnerability, by what feeds say now, whether or not anything was judged since. */
export interface Exposure {
  /** Names of packages, in small letters, that advisories name with it: nothing else can be affected by it. */
  readonly names: readonly string[]
  /** Which of some software it affects, or may affect. */
  among<Seen>(all: readonly { readonly seen: Seen; readonly software: InstalledSoftware }[]): readonly Exposed<Seen>[]
}

/** The name is that of a CVE, or of an advisory. */
export function exposureTo(name: string, library: AdvisoryLibrary): Exposure {
  const checks = checksCalled(name, library)
  const advisories = advisoriesAbout(checks, library)
  const names = advisories.flatMap(({ advisory }) =>
    advisory.affected.flatMap((entry) => (entry.name === undefined ? [] : spellings(entry.name))),
  )
  const matcher = new Matcher(narrowed(library, advisories))
  return {
    names: [...new Set(names)].sort(byCodeUnits),
    among: (all) =>
      all.flatMap(({ seen, software }): Exposed<typeof seen>[] => {
        const { matches, notAssessed } = matcher.match(software)
        const match = matches.find(({ check }) => checks.has(check))
        if (match) {
          const { installed, fixed, because } = match
          return [{ seen, verdict: 'affected', installed, fixed, words: because }]
        }
        const open = notAssessed.find(({ check }) => check !== undefined && checks.has(check))
        if (!open) return []
        const installed = software.version ?? ''
        return [{ seen, verdict: 'not-assessed', installed, fixed: [], words: open.sentence }]
      }),
  }
}
