import { cvssOfRating, type ScoreModel, type TermId } from './score-model.ts'
import { type Exploitation, exploitations, type ThreatFacts } from './threat-facts.ts'

/** What a term reads from what is known, before any weight. */
export interface TermReading {
  readonly value: string | number | null
  /** What counts in place of the value where something else stands for it. */
  readonly counted?: number | string
  readonly sentence: string
}

/** Reads one term. `day` as `YYYY-MM-DD`. */
export function readTerm(id: TermId, threat: ThreatFacts, day: string | undefined, model: ScoreModel): TermReading {
  switch (id) {
    case 'severity':
      return severity(threat, model)
    case 'exploitation':
      return exploitation(threat)
    case 'epss':
      return epss(threat)
    case 'kevDue':
      return kevDue(threat, day)
    case 'automatable':
      return automatable(threat)
    case 'technicalImpact':
      return technicalImpact(threat)
  }
}

function severity({ cvss, rating }: ThreatFacts, model: ScoreModel): TermReading {
  if (cvss) {
    return {
      value: cvss.score,
      sentence: `CVSS ${cvss.version} scores it ${cvss.score.toFixed(1)} of 10 (${cvss.vector}).`,
    }
  }
  const word = rating === undefined ? undefined : cvssOfRating(rating, model)
  if (word !== undefined) {
    return {
      value: null,
      counted: word,
      sentence: `There is no CVSS vector; the publisher calls it ${rating}, which counts as ${word.toFixed(1)} of 10.`,
    }
  }
  const assumed = Number(model.terms.severity.whenUnknown).toFixed(1)
  return {
    value: null,
    sentence: `Nobody has said how severe it is: it counts as ${assumed} of 10 until somebody does.`,
  }
}

const stages: Readonly<Record<Exploitation, string>> = {
  none: 'No exploit is known',
  poc: 'A proof of concept is public',
  functional: 'A working exploit is public',
  weaponised: 'The exploit is in a tool that anybody can run',
  active: 'It is exploited',
  ransomware: 'Ransomware uses it',
}

function exploitation({ exploitation, kev }: ThreatFacts): TermReading {
  // Who gives a catalogue entry alone need not repeat what it proves.
  const listed: Exploitation | undefined = kev === undefined ? undefined : kev.ransomware ? 'ransomware' : 'active'
  const level = [exploitation?.level, listed]
    .filter((one) => one !== undefined)
    .sort((a, b) => exploitations.indexOf(b) - exploitations.indexOf(a))[0]
  if (level === undefined)
    return { value: null, sentence: 'No feed says whether it is exploited: it counts as if it were not.' }
  const because =
    level === exploitation?.level
      ? exploitation.because
      : level === 'ransomware'
        ? 'the catalogue of known exploited vulnerabilities says so'
        : 'it is in the catalogue of known exploited vulnerabilities'
  return { value: level, sentence: `${stages[level]}: ${because}.` }
}

function epss({ epss, epssPercentile }: ThreatFacts): TermReading {
  if (epss === undefined) {
    return { value: null, sentence: 'EPSS has no forecast for it: it counts as unlikely until there is one.' }
  }
  const rank = epssPercentile === undefined ? '' : `, as much as or more than for ${percent(epssPercentile)} of all`
  return { value: epss, sentence: `EPSS expects exploitation within 30 days with ${percent(epss)}${rank}.` }
}

function kevDue({ kev }: ThreatFacts, day: string | undefined): TermReading {
  if (!kev) return { value: 'not-listed', sentence: 'It is not in the catalogue of known exploited vulnerabilities.' }
  const { due } = kev
  if (due === undefined)
    return { value: 'ahead', sentence: 'It is in the catalogue, without a day by which it is to be fixed.' }
  if (day === undefined)
    return { value: 'ahead', sentence: `The catalogue wants it fixed by ${due}; the day of this score is not known.` }
  return day > due
    ? { value: 'past', sentence: `The catalogue wanted it fixed by ${due}, which is over.` }
    : { value: 'ahead', sentence: `The catalogue wants it fixed by ${due}.` }
}

function automatable({ automatable }: ThreatFacts): TermReading {
  if (automatable === undefined)
    return { value: null, sentence: 'Whether the attack can be automated is not known: it counts nothing.' }
  const sentence =
    automatable === 'yes' ? 'The attack can be automated from end to end.' : 'Some step of the attack needs a person.'
  return { value: automatable, sentence }
}

function technicalImpact({ technicalImpact }: ThreatFacts): TermReading {
  if (technicalImpact === undefined) {
    return {
      value: null,
      sentence: 'Whether the attack gives total control of the software is not known: it counts nothing.',
    }
  }
  const sentence =
    technicalImpact === 'total'
      ? 'The attack gives total control of the software, or all that it keeps.'
      : 'The attack gives partial control of the software.'
  return { value: technicalImpact, sentence }
}

/** `0.00063` → `0.063 %`, `0.97` → `97 %`, `0.99999` → `99.99 %`: only what is all is 100. */
function percent(share: number): string {
  const value = share * 100
  return `${value >= 99 ? Math.floor(value * 100) / 100 : Number(value.toPrecision(2))} %`
}
