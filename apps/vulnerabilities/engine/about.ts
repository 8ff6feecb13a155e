import type { AdvisoryLibrary, FedAdvisory } from './advisory-library.ts'
import { byCodeUnits } from './match/bounded.ts'
import { isCve, namingOf } from './match/checks-of.ts'
import { keysOf, packageKey } from './package-key.ts'

/** More names than any real group has. */
const maxNames = 500

/** Checks that go by a name: itself, where it is a check, otherwise those of the advisories that are called so. */
export function checksCalled(name: string, library: AdvisoryLibrary): ReadonlySet<string> {
  const checks = new Set(library.advisoriesOf(name).flatMap(({ advisory }) => namingOf(advisory, library).checks))
  return checks.has(name) || checks.size === 0 ? new Set([name]) : checks
}

/** All advisories that make statements about some checks, those among them that name a check only through another advisory. */
export function advisoriesAbout(checks: ReadonlySet<string>, library: AdvisoryLibrary): readonly FedAdvisory[] {
  const found = new Map<string, FedAdvisory>()
  const names = new Set(checks)
  // A set goes on to what is added while it is walked.
  for (const name of names)
    for (const one of library.advisoriesOf(name)) {
      const { id, aliases } = one.advisory
      found.set(`${one.feed}\n${id}`, one)
      for (const other of [id, ...aliases]) if (!isCve(other) && names.size < maxNames) names.add(other)
    }
  return [...found]
    .filter(([, { advisory }]) => namingOf(advisory, library).checks.some((check) => checks.has(check)))
    .sort(([a], [b]) => byCodeUnits(a, b))
    .map(([, one]) => one)
}

/** The same library, in which packages are named by these advisories only: asking what one CVE affects then costs nothing for all others. */
export function narrowed(library: AdvisoryLibrary, advisories: readonly FedAdvisory[]): AdvisoryLibrary {
  const textOf = ({ ecosystem, name }: { ecosystem: string; name: string }) => `${ecosystem}\n${name}`
  const entries = advisories.flatMap(({ feed, advisory }) =>
    advisory.affected.map((entry) => ({
      keys: new Set(keysOf(entry).map(textOf)),
      named: { feed, entry, advisory: () => ({ ...advisory, affected: [entry] }) },
    })),
  )
  return {
    ...library,
    entriesNaming(ecosystem, name) {
      const key = textOf(packageKey(ecosystem, name))
      return entries.filter(({ keys }) => keys.has(key)).map(({ named }) => named)
    },
  }
}
