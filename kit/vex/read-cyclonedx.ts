import { asList, asRecord, asText, type JsonRecord, type ProblemList } from '../reading/index.ts'
import { StatementList, textOf, timeOf } from './draft.ts'
import type { VexDocument, VexProduct, VexStatus } from './vex.ts'
import words from './vex-words.json' with { type: 'json' }

const states = new Map(Object.entries(words.cyclonedx.states)) as ReadonlyMap<string, VexStatus>
const justifications: ReadonlyMap<string, string> = new Map(Object.entries(words.cyclonedx.justifications))
const maxDepth = 20

/**
 * Vulnerabilities of a CycloneDX document. Without an analysis one is affected; a reference is a component of the document, a package URL or a BOM-Link.
 * Source: ECMA-424, `vulnerabilities`.
 */
export function readCycloneDxVex(root: JsonRecord, problems: ProblemList): VexDocument {
  const metadata = asRecord(root.metadata)
  const purls = new Map<string, string>()
  gather([metadata.component, ...asList(root.components)], purls, 0)
  const list = new StatementList(problems)
  for (const [index, one] of asList(root.vulnerabilities).entries()) {
    const vulnerability = asRecord(one)
    const analysis = asRecord(vulnerability.analysis)
    const state = asText(analysis.state)
    const part = `vulnerabilities[${index}]`
    list.add(
      {
        vulnerability: vulnerability.id,
        aliases: asList(vulnerability.references).map((reference) => asRecord(reference).id),
        products: asList(vulnerability.affects).flatMap((each) => productOf(asText(asRecord(each).ref), purls)),
        status: state === undefined ? 'affected' : states.get(state),
        justification: justifications.get(asText(analysis.justification) ?? ''),
        impact: analysis.detail,
        action: vulnerability.recommendation,
        at: vulnerability.updated ?? analysis.lastUpdated,
      },
      part,
    )
  }
  const author = asRecord(asList(metadata.authors)[0])
  return {
    form: 'cyclonedx',
    id: textOf(root.serialNumber) ?? '',
    author: textOf(author.name) ?? textOf(asRecord(metadata.supplier).name) ?? '',
    issuedAt: timeOf(metadata.timestamp) ?? '',
    statements: list.statements,
  }
}

function gather(list: readonly unknown[], purls: Map<string, string>, depth: number): void {
  for (const one of list) {
    const component = asRecord(one)
    const [reference, purl] = [asText(component['bom-ref']), asText(component.purl)]
    if (reference !== undefined && purl !== undefined && !purls.has(reference)) purls.set(reference, purl)
    if (depth < maxDepth) gather(asList(component.components), purls, depth + 1)
  }
}

function productOf(reference: string | undefined, purls: ReadonlyMap<string, string>): readonly VexProduct[] {
  if (reference === undefined) return []
  const own = reference.startsWith('urn:cdx:') ? unescaped(reference.slice(reference.indexOf('#') + 1)) : reference
  const purl = purls.get(own) ?? (own.startsWith('pkg:') ? own : undefined)
  return [{ id: own, purls: purl === undefined ? [] : [purl], parts: [] }]
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
