import { parseCvss } from '@holdfast/kit/cvss'
import { asList, asRecord, asText, type JsonRecord } from '@holdfast/kit/reading'
import { schemeOf } from '@holdfast/kit/versions'
import type { Affected } from '../../advisory.ts'
import type { FeedRecord } from '../../feed-record.ts'
import type { FeedReader } from '../feed-reader.ts'
import { fixedIn, makeAdvisory } from '../make-advisory.ts'
import { PlacedProblems } from '../packages/placed-problems.ts'
import { jsonParts, placeOf } from '../pieces/json-parts.ts'
import { Supersedence } from './supersedence.ts'
import { affectedUntil, updateNumber, windows } from './updates.ts'

/** Types in MSRC's numbers. Source: CVRF 1.1, and the schema of the Security Updates API v3.0. */
const vendorFix = 2
const severityThreat = 3

/** Monthly documents of the Microsoft Security Response Center in JSON: https://api.msrc.microsoft.com/cvrf/v3.0/cvrf/2017-Mar. */
export const cvrfReader: FeedReader = {
  id: 'microsoft-cvrf',
  matches: (path, start) =>
    path.endsWith('.json') &&
    /"DocumentTracking"\s*:/.test(start) &&
    /"(?:ProductTree|DocumentPublisher)"\s*:/.test(start),
  async *read({ path, pieces }) {
    for await (const { path: within, value, problem } of jsonParts(pieces)) {
      const at = `${path} ${placeOf(within)}`.trim()
      if (problem !== undefined) yield { kind: 'problem', at, message: problem }
      else yield* readDocument(value, at)
    }
  },
}

function* readDocument(value: unknown, at: string): Generator<FeedRecord> {
  const document = asRecord(value)
  const tracking = asRecord(document.DocumentTracking)
  const problems = new PlacedProblems(textOf(asRecord(tracking.Identification).ID) ?? at)
  const modified = asText(tracking.CurrentReleaseDate)
  if (modified === undefined || Number.isNaN(Date.parse(modified)))
    problems.add('DocumentTracking.CurrentReleaseDate', 'is not a time')
  else yield { kind: 'date', date: modified }
  const products = new Map<string, string>()
  for (const one of asList(asRecord(document.ProductTree).FullProductName)) {
    const { ProductID, Value } = asRecord(one)
    if (typeof ProductID === 'string' && typeof Value === 'string') products.set(ProductID, Value.slice(0, 500))
  }
  for (const [index, one] of asList(document.Vulnerability).entries()) {
    const place = `Vulnerability[${index}]`
    const vulnerability = asRecord(one)
    const id = asText(vulnerability.CVE)
    if (id === undefined || !/^(?:CVE-\d{4}-\d{4,19}|ADV\d{1,10})$/.test(id)) {
      problems.add(`${place}.CVE`, 'is not the number of a CVE')
      continue
    }
    yield {
      kind: 'advisory',
      advisory: makeAdvisory({
        id,
        modified: modified ?? '',
        summary: textOf(vulnerability.Title) ?? '',
        affected: affectedOf(vulnerability, place, products, problems),
        severity: vectorsOf(vulnerability),
        cwes: asList(vulnerability.CWE).flatMap((cwe) => asText(asRecord(cwe).ID)?.match(/^CWE-\d{1,6}$/)?.[0] ?? []),
      }),
    }
  }
  yield* problems.records()
}

function affectedOf(
  vulnerability: JsonRecord,
  place: string,
  products: ReadonlyMap<string, string>,
  problems: PlacedProblems,
): readonly Affected[] {
  const ratings = new Map<string, string>()
  for (const one of asList(vulnerability.Threats)) {
    const { Type, Description, ProductID } = asRecord(one)
    const words = textOf(Description)
    if (Type === severityThreat && words !== undefined)
      for (const id of asList(ProductID)) if (typeof id === 'string') ratings.set(id, words.slice(0, 64))
  }
  const supersedence = new Supersedence()
  const fixes = new Map<string, { readonly updates: Set<string>; readonly builds: Set<string> }>()
  for (const [index, one] of asList(vulnerability.Remediations).entries()) {
    const { Type, Description, Supercedence, FixedBuild, ProductID } = asRecord(one)
    if (Type !== vendorFix) continue
    const update = updateNumber(textOf(Description) ?? '')
    const build = asText(FixedBuild)?.match(/^\d[\w.-]{0,60}$/)?.[0]
    for (const id of asList(ProductID)) {
      const product = typeof id === 'string' ? products.get(id) : undefined
      if (typeof id !== 'string' || product === undefined) {
        problems.add(`${place}.Remediations[${index}]`, 'names a product that is not in the product tree')
        continue
      }
      const fix = fixes.get(id) ?? { updates: new Set(), builds: new Set() }
      fixes.set(id, fix)
      if (update !== undefined) fix.updates.add(update)
      if (build !== undefined) fix.builds.add(build)
      for (const older of asText(Supercedence)?.split(/[;,]\s*/) ?? []) {
        const number = updateNumber(older)
        if (update !== undefined && number !== undefined) supersedence.add(product, update, number)
      }
    }
  }
  return [...fixes].flatMap(([id, { updates, builds }]): readonly Affected[] => {
    const name = products.get(id) as string
    if (updates.size > 0) {
      const entry = affectedUntil(name, supersedence.withReplacements(name, updates), ratings.get(id))
      const newest = newestBuild(builds)
      return [newest === undefined ? entry : { ...entry, ranges: fixedIn(newest) }]
    }
    const { updates: _, ...plain } = affectedUntil(name, [], ratings.get(id))
    return [...builds].map((fixed) => ({ ...plain, ranges: fixedIn(fixed) }))
  })
}

/** The build that all updates for a product reach: rollups and hotpatches of one month bring different ones. */
function newestBuild(builds: Iterable<string>): string | undefined {
  const scheme = schemeOf(windows)
  return [...builds]
    .map((text) => ({ text, version: scheme?.parse(text) }))
    .sort((a, b) => scheme?.compare(a.version, b.version) ?? 0)
    .at(-1)?.text
}

function vectorsOf(vulnerability: JsonRecord) {
  const vectors = new Set<string>()
  for (const one of asList(vulnerability.CVSSScoreSets)) {
    const vector = asText(asRecord(one).Vector)
    if (vector !== undefined && parseCvss(vector).ok) vectors.add(vector)
  }
  const [vector] = vectors
  return vectors.size === 1 && vector !== undefined
    ? [{ type: /^CVSS:4/.test(vector) ? 'CVSS_V4' : /^CVSS:3/.test(vector) ? 'CVSS_V3' : 'CVSS_V2', score: vector }]
    : []
}

/** Texts stand in `Value`. */
function textOf(value: unknown): string | undefined {
  return asText(asRecord(value).Value)?.slice(0, 4096)
}
