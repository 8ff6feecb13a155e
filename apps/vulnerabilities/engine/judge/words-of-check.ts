import { parseCvss, scoreCvss } from '@holdfast/kit/cvss'
import { type Check, type CheckId, type Citation, severities } from '@holdfast/platform/contract'
import type { FedAdvisory, FedThreat } from '../advisory-library.ts'
import { factsOfLibrary } from '../priority/score/facts-of-library.ts'
import { namesOf } from './check-id.ts'
import type { VulnerabilityContent } from './content.ts'

const titleLength = 120
const textLength = 2000
const mostSources = 20

/** The words of a CVE, or of an advisory that no CVE names, from everything that feeds say of it; undefined where none does. */
export function wordsOfCheck(id: CheckId, content: VulnerabilityContent): Check | undefined {
  const told = content.nameOf(id)
  for (const name of told === undefined ? namesOf(id) : [told]) {
    const threats = content.library.threatsOf(name)
    const advisories = content.library.advisoriesOf(name)
    if (threats.length + advisories.length > 0) return wordsOfName(id, name, threats, advisories)
  }
  return undefined
}

/** The words of the check of this id about what is called by this name, from what feeds say of it: perhaps nothing. */
export function wordsOfName(
  id: CheckId,
  name: string,
  threats: readonly FedThreat[],
  advisories: readonly FedAdvisory[],
): Check {
  const title = first([
    ...threats.map(({ threat }) => threat.title),
    ...advisories.map(({ advisory }) => advisory.summary),
  ])
  const text = first([
    ...threats.map(({ threat }) => threat.description),
    ...advisories.map(({ advisory }) => advisory.details),
    ...advisories.map(({ advisory }) => advisory.summary),
  ])
  const short = title ?? text?.split(/\n|(?<=\.)\s/)[0]
  const about = short === undefined || short === name ? name : `${name}: ${plain(short)}`
  const cvss = worstVector(threats, advisories)
  const epss = threats.map(({ threat }) => threat.epss).find((one) => one !== undefined)
  const kev = threats.map(({ threat }) => threat.kev).find((one) => one !== undefined)
  const published = first([
    ...threats.map(({ threat }) => threat.published),
    ...advisories.map(({ advisory }) => advisory.published),
  ])?.slice(0, 10)
  return {
    id,
    // As of every check, the good condition.
    title: clip(`Not affected by ${about}`, titleLength),
    severity: cvss === undefined ? 'medium' : (severities.find((one) => one === cvss.severity) ?? 'info'),
    category: 'vulnerability',
    why: clip(text ?? `Feeds name ${name} and say nothing else of it.`, textLength),
    remedy: {
      words: clip(
        [
          ...(kev === undefined ? [] : [`It is known to be exploited. ${kev.action}`]),
          'Upgrade what is affected to a version in which it is fixed: each finding says which. Where none is named, take what is affected out of reach of attackers, or remove it.',
        ].join(' '),
        textLength,
      ),
    },
    source: sourcesOf(name, threats, advisories),
    parameters: {
      name: clip(name, 200),
      about: clip(about, titleLength),
      ...(cvss && { cvss: cvss.score, vector: cvss.vector }),
      ...(epss && { epss: epss.probability, percentile: epss.percentile }),
      ...(kev && { exploited: true, exploitedSince: kev.added, due: kev.due, ransomware: kev.ransomware }),
      ...(published !== undefined && isDay(published) && { published }),
      weaknesses: weaknessesOf(threats, advisories),
      threat: factsOfLibrary(name, threats, advisories),
    },
    since: published !== undefined && isDay(published) ? published : '1999-01-01',
    lifecycle: 'stable',
  }
}

function worstVector(threats: readonly FedThreat[], advisories: readonly FedAdvisory[]) {
  const given = [
    ...threats.flatMap(({ threat }) => threat.severity ?? []),
    ...advisories.flatMap(({ advisory }) => advisory.severity),
  ]
  const scored = given.flatMap(({ type, score: vector }) => {
    const parsed = type.startsWith('CVSS') ? parseCvss(vector) : undefined
    if (!parsed?.ok) return []
    const { score, severity } = scoreCvss(parsed.value)
    return [{ version: parsed.value.version, vector, score, severity: severity === 'none' ? 'info' : severity }]
  })
  return scored.sort((a, b) => order(b.version, a.version) || b.score - a.score || order(a.vector, b.vector))[0]
}

function sourcesOf(
  name: string,
  threats: readonly FedThreat[],
  advisories: readonly FedAdvisory[],
): readonly Citation[] {
  const sources: Citation[] = []
  if (name.startsWith('CVE-')) sources.push({ title: 'CVE record', url: `https://www.cve.org/CVERecord?id=${name}` })
  if (threats.some(({ threat }) => threat.kev))
    sources.push({
      title: 'CISA Known Exploited Vulnerabilities',
      url: `https://www.cisa.gov/known-exploited-vulnerabilities-catalog?search_api_fulltext=${encodeURIComponent(name)}`,
    })
  const urls = new Set([
    ...advisories.flatMap(({ advisory }) => advisory.references.map(({ url }) => url)),
    ...threats.flatMap(({ threat }) => threat.references ?? []),
  ])
  for (const url of [...urls].filter((one) => /^https?:\/\/\S{1,480}$/.test(one)).sort(order))
    sources.push({ title: url.replace(/^https?:\/\//, '').slice(0, 200), url })
  for (const { feed, advisory } of advisories)
    if (sources.length < mostSources) sources.push({ title: clip(`${advisory.id} (${feed})`, 200) })
  return sources.length > 0 ? sources.slice(0, mostSources) : [{ title: name }]
}

function weaknessesOf(threats: readonly FedThreat[], advisories: readonly FedAdvisory[]): readonly string[] {
  const all = [
    ...threats.flatMap(({ threat }) => threat.cwes ?? []),
    ...advisories.flatMap(({ advisory }) => advisory.cwes),
  ]
  return [...new Set(all)]
    .filter((one) => /^CWE-\d{1,6}$/.test(one))
    .sort(order)
    .slice(0, 20)
}

function first(texts: readonly (string | undefined)[]): string | undefined {
  return texts.find((text) => text !== undefined && text.trim() !== '')
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replace(/\.$/, '')
}

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}

function isDay(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text) && !Number.isNaN(Date.parse(text))
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
