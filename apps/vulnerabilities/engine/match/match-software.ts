import type { Severity } from '@holdfast/platform/contract'
import type { AdvisoryLibrary, FedThreat } from '../advisory-library.ts'
import { ecosystemOf, type InstalledSoftware } from '../installed-software.ts'
import { maxName, shown, sortedSet, words } from './bounded.ts'
import { namingOf } from './checks-of.ts'
import table from './confidence.json' with { type: 'json' }
import { decide } from './decide.ts'
import { inOrderOfVersions } from './fixed-in.ts'
import { type Rated, severityOf } from './severity-of.ts'
import type { Basis, Statement } from './statement.ts'
import { type CheckStatements, type Stated, StatementFinder } from './statements-of.ts'

export type MatchType = 'exact-direct' | 'exact-indirect' | 'cpe'

/** A software that is affected by one check. */
export interface Match {
  readonly purl: string
  readonly ecosystem: string
  /** The package that the deciding statement names, and the version of it that is installed. */
  readonly name: string
  readonly installed: string
  /** A CVE; without any, the smallest id of the alias group of the advisory. */
  readonly check: string
  /** Other names of it, in order of code units. */
  readonly aliases: readonly string[]
  readonly title: string
  /** Where it is said to be fixed, in the order of versions. More than one: publishers disagree, and the last satisfies all. */
  readonly fixed: readonly string[]
  /** Why none is named. */
  readonly unfixed: Statement['unfixed']
  readonly matchType: MatchType
  /** 0–100: `confidence.json` has the table, with reasons. */
  readonly confidence: number
  readonly severity: Severity
  readonly rated: Rated
  /** Of kernels: whether it is the one that runs. Absent where that is not known, and of everything else. */
  readonly inUse: boolean | undefined
  /** All that say so. */
  readonly statements: readonly Statement[]
  /** Why it matched, in one sentence. */
  readonly because: string
  /** What to do: "upgrade openssl to 3.0.15-1~deb12u1". Undefined where nothing is to be had. */
  readonly fix: string | undefined
  readonly cwes: readonly string[]
}

/** What could not be decided. Never clean. */
export interface NotAssessed {
  readonly purl: string
  readonly ecosystem: string
  readonly name: string
  /** Undefined where it is the software as a whole that nobody speaks of. */
  readonly check: string | undefined
  readonly reason: 'no-ecosystem' | 'no-feed' | 'no-version' | 'undecided' | 'under-investigation'
  readonly sentence: string
}

/** What is said to be affected, and yet is no finding: by whose word. */
export interface Outweighed {
  readonly purl: string
  readonly check: string
  readonly reason: 'owned-by-package' | 'rejected' | 'low-confidence'
  readonly sentence: string
  readonly statements: readonly Statement[]
}

export interface Matching {
  readonly matches: readonly Match[]
  readonly notAssessed: readonly NotAssessed[]
  readonly outweighed: readonly Outweighed[]
}

export interface MatchOptions {
  /** 0–100: what is less sure is no match. 50 unless told, which leaves out matches by CPE. */
  readonly leastConfidence?: number
}

const usualLeast = 50
/** Statements shown of one match; all of them count. */
const maxStatements = 50
const maxAliases = 100

/**
 * Matches software one by one; keeps what it looked up for those that follow. The same software and library give the same result, byte for byte, whatever
 * came before. Results are in the order of checks.
 */
export class Matcher {
  readonly #finder: StatementFinder
  readonly #least: number

  constructor(library: AdvisoryLibrary, { leastConfidence = usualLeast }: MatchOptions = {}) {
    this.#finder = new StatementFinder(library)
    this.#least = leastConfidence
  }

  match(software: InstalledSoftware): Matching {
    const { library } = this.#finder
    const matches: Match[] = []
    const outweighed: Outweighed[] = []
    const speaker = software.owner?.ecosystems.find((one) => library.covers(one))
    // What a package of the distribution holds is assessed with that package.
    const notAssessed: NotAssessed[] = speaker === undefined ? [...wholeNotAssessed(software, library)] : []
    for (const about of this.#finder.statementsOf(software, {
      withCpes: this.#least <= table.cpe.confidence,
      deciding: true,
    })) {
      const { outcome, by } = decide(about.stated)
      if (outcome === 'undecided' && speaker === undefined) notAssessed.push(undecided(software, about.check, by))
      if (outcome !== 'affected') continue
      const threats = library.threatsOf(about.check)
      const against = outweighing(software, about.check, by, threats, speaker, this.#least)
      if (against === undefined) matches.push(this.#matchOf(software, about, by, threats))
      else outweighed.push(against)
    }
    return { matches, notAssessed, outweighed }
  }

  #matchOf(
    software: InstalledSoftware,
    { check, aliases }: CheckStatements,
    by: readonly Stated[],
    threats: readonly FedThreat[],
  ): Match {
    const best = surest(by)
    const { statement } = best
    const fixed = inOrderOfVersions(
      statement.ecosystem,
      by.flatMap(({ statement: { fixed: version } }) => (version === undefined ? [] : [version])),
    )
    const rated = severityOf(
      by,
      threats,
      ({ advisory }) => namingOf(advisory, this.#finder.library).checks.length === 1,
    )
    const unfixed =
      fixed.length > 0 ? undefined : by.map(({ statement: one }) => one.unfixed).find((one) => one !== undefined)
    const top = fixed.at(-1)
    return {
      purl: shown(software.purl),
      ecosystem: shown(statement.ecosystem),
      name: statement.name,
      installed: statement.installed,
      check,
      aliases: sortedSet([...aliases].map(shown)).slice(0, maxAliases),
      title: titleOf(check, by, threats),
      fixed,
      unfixed,
      matchType: table[statement.basis].matchType as MatchType,
      confidence: table[statement.basis].confidence,
      severity: rated.severity,
      rated,
      inUse: software.kernel === undefined ? undefined : software.kernel === 'running',
      statements: by.slice(0, maxStatements).map((one) => one.statement),
      because: becauseOf(software, statement),
      fix: top === undefined ? updateWords(statement) : `upgrade ${statement.name} to ${top}`,
      cwes: sortedSet([
        ...by.flatMap(({ advisory }) => advisory.cwes),
        ...threats.flatMap(({ threat }) => threat.cwes ?? []),
      ]).slice(0, maxAliases),
    }
  }
}

