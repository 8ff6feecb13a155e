import type { AdvisoryLibrary } from './advisory-library.ts'
import { ecosystemOf, type InstalledSoftware } from './installed-software.ts'
import { byCodeUnits, shown } from './match/bounded.ts'
import { namingOf } from './match/checks-of.ts'
import { decide } from './match/decide.ts'
import { Matcher } from './match/match-software.ts'
import type { Statement } from './match/statement.ts'
import { StatementFinder } from './match/statements-of.ts'

/** Why one software is affected by something, or is not. */
export interface Explanation {
  readonly purl: string
  readonly name: string
  readonly version: string
  readonly ecosystem: string
  /** The check that was asked for by this or another name. */
  readonly check: string
  readonly verdict: 'affected' | 'not-affected' | 'not-assessed' | 'outweighed' | 'not-named'
  /** One sentence for people. */
  readonly sentence: string
  /** All that is said of it, those that did not decide among them. */
  readonly statements: readonly Statement[]
}

/** What is asked about. */
export interface Explained {
  /** Checks that go by this name: CVEs, otherwise the first id of its group. Empty where no feed knows it. */
  readonly checks: readonly string[]
  /** Packages that advisories name with it, `Debian:12 openssl`, in order of code units. */
  readonly names: readonly string[]
  /** Advisories that name it, with their feeds. */
  readonly advisories: readonly { readonly feed: string; readonly advisory: string; readonly withdrawn: boolean }[]
  /** One for each software that advisories name with it, those affected first. */
  readonly explanations: readonly Explanation[]
}

const maxNames = 1000

/** Why what goes by a name (CVE, advisory or alias) matches each software, or does not. Software that nothing names with it is told only where `all` is asked for. */
export function explain(
  id: string,
  software: readonly InstalledSoftware[],
  library: AdvisoryLibrary,
  { all = false }: { readonly all?: boolean } = {},
): Explained {
  const naming = library.advisoriesOf(id)
  const checks = new Set(naming.flatMap(({ advisory }) => namingOf(advisory, library).checks))
  // An advisory about several CVEs does not explain the others, when one of them was asked for.
  const asked = checks.has(id) ? new Set([id]) : checks
  const finder = new StatementFinder(library)
  const matcher = new Matcher(library)
  const explanations = new Map<string, Explanation>()
  for (const one of software) {
    for (const explanation of explainOne(one, id, asked, finder, matcher, all)) {
      explanations.set(
        `${order.indexOf(explanation.verdict)}\n${explanation.purl}\n${explanation.name}\n${explanation.version}\n${explanation.check}\n${explanation.sentence}`,
        explanation,
      )
    }
  }
  const names = naming.flatMap(({ advisory }) =>
    advisory.affected.map(({ ecosystem = '', name, cpe = '' }) => shown(`${ecosystem} ${name ?? cpe}`.trim())),
  )
  return {
    checks: [...asked].sort(byCodeUnits),
    names: [...new Set(names)].sort(byCodeUnits).slice(0, maxNames),
    advisories: naming.map(({ feed, advisory }) => ({
      feed,
      advisory: shown(advisory.id),
      withdrawn: advisory.withdrawn !== undefined,
    })),
    explanations: [...explanations].sort(([a], [b]) => byCodeUnits(a, b)).map(([, one]) => one),
  }
}

const order: readonly Explanation['verdict'][] = ['affected', 'not-assessed', 'outweighed', 'not-affected', 'not-named']

function explainOne(
  software: InstalledSoftware,
  id: string,
  asked: ReadonlySet<string>,
  finder: StatementFinder,
  matcher: Matcher,
  all: boolean,
): readonly Explanation[] {
  const told = {
    purl: shown(software.purl),
    name: shown(software.name),
    version: shown(software.version ?? ''),
    ecosystem: shown(ecosystemOf(software)),
  }
  const about = finder
    .statementsOf(software, { withCpes: true, deciding: false })
    .filter(({ check }) => asked.has(check))
  if (about.length === 0) {
    if (!all) return []
    const known = software.ecosystems.flat().some((one) => finder.library.covers(one))
    const [verdict, sentence] = known
      ? (['not-named', `Nothing that is known of ${told.ecosystem} names ${told.name} with ${shown(id)}.`] as const)
      : (['not-assessed', `There is no advisory feed for ${told.ecosystem}: not assessed.`] as const)
    return [{ ...told, check: shown(id), verdict, sentence, statements: [] }]
  }
  const result = matcher.match(software)
  return about.map(({ check, stated }) => {
    const statements = stated.map(({ statement }) => statement)
    const match = result.matches.find((one) => one.check === check)
    if (match !== undefined)
      return { ...told, check, verdict: 'affected', sentence: sentenceOf(match.because), statements }
    const against = result.outweighed.find((one) => one.check === check)
    if (against !== undefined) return { ...told, check, verdict: 'outweighed', sentence: against.sentence, statements }
    const open = result.notAssessed.find((one) => one.check === check)
    if (open !== undefined) return { ...told, check, verdict: 'not-assessed', sentence: open.sentence, statements }
    const { by } = decide(stated)
    const words = [...new Set(by.map(({ statement }) => statement.words))].slice(0, 3).join('; ')
    return { ...told, check, verdict: 'not-affected', sentence: sentenceOf(words), statements }
  })
}

function sentenceOf(words: string): string {
  return `${words}.`
}
