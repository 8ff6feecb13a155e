import otherScoresData from './other-scores.json' with { type: 'json' }

/** What the formulas of others read. Absent: not known. */
export interface OtherScoreInput {
  /** `critical`, `high`, `medium`, `low`, `negligible`; anything else counts as each formula counts what it does not know. */
  readonly rating?: string
  /** CVSS base scores of all sources, 0–10. */
  readonly cvssBases?: readonly number[]
  readonly epss?: number
  readonly kev?: { readonly ransomware: boolean }
}

export interface OtherScore {
  readonly id: 'grype' | 'gitlab'
  readonly title: string
  readonly score: number
  /** What the score can be at most. */
  readonly scale: number
  readonly formula: string
}

/** The same vulnerability by the published formulas of other tools, to compare; nothing here is judged by them. */
export function otherScores(input: OtherScoreInput): readonly OtherScore[] {
  return [grypeRisk(input), gitlabRisk(input)]
}

/** `min(threat × severity × kev, 1) × 100`, threat 1 for what is known to be exploited and EPSS otherwise. */
function grypeRisk({ rating, cvssBases = [], epss, kev }: OtherScoreInput): OtherScore {
  const { title, scale, ratings, kevFactor, ransomwareFactor } = otherScoresData.grype
  const threat = kev ? 1 : (epss ?? 0)
  const label = (of(ratings, rating) ?? ratings.unknown) / 10
  const bases = cvssBases.length === 0 ? [] : [cvssBases.reduce((sum, base) => sum + base, 0) / cvssBases.length / 10]
  const severity = [label, ...bases].reduce((sum, one) => sum + one, 0) / (1 + bases.length)
  const factor = kev === undefined ? 1 : kev.ransomware ? ransomwareFactor : kevFactor
  const score = Math.min(threat * severity * factor, 1) * scale
  const formula = `min(${threat} × ${tidy(severity)} × ${factor}, 1) × 100: threat, severity, catalogue of exploited vulnerabilities`
  return { id: 'grype', title, score: tidy(score), scale, formula }
}

/** Points by severity, by EPSS with a bonus from 0.1 and from 0.5, and for what is known to be exploited; at most 1. */
function gitlabRisk({ rating, epss = 0, kev }: OtherScoreInput): OtherScore {
  const { title, scale, ratings, epssFactor, bonuses, kevPoints } = otherScoresData.gitlab
  const base = of(ratings, rating) ?? 0
  const bonus = bonuses.find(({ from }) => epss >= from)?.points ?? 0
  const listed = kev ? kevPoints : 0
  const score = Math.min(base + epss * epssFactor + bonus + listed, scale)
  const formula = `${base} + ${tidy(epss)} × ${epssFactor} + ${bonus} + ${listed}: severity, EPSS with its bonus, catalogue of exploited vulnerabilities`
  return { id: 'gitlab', title, score: tidy(score), scale, formula }
}

function of(ratings: Readonly<Record<string, number>>, rating: string | undefined): number | undefined {
  const word = rating?.toLowerCase() ?? ''
  return Object.hasOwn(ratings, word) ? ratings[word] : undefined
}

function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
