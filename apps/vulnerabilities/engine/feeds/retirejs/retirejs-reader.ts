import { asList, asRecord, asText, type JsonRecord } from '@holdfast/kit/reading'
import type { Affected } from '../../advisory.ts'
import type { FeedRecord } from '../../feed-record.ts'
import type { FeedReader } from '../feed-reader.ts'
import {
  advisoryRecord,
  affectedEntry,
  isCve,
  maxDetails,
  maxSummary,
  nameOf,
  referencesTo,
  textOf,
} from '../make-advisory.ts'
import { packageOfPurl } from '../packages/package-of-purl.ts'
import { jsonParts, placeOf } from '../pieces/json-parts.ts'
import libraries from './libraries.json' with { type: 'json' }

/**
 * JavaScript libraries with the ranges of their versions that have a flaw, of browsers and of npm. It speaks of what it knows and of no ecosystem as a whole.
 * Source: `repository/jsrepository-v5.json` and `npmrepository.json` of Retire.js.
 */
export const retirejsReader: FeedReader = {
  id: 'retirejs',
  matches: (path, start) =>
    /\.json$/.test(path) &&
    /^[\s\ufeff]*\{\s*"[^"]{1,200}"\s*:\s*\{/.test(start) &&
    /"vulnerabilities"\s*:\s*\[/.test(start) &&
    /"(?:below|atOrAbove)"\s*:\s*"/.test(start),
  async *read({ path, pieces }) {
    const opens = (at: readonly unknown[]) => at.length === 0
    for await (const { path: at, value, problem } of jsonParts(pieces, { opens })) {
      const place = `${path} ${placeOf(at)}`.trim()
      const library = nameOf(at[0])
      if (problem !== undefined) yield { kind: 'problem', at: place, message: problem }
      else if (library === undefined) yield { kind: 'problem', at: place, message: 'names no library' }
      else if (!libraries.examples.includes(library)) yield* readLibrary(library, asRecord(value), place)
    }
  },
}

function* readLibrary(library: string, about: JsonRecord, at: string): Generator<FeedRecord> {
  const named = packageOf(library, about)
  // How to recognise a file is told of libraries of browsers only; both lists know some by the same name.
  const mark = about.extractors === undefined ? 'RETIREJS-NPM' : 'RETIREJS'
  const flaws = new Map<string, JsonRecord[]>()
  for (const [index, one] of asList(about.vulnerabilities).slice(0, 10_000).entries()) {
    const flaw = asRecord(one)
    if (nameOf(flaw.below) === undefined) {
      yield { kind: 'problem', at: `${at}.vulnerabilities[${index}]`, message: 'does not say below which version' }
      continue
    }
    const id = `${mark}-${library}-${identityOf(flaw)}`
    flaws.set(id, [...(flaws.get(id) ?? []), flaw])
  }
  // One flaw has an entry for each of its ranges.
  for (const [id, entries] of flaws) yield advisoryOf(id, named, entries)
}

function packageOf(library: string, { npmname, basePurl }: JsonRecord): Partial<Affected> {
  const purl = nameOf(basePurl)
  const stated = purl === undefined ? undefined : packageOfPurl(purl)
  if (stated?.name !== undefined) return { ecosystem: stated.ecosystem, name: stated.name, purl: stated.purl }
  if (libraries.elsewhere.includes(library)) return { name: library }
  const others: Readonly<Record<string, string>> = libraries.npm
  const own = Object.hasOwn(others, library) ? others[library] : undefined
  return { ecosystem: 'npm', name: own ?? nameOf(npmname) ?? library }
}

/** What tells a flaw from others of its library: where it has no number of its own, where it was discussed, or what repaired it. */
function identityOf({ identifiers, below, info }: JsonRecord): string {
  const named = asRecord(identifiers)
  const cves = asList(named.CVE)
  const first = [named.githubID, cves.length === 1 ? cves[0] : undefined].map((one) => asText(one)).find(Boolean)
  if (first !== undefined) return first.slice(0, 100)
  for (const key of ['retid', 'issue', 'bug', 'PR', 'gist', 'tenable']) {
    const value = textOf(named[key], 100)
    if (value !== undefined) return `${key}-${value}`
  }
  const where = /[\w.-]+$/.exec(asText(asList(info)[0])?.slice(0, 1024) ?? '')?.[0]
  return [...cves.flatMap((one) => asText(one) ?? []).slice(0, 1), `below-${textOf(below, 100)}`, where ?? []]
    .flat()
    .join('-')
}

function advisoryOf(id: string, named: Partial<Affected>, entries: readonly JsonRecord[]): FeedRecord {
  const identifiers = entries.map((one) => asRecord(one.identifiers))
  const cves = [
    ...new Set(identifiers.flatMap(({ CVE }) => asList(CVE).slice(0, 100)).flatMap((one) => asText(one) ?? [])),
  ].filter(isCve)
  const github = identifiers
    .flatMap(({ githubID }) => asText(githubID) ?? [])
    .filter((one) => /^GHSA(-\w{4}){3}$/.test(one))
  const texts = (key: string) =>
    entries.flatMap((one) => asList(one[key]).slice(0, 100)).flatMap((one) => asText(one) ?? [])
  const excluded = texts('excludes').flatMap((one) => nameOf(one) ?? [])
  const summary = identifiers.flatMap((one) => textOf(one.summary, maxDetails) ?? [])[0] ?? ''
  return advisoryRecord({
    id,
    aliases: [...new Set(cves.length === 1 ? [...github, ...cves] : github)],
    upstream: cves.length === 1 ? [] : cves,
    summary: textOf(summary, maxSummary) ?? '',
    details: summary,
    databaseSeverity: entries.flatMap(({ severity }) => textOf(severity, 64) ?? [])[0],
    cwes: [...new Set(texts('cwe').filter((one) => /^CWE-\d{1,6}$/.test(one)))],
    references: referencesTo(texts('info')),
    affected: [
      affectedEntry({ ...named, ranges: entries.map(rangeOf) }),
      ...(excluded.length === 0 ? [] : [affectedEntry({ ...named, state: 'not-affected', versions: excluded })]),
    ],
  })
}

function rangeOf({ atOrAbove, below }: JsonRecord): Affected['ranges'][number] {
  const end = nameOf(below) ?? ''
  // A library that is given up is never repaired: such a version does not exist.
  const last = /\.9{3,}$/.test(end) ? { last_affected: end } : { fixed: end }
  return { type: 'ECOSYSTEM', events: [{ introduced: nameOf(atOrAbove) ?? '0' }, last] }
}
