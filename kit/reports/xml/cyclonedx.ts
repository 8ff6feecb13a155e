import { childOf, childrenOf, type XmlElement } from '../../xml/index.ts'
import { addVulnerability, type NamedComponent } from '../bill-vulnerability.ts'
import type { XmlReportFormat } from '../report-format.ts'
import { descendantsOf, wordOf } from './words.ts'

/**
 * Vulnerabilities in a bill of materials in XML: those of CycloneDX 1.4 and later, and those of the extension that came before, in a list of their own or
 * in each component. Sources: ECMA-424; the schema `ext/vulnerability/1.0`.
 */
export const cyclonedxXmlFormat: XmlReportFormat = {
  id: 'cyclonedx-xml',
  tool: 'CycloneDX',
  matches: ({ name, namespace }) => name === 'bom' && namespace.startsWith('http://cyclonedx.org/schema/bom/'),
  read: (root, list) => {
    const components = new Map<string, NamedComponent>()
    const found: { readonly one: XmlElement; readonly of?: NamedComponent }[] = []
    for (const component of descendantsOf(root, 'component')) {
      const named = {
        name: wordOf(component, 'name'),
        version: wordOf(component, 'version'),
        purl: wordOf(component, 'purl'),
      }
      const reference = component.attributes.get('bom-ref')
      if (reference !== undefined) components.set(reference, named)
      for (const one of childrenOf(childOf(component, 'vulnerabilities'), 'vulnerability'))
        found.push({ one, of: named })
    }
    for (const one of childrenOf(childOf(root, 'vulnerabilities'), 'vulnerability')) found.push({ one })
    for (const { one, of } of found) {
      const targets = childrenOf(childOf(one, 'affects'), 'target').map((target) => wordOf(target, 'ref'))
      const places = of === undefined ? [...targets, one.attributes.get('ref')] : []
      addVulnerability(recordOf(one), places, of, components, list)
    }
    const [tool] = descendantsOf(root, 'tool')
    return wordOf(tool, 'name')
  },
}

function recordOf(one: XmlElement) {
  const texts = (list: string, entry: string) => childrenOf(childOf(one, list), entry).map(({ text }) => text.trim())
  return {
    id: wordOf(one, 'id'),
    description: wordOf(one, 'description') ?? wordOf(one, 'detail'),
    recommendation: wordOf(one, 'recommendation') ?? texts('recommendations', 'recommendation')[0],
    cwes: texts('cwes', 'cwe'),
    references: childrenOf(childOf(one, 'references'), 'reference').map((reference) => wordOf(reference, 'id')),
    state: wordOf(childOf(one, 'analysis'), 'state'),
    ratings: childrenOf(childOf(one, 'ratings'), 'rating').map((rating) => ({
      severity: wordOf(rating, 'severity'),
      vector: wordOf(rating, 'vector'),
      score: wordOf(childOf(rating, 'score'), 'base') ?? wordOf(rating, 'score'),
    })),
  }
}
