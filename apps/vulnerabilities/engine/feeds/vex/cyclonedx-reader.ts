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

const states = new Map<string, State>(Object.entries(words.cyclonedx as Record<string, State>))

/** Vulnerabilities of CycloneDX documents in JSON, whose components stand in the same document or are package URLs. Source: CycloneDX 1.6, `vulnerabilities`. */
export const cyclonedxVexReader: FeedReader = {
  id: 'cyclonedx-vex',
  matches: (path, start) => path.endsWith('.json') && /"bomFormat"\s*:\s*"CycloneDX"/.test(start),
  async *read({ path, pieces }) {
    for await (const { path: within, value, problem } of jsonParts(pieces)) {
      const at = `${path} ${placeOf(within)}`.trim()
      if (problem !== undefined) yield { kind: 'problem', at, message: problem }
      else yield* readDocument(asRecord(value), at)
    }
  },
}

function* readDocument(document: JsonRecord, at: string): Generator<FeedRecord> {
  const id = asText(document.serialNumber)?.slice(0, 200) ?? at
  const problems = new PlacedProblems(id)
  const components = new Map<string, JsonRecord>()
  const metadata = asRecord(document.metadata)
  gather([metadata.component, ...asList(document.components)], components, 0)
  const list = asList(document.vulnerabilities)
  const modified = asText(metadata.timestamp) ?? ''
  for (const [index, one] of list.entries()) {
    const vulnerability = asRecord(one)
    const place = `vulnerabilities[${index}]`
    const name = asText(vulnerability.id)
    if (name === undefined || name.length > 256) {
      problems.add(`${place}.id`, 'is missing')
      continue
    }
    const analysis = asRecord(vulnerability.analysis)
    const state = states.get(asText(analysis.state) ?? '') ?? 'affected'
    const justification = asText(analysis.justification) ?? asText(analysis.detail)?.slice(0, 500)
    const statements: PackageStatement[] = []
    for (const [number, each] of asList(vulnerability.affects).entries()) {
      const reference = asText(asRecord(each).ref)
      const named = reference === undefined ? undefined : packageOf(reference, components)
      if (named === undefined) problems.add(`${place}.affects[${number}].ref`, 'is not a component of the document')
      else statements.push({ ...named, state, ...(state === 'not-affected' ? { justification } : {}) })
    }
    const cwes = asList(vulnerability.cwes).filter((cwe) => Number.isSafeInteger(cwe) && Number(cwe) > 0)
    yield {
      kind: 'advisory',
      advisory: vexAdvisory(id, list.length, name, asText(vulnerability.updated) ?? modified, {
        summary: '',
        details: asText(vulnerability.description)?.slice(0, 65_536) ?? '',
        affected: mergeStatements(statements),
        links: [
          asRecord(vulnerability.source).url,
          ...asList(vulnerability.advisories).map((one) => asRecord(one).url),
        ],
        aliases: asList(vulnerability.references).map((one) => asRecord(one).id),
        cwes: cwes.map((cwe) => `CWE-${cwe}`),
      }),
    }
  }
  yield* problems.records()
}

function gather(list: readonly unknown[], found: Map<string, JsonRecord>, depth: number): void {
  for (const one of list) {
    const component = asRecord(one)
    const reference = asText(component['bom-ref'])
    if (reference !== undefined && !found.has(reference)) found.set(reference, component)
    if (depth < 20) gather(asList(component.components), found, depth + 1)
  }
}

/** A reference may be a BOM-Link: `urn:cdx:SERIAL/VERSION#BOM-REF`. */
function packageOf(
  reference: string,
  components: ReadonlyMap<string, JsonRecord>,
): Omit<PackageStatement, 'state'> | undefined {
  const own = reference.startsWith('urn:cdx:') ? unescaped(reference.slice(reference.indexOf('#') + 1)) : reference
  const component = components.get(own)
  const purl = asText(component?.purl) ?? (own.startsWith('pkg:') ? own : undefined)
  const named = purl === undefined ? undefined : packageOfPurl(purl)
  if (named !== undefined || component === undefined) return named
  const [name, version] = [asText(component.name), asText(component.version)]
  return name === undefined ? undefined : { name, version, cpe: asText(component.cpe) }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