/** The newest update holds what those before it held. */
function updateWords({ updates = [] }: Statement): string | undefined {
  const newest = updates.at(-1)
  if (newest === undefined) return undefined
  return updates.length === 1 ? `install ${newest}` : `install ${newest}, or another update that fixes it`
}

/** Matches one software: a Matcher of its own. */
export function matchSoftware(
  software: InstalledSoftware,
  library: AdvisoryLibrary,
  options: MatchOptions = {},
): Matching {
  return new Matcher(library, options).match(software)
}

function wholeNotAssessed(software: InstalledSoftware, library: AdvisoryLibrary): readonly NotAssessed[] {
  const { ecosystems, type, fromDistribution } = software
  const name = shown(software.name)
  const told = { purl: shown(software.purl), ecosystem: shown(ecosystemOf(software)), name, check: undefined }
  const all = ecosystems.flat()
  if (all.length === 0) {
    const sentence = fromDistribution
      ? `No feed speaks of the distribution or release of ${name}: not assessed.`
      : `No advisories are published for packages of the kind ${shown(type)}: not assessed.`
    return [{ ...told, reason: 'no-ecosystem', sentence }]
  }
  if (!all.some((one) => library.covers(one)))
    return [{ ...told, reason: 'no-feed', sentence: `There is no advisory feed for ${all[0]}: not assessed.` }]
  if (software.version === undefined || software.version === '' || software.name.length > maxName)
    return [
      { ...told, reason: 'no-version', sentence: `Which version of ${name} is installed is not known: not assessed.` },
    ]
  return []
}

function undecided(software: InstalledSoftware, check: string, by: readonly Stated[]): NotAssessed {
  const [first] = by
  const investigating = by.every(({ statement }) => statement.outcome === 'under-investigation')
  return {
    purl: shown(software.purl),
    ecosystem: shown(ecosystemOf(software)),
    name: shown(software.name),
    check,
    reason: investigating ? 'under-investigation' : 'undecided',
    sentence: `${first?.statement.words ?? ''}: not assessed.`,
  }
}

/** Why something that is said to be affected is no finding all the same. */
function outweighing(
  software: InstalledSoftware,
  check: string,
  by: readonly Stated[],
  threats: readonly FedThreat[],
  speaker: string | undefined,
  least: number,
): Outweighed | undefined {
  const told = {
    purl: shown(software.purl),
    check,
    statements: by.slice(0, maxStatements).map(({ statement }) => statement),
  }
  const rejecting = threats.find(({ threat }) => threat.rejected === true)
  if (rejecting !== undefined)
    return { ...told, reason: 'rejected', sentence: `The number ${check} was given back, as ${rejecting.feed} says.` }
  if (software.owner !== undefined && speaker !== undefined) {
    const sentence = `The package ${shown(software.owner.name)} of the distribution holds ${shown(software.name)}: what ${speaker} says of that package counts.`
    return { ...told, reason: 'owned-by-package', sentence }
  }
  const { confidence, reason } = table[surest(by).statement.basis]
  if (confidence >= least) return undefined
  return { ...told, reason: 'low-confidence', sentence: `The confidence of ${confidence} is below ${least}. ${reason}` }
}

/** The statement that is surest, and among those the first. */
function surest(by: readonly Stated[]): Stated {
  const rank = ({ statement: { basis } }: Stated) => table[basis as Basis].confidence
  return by.reduce((best, one) => (rank(one) > rank(best) ? one : best))
}

/** The publisher's own words, otherwise those of the CVE. */
function titleOf(check: string, by: readonly Stated[], threats: readonly FedThreat[]): string {
  const title =
    by.map(({ advisory }) => advisory.summary).find((text) => text !== '') ??
    threats.map(({ threat }) => threat.title ?? threat.description).find((text) => text !== undefined) ??
    by.map(({ advisory }) => advisory.details.split('\n')[0] ?? '').find((text) => text !== '') ??
    check
  return words(title)
}

function becauseOf(software: InstalledSoftware, { words: said, name, feed }: Statement): string {
  const from = name === software.name ? '' : `; ${shown(software.name)} is built from ${name}`
  const state = software.kernel === undefined ? '' : `; ${kernelWords[software.kernel]}`
  return `${said} (${feed})${from}${state}`
}

const kernelWords = {
  running: 'this kernel runs',
  installed: 'this kernel is installed and does not run',
  'no-kernel': 'this package holds no kernel',
} as const
