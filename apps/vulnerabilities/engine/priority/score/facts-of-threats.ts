import { type CvssVector, parseCvss } from '@holdfast/kit/cvss'
import type { Threat } from '../../threat.ts'
import { chooseCvss } from './choose-cvss.ts'
import exploitReferences from './exploit-references.json' with { type: 'json' }
import { cvssOfRating } from './score-model.ts'
import { type Exploitation, exploitations, type ThreatFacts } from './threat-facts.ts'

interface Evidence {
  readonly level: Exploitation
  readonly because: string
  readonly atLeast?: true
}

/** What feeds say of one vulnerability, as one: the newest, and where that does not decide the gravest. In any order the same. */
export function factsOfThreats(threats: readonly Threat[]): ThreatFacts {
  const inForce = threats.filter(({ rejected }) => rejected !== true)
  const severities = inForce.flatMap(({ severity }) => severity ?? [])
  const chosen = chooseCvss(severities.map(({ score }) => score))
  const rating = gravestRating(severities.map(({ score }) => score))
  const epss = inForce.flatMap(({ epss }) => epss ?? []).sort(byDateAndProbability)[0]
  const kevs = inForce.flatMap(({ kev }) => kev ?? [])
  const points = inForce.flatMap(({ ssvc }) => ssvc ?? [])
  const evidence = inForce.flatMap(evidenceOf).sort(gravestFirst)[0]
  const automatable = gravest(['yes', 'no'] as const, [
    ...points.map((point) => point.automatable.toLowerCase()),
    ...(chosen ? automatableOf(chosen.parsed) : []),
  ])
  const technicalImpact = gravest(
    ['total', 'partial'] as const,
    points.map((point) => point.technicalImpact.toLowerCase()),
  )
  const published = inForce.flatMap(({ published }) => dayOf(published) ?? []).sort()[0]
  const cwes = [...new Set(inForce.flatMap(({ cwes }) => cwes ?? []))].sort()
  return {
    ...(chosen && { cvss: { vector: chosen.vector, version: chosen.version, score: chosen.score } }),
    ...(rating !== undefined && { rating }),
    ...(epss && { epss: epss.probability, epssPercentile: epss.percentile }),
    ...(kevs.length > 0 && { kev: asOne(kevs) }),
    ...(evidence && { exploitation: evidence }),
    ...(automatable && { automatable }),
    ...(technicalImpact && { technicalImpact }),
    ...(published !== undefined && { published }),
    ...(cwes.length > 0 && { cwes }),
    ...(threats.length > 0 && inForce.length === 0 && { rejected: true }),
  }
}

/** All that a feed says about exploitation; also that somebody looked and found nothing. */
function evidenceOf({ kev, ssvc, severity, references }: Threat): readonly Evidence[] {
  const found: Evidence[] = []
  if (kev?.ransomware === true) {
    found.push({ level: 'ransomware', because: 'the catalogue of known exploited vulnerabilities names ransomware' })
  } else if (kev) found.push({ level: 'active', because: 'it is in the catalogue of known exploited vulnerabilities' })
  const word = ssvc?.exploitation.toLowerCase()
  if (word === 'active') found.push({ level: 'active', because: 'its SSVC points say that it is exploited' })
  if (word === 'poc' || word === 'public poc') {
    found.push({ level: 'poc', because: 'its SSVC points say that a proof of concept is public' })
  }
  if (word === 'none') found.push({ level: 'none', because: 'its SSVC points say that no exploit is known' })
  for (const { score } of severity ?? []) {
    const parsed = parseCvss(score.trim())
    const level = parsed.ok ? maturityOf(parsed.value) : undefined
    if (level) found.push({ level, because: `the exploit maturity of its CVSS vector says so` })
  }
  for (const { prefix, level, title } of exploitReferences) {
    if (!references?.some((reference) => reference.startsWith(prefix))) continue
    found.push({ level: level as Exploitation, because: `an exploit is published in ${title}`, atLeast: true })
  }
  return found
}

/** E of versions 2 and 3 (exploit code maturity) and of version 4 (exploit maturity). Undefined: not defined. */
function maturityOf({ metrics }: CvssVector): Exploitation | undefined {
  const value = metrics.get('E')
  if (value === 'A') return 'active'
  if (value === 'H') return 'weaponised'
  if (value === 'F') return 'functional'
  if (value === 'P' || value === 'POC') return 'poc'
  return value === 'U' ? 'none' : undefined
}

/** AU of version 4. */
function automatableOf({ metrics }: CvssVector): readonly string[] {
  const value = metrics.get('AU')
  return value === 'Y' ? ['yes'] : value === 'N' ? ['no'] : []
}

function gravestRating(words: readonly string[]): string | undefined {
  const value = (word: string) => cvssOfRating(word) ?? -1
  return words.filter((word) => value(word) >= 0).sort((a, b) => value(b) - value(a) || (a < b ? -1 : 1))[0]
}

function gravest<Word extends string>(order: readonly Word[], words: readonly string[]): Word | undefined {
  return order.find((word) => words.includes(word))
}

function gravestFirst(a: Evidence, b: Evidence): number {
  return (
    exploitations.indexOf(b.level) - exploitations.indexOf(a.level) ||
    Number(a.atLeast === true) - Number(b.atLeast === true) ||
    (a.because < b.because ? -1 : 1)
  )
}

type Epss = NonNullable<Threat['epss']>

function byDateAndProbability(a: Epss, b: Epss): number {
  if (a.date !== b.date) return a.date > b.date ? -1 : 1
  return b.probability - a.probability || b.percentile - a.percentile
}

function asOne(kevs: readonly NonNullable<Threat['kev']>[]): NonNullable<ThreatFacts['kev']> {
  const added = kevs.flatMap(({ added }) => dayOf(added) ?? []).sort()[0]
  const due = kevs.flatMap(({ due }) => dayOf(due) ?? []).sort()[0]
  const ransomware = kevs.some((kev) => kev.ransomware)
  return { ...(added !== undefined && { added }), ...(due !== undefined && { due }), ransomware }
}

function dayOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0]
}
