import { parseCvss, scoreCvss } from '@holdfast/kit/cvss'
import type { OsvSeverity } from '@holdfast/kit/osv'
import type { Severity } from '@holdfast/platform/contract'
import { severities } from '@holdfast/platform/contract'
import type { FedThreat } from '../advisory-library.ts'
import { byCodeUnits, shown } from './bounded.ts'
import ratings from './ratings.json' with { type: 'json' }
import type { Stated } from './statements-of.ts'

/** How bad it is, and who decided that. */
export interface Rated {
  readonly severity: Severity
  /** `rating`: the publisher's word for this package; `cvss`: a vector; `word`: the word of a database; `nobody`: none of these. */
  readonly by: 'rating' | 'cvss' | 'word' | 'nobody'
  readonly feed: string | undefined
  readonly advisory: string | undefined
  /** The rating, word or vector itself. */
  readonly value: string
  /** 0–10, of a vector. */
  readonly score: number | undefined
}

const byWord = new Map<string, string>(Object.entries(ratings))

/** What nobody rated is taken as this, and said so. */
const unrated: Rated = {
  severity: 'medium',
  by: 'nobody',
  feed: undefined,
  advisory: undefined,
  value: '',
  score: undefined,
}

/**
 * The rating of a publisher for this very package comes first; then CVSS, its newest version first: of the package, of an advisory that is about this check
 * alone, of the CVE itself, of an advisory about several; then words of databases. Of several alike, the worst.
 */
export function severityOf(
  by: readonly Stated[],
  threats: readonly FedThreat[],
  isAlone: (stated: Stated) => boolean,
): Rated {
  const named = by.map((one) => ({ ...one, from: { feed: one.statement.feed, advisory: one.statement.advisory } }))
  const ratingsGiven = named.flatMap(({ prepared, advisory, from }) => [
    ...(prepared.entry.rating === undefined ? [] : [ofWord('rating', prepared.entry.rating, from)]),
    ...[...prepared.entry.severity, ...advisory.severity]
      .filter(({ type }) => !type.startsWith('CVSS'))
      .map(({ score }) => ofWord('rating', score, from)),
  ])
  const own = named.filter(isAlone)
  const several = named.filter((one) => !isAlone(one))
  const steps: readonly (readonly (Rated | undefined)[])[] = [
    ratingsGiven,
    newest(named.flatMap(({ prepared, from }) => vectors(prepared.entry.severity, from))),
    newest(own.flatMap(({ advisory, from }) => vectors(advisory.severity, from))),
    newest(threats.flatMap(({ feed, threat }) => vectors(threat.severity ?? [], { feed, advisory: threat.cve }))),
    newest(several.flatMap(({ advisory, from }) => vectors(advisory.severity, from))),
    named.flatMap(({ advisory, from }) =>
      advisory.databaseSeverity === undefined ? [] : [ofWord('word', advisory.databaseSeverity, from)],
    ),
  ]
  for (const step of steps) {
    const [best] = step.filter((one) => one !== undefined).sort(worstFirst)
    if (best !== undefined) return best
  }
  return unrated
}

interface From {
  readonly feed: string
  readonly advisory: string
}

function ofWord(by: 'rating' | 'word', value: string, from: From): Rated | undefined {
  const severity = byWord.get(value.slice(0, 64).toLowerCase().replace(/\*+$/, '').trim())
  return severity === undefined
    ? undefined
    : { severity: severity as Severity, by, ...from, value: shown(value), score: undefined }
}

interface Vector extends Rated {
  readonly version: string
}

function vectors(given: readonly OsvSeverity[], from: From): readonly Vector[] {
  return given.flatMap(({ type, score: text }) => {
    const parsed = type.startsWith('CVSS') ? parseCvss(text) : undefined
    if (parsed === undefined || !parsed.ok) return []
    const { score, severity } = scoreCvss(parsed.value)
    const level: Severity = severity === 'none' ? 'info' : severity
    return [{ severity: level, by: 'cvss' as const, ...from, value: shown(text), score, version: parsed.value.version }]
  })
}

/** Those of the newest version of CVSS that was used. */
function newest(all: readonly Vector[]): readonly Rated[] {
  const version = all
    .map((one) => one.version)
    .sort(byCodeUnits)
    .at(-1)
  return all.filter((one) => one.version === version).map(({ version: _, ...rated }) => rated)
}

function worstFirst(a: Rated, b: Rated): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    (b.score ?? 0) - (a.score ?? 0) ||
    byCodeUnits(JSON.stringify(a), JSON.stringify(b))
  )
}
