import { asList, asRecord, asText, type JsonRecord } from '../../reading/index.ts'
import { addVulnerability, type NamedComponent } from '../bill-vulnerability.ts'
import type { JsonReportFormat } from '../report-format.ts'

/** Deeper than any real bill nests its components. */
const maxDepth = 64

/** Vulnerabilities in a bill of materials. Source: ECMA-424. */
export const cyclonedxJsonFormat: JsonReportFormat = {
  id: 'cyclonedx',
  tool: 'CycloneDX',
  matches: (document) => asRecord(document).bomFormat === 'CycloneDX',
  read: (document, list) => {
    const bill = asRecord(document)
    const components = new Map<string, NamedComponent>()
    collect([asRecord(bill.metadata).component, ...asList(bill.components), ...asList(bill.services)], components, 0)
    for (const one of asList(bill.vulnerabilities).map(asRecord)) {
      const places = asList(one.affects).map((affected) => asText(asRecord(affected).ref))
      addVulnerability(recordOf(one), places, undefined, components, list)
    }
    const { tools } = asRecord(bill.metadata)
    const [tool] = Array.isArray(tools) ? tools : asList(asRecord(tools).components)
    return asText(asRecord(tool).name)
  },
}

function collect(values: readonly unknown[], into: Map<string, NamedComponent>, depth: number): void {
  for (const component of values.map(asRecord)) {
    const reference = asText(component['bom-ref'])
    const [name, version, purl] = [component.name, component.version, component.purl].map(asText)
    if (reference !== undefined) into.set(reference, { name, version, purl })
    if (depth < maxDepth) collect(asList(component.components), into, depth + 1)
  }
}

function recordOf(one: JsonRecord) {
  return {
    id: asText(one.id),
    description: asText(one.description) ?? asText(one.detail),
    recommendation: asText(one.recommendation),
    cwes: asList(one.cwes),
    references: asList(one.references).map((reference) => asRecord(reference).id),
    state: asText(asRecord(one.analysis).state),
    ratings: asList(one.ratings)
      .map(asRecord)
      .map(({ severity, vector, score }) => ({ severity: asText(severity), vector: asText(vector), score })),
  }
}
