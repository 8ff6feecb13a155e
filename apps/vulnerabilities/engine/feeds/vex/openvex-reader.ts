import { asList, asRecord, asText, type JsonRecord } from '@holdfast/kit/reading'
import type { FeedRecord } from '../../feed-record.ts'
import type { FeedReader } from '../feed-reader.ts'
import { mergeStatements } from '../packages/merge-statements.ts'
import { packageOfPurl } from '../packages/package-of-purl.ts'
import type { PackageStatement } from '../packages/package-statement.ts'
import { PlacedProblems } from '../packages/placed-problems.ts'
import { jsonParts, placeOf } from '../pieces/json-parts.ts'
import { vexAdvisory } from './vex-advisory.ts'
import words from './vex-words.json' with { type: 'json' }

type State = PackageStatement['state']

const states = new Map<string, State>(Object.entries(words.openvex as Record<string, State>))

/** OpenVEX documents, Canonical's among them. Source: OpenVEX specification 0.2.0. */
export const openvexReader: FeedReader = {
  id: 'openvex',
  matches: (path, start) => path.endsWith('.json') && /"@context"\s*:\s*"https:\/\/openvex\.dev\/ns/.test(start),
  async *read({ path, pieces }) {
    for await (const { path: within, value, problem } of jsonParts(pieces)) {
      const at = `${path} ${placeOf(within)}`.trim()
      if (problem !== undefined) yield { kind: 'problem', at, message: problem }
      else yield* readOpenvex(asRecord(value), at)
    }
  },
}

function* readOpenvex(document: JsonRecord, at: string): Generator<FeedRecord> {
  const id = asText(document['@id'])?.slice(0, 200)
  const problems = new PlacedProblems(id ?? at)
  const modified = timeOf(document.last_updated) ?? timeOf(document.timestamp)
  if (id === undefined) problems.add('@id', 'is missing')
  if (modified === undefined) problems.add('timestamp', 'is not a time')
  else yield { kind: 'date', date: modified }
  const speaksOfReleases = words.releaseAuthors.includes(asText(document.author) ?? '')
  const found = new Map<string, { readonly statements: PackageStatement[]; readonly vulnerability: JsonRecord }>()
  for (const [index, one] of asList(document.statements).entries()) {
    const statement = asRecord(one)
    const place = `statements[${index}]`
    const vulnerability = asRecord(statement.vulnerability)
    const name = asText(vulnerability.name) ?? asText(statement.vulnerability)
    const state = states.get(asText(statement.status) ?? '')
    if (name === undefined || name.length > 256) problems.add(`${place}.vulnerability`, 'has no name')
    else if (state === undefined) problems.add(`${place}.status`, 'is not a status')
    else {
      const known = found.get(name) ?? { statements: [], vulnerability }
      found.set(name, known)
      known.statements.push(...statementsOf(statement, state, place, speaksOfReleases, problems))
    }
  }
  for (const [name, { statements, vulnerability }] of found)
    yield {
      kind: 'advisory',
      advisory: vexAdvisory(id ?? at, found.size, name, modified ?? '', {
        summary: '',
        details: asText(vulnerability.description)?.slice(0, 65_536) ?? '',
        affected: mergeStatements(statements),
        links: [vulnerability['@id'], ...asList(vulnerability.aliases)],
        aliases: asList(vulnerability.aliases),
      }),
    }
  yield* problems.records()
}

function* statementsOf(
  statement: JsonRecord,
  state: State,
  place: string,
  speaksOfReleases: boolean,
  problems: PlacedProblems,
): Generator<PackageStatement> {
  const justification = asText(statement.justification) ?? asText(statement.impact_statement)?.slice(0, 500)
  for (const [index, one] of asList(statement.products).entries()) {
    const product = asRecord(one)
    const parts = asList(product.subcomponents)
    // What is said of a part within a product is not said of the part elsewhere, nor of the whole product.
    if (parts.length > 0) continue
    const identifiers = asRecord(product.identifiers)
    const purl = [asText(identifiers.purl), asText(product['@id']), asText(one)].find((text) =>
      text?.startsWith('pkg:'),
    )
    const named = purl === undefined ? undefined : packageOfPurl(purl)
    const cpe = asText(identifiers.cpe23) ?? asText(identifiers.cpe22)
    if (named === undefined && cpe === undefined) {
      problems.add(`${place}.products[${index}]`, 'names neither a package nor a CPE')
      continue
    }
    const common = { ...(named ?? { cpe }), state, ...(state === 'not-affected' ? { justification } : {}) }
    if (!speaksOfReleases || named === undefined) yield common
    // The version is the newest of the release: all before are affected as well, but not all before are without the fix.
    else if (state !== 'fixed') yield { ...common, version: undefined }
    else if (named.version !== undefined)
      yield { ...common, state: 'not-affected', version: undefined, events: [{ introduced: named.version }] }
  }
}

function timeOf(value: unknown): string | undefined {
  const text = asText(value)
  return text === undefined || text.length > 64 || Number.isNaN(Date.parse(text)) ? undefined : text
}
