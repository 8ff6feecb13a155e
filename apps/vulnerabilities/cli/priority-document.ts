import { parseCvss, scoreCvss, severityOf } from '@holdfast/kit/cvss'
import { tableLines, visible } from '@holdfast/kit/tabular'
import {
  type Decision,
  decide,
  decisionTrees,
  indicatorsOf,
  inputsOfFacts,
  type OtherScore,
  otherScores,
  type PlaceFacts,
  type ScoreExplanation,
  type SeverityLevel,
  severityLevel,
  type ThreatFacts,
  type ThreatIndicator,
} from '../engine/priority/index.ts'

export interface PriorityDocument extends ScoreExplanation {
  readonly schemaVersion: 1
  readonly subject: string
  readonly day: string
  /** Feeds that know it. */
  readonly feeds: readonly string[]
  readonly level: SeverityLevel | null
  readonly indicators: readonly ThreatIndicator[]
  readonly decisions: readonly Decision[]
  /** The same by the formulas of other tools, to compare. */
  readonly others: readonly OtherScore[]
}

export function priorityDocument(
  about: { readonly subject: string; readonly day: string; readonly feeds: readonly string[] },
  threat: ThreatFacts,
  place: PlaceFacts | undefined,
  explanation: ScoreExplanation,
  catalogue: boolean,
): PriorityDocument {
  const inputs = inputsOfFacts(threat, place, { catalogue })
  const parsed = threat.cvss && parseCvss(threat.cvss.vector)
  const base = parsed?.ok ? scoreCvss(parsed.value).base : undefined
  const rating = threat.rating ?? (threat.cvss && severityOf(threat.cvss.version, threat.cvss.score))
  const others = otherScores({
    ...(rating !== undefined && { rating }),
    ...(base !== undefined && { cvssBases: [base] }),
    ...(threat.epss !== undefined && { epss: threat.epss }),
    ...(threat.kev && { kev: threat.kev }),
  })
  return {
    schemaVersion: 1,
    ...about,
    ...explanation,
    level: severityLevel(threat) ?? null,
    indicators: indicatorsOf(threat, { catalogue }),
    decisions: decisionTrees.map((tree) => decide(tree, inputs)),
    others,
  }
}

/** The same for people. */
export function priorityTable(document: PriorityDocument): readonly string[] {
  const { subject, score, band, model, changes, range, terms, level, indicators, decisions, others } = document
  const open = range.least === range.most ? '' : `; with what is not known ${range.least} to ${range.most}`
  const tuned = changes.length === 0 ? '' : `, tuned: ${changes.join(', ')}`
  const rows = terms.map(({ title, value, weight, share, points, sentence }) => [
    title,
    value === null ? '?' : String(value),
    weight === null ? `× ${share}` : `of ${weight}`,
    String(points),
    sentence,
  ])
  const present = indicators.filter((indicator) => indicator.present).map(({ title }) => title)
  const trees = decisionTrees.flatMap(({ id, title }) => {
    const decision = decisions.find(({ tree }) => tree === id)
    return decision ? [`${title}: ${decision.sentence}`] : []
  })
  return [
    `${visible(subject)}  ${score} of 1000, ${band} (score ${model}${tuned}${open})`,
    '',
    ...tableLines(['term', 'value', 'weight', 'points', 'because'], rows),
    '',
    level === null ? 'Level: not known.' : `Level ${level.level}. ${level.sentence}`,
    ...(present.length === 0 ? [] : [`Indicators: ${present.join(', ')}.`]),
    ...trees,
    `To compare: ${others.map(({ title, score, scale }) => `${title} ${score} of ${scale}`).join(', ')}.`,
  ]
}
