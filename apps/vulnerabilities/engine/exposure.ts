import type { InstalledSoftware } from './installed-software.ts'
import type { VulnerabilityContent } from './judge/content.ts'
import { byCodeUnits } from './match/bounded.ts'
import { namingOf } from './match/checks-of.ts'

/** One distinct software that a vulnerability is about. */
export interface Exposed<Seen> {
  readonly seen: Seen
  readonly verdict: 'affected' | 'not-assessed'
  readonly ecosystem: string
  readonly installed: string
  readonly fixed: readonly string[]
  /** Why, in one sentence. */
  readonly words: string
}

/** Checks that go by a name: the CVE itself, or those that an advisory is about. */
export function checksOf(name: string, { library }: VulnerabilityContent): ReadonlySet<string> {
  const checks = new Set(library.advisoriesOf(name).flatMap(({ advisory }) => namingOf(advisory, library).checks))
  return checks.has(name) || checks.size === 0 ? new Set([name]) : checks
}

/** Names of packages, in small letters, that advisories name with it: nothing else can be affected by it. */
export function namesWith(name: string, { library }: VulnerabilityContent): readonly string[] {
  const names = library
    .advisoriesOf(name)
    .flatMap(({ advisory }) => advisory.affected.flatMap((entry) => (entry.name === undefined ? [] : [entry.name])))
    .flatMap((each) => {
      const small = each.toLowerCase()
      return [small, small.replaceAll('-', '_'), small.replaceAll('-', '.')]
    })
  return [...new Set(names)].sort(byCodeUnits)
}

/** Which of some software it affects, or may affect: by what feeds say now, whether or not anything was judged since. */
export function exposed<Seen>(
  name: string,
  all: readonly { readonly seen: Seen; readonly software: InstalledSoftware }[],
  content: VulnerabilityContent,
): readonly Exposed<Seen>[] {
  const checks = checksOf(name, content)
  return all.flatMap(({ seen, software }): Exposed<Seen>[] => {
    const { matches, notAssessed } = content.match(software)
    const match = matches.find(({ check }) => checks.has(check))
    if (match)
      return [
        {
          seen,
          verdict: 'affected',
          ecosystem: match.ecosystem,
          installed: match.installed,
          fixed: match.fixed,
          words: match.because,
        },
      ]
    const open = notAssessed.find(({ check }) => check !== undefined && checks.has(check))
    if (!open) return []
    const { version = '' } = software
    return [{ seen, verdict: 'not-assessed', ecosystem: '', installed: version, fixed: [], words: open.sentence }]
  })
}
