import { childOf, childrenOf, type XmlElement } from '../../xml/index.ts'
import type { XmlReportFormat } from '../report-format.ts'
import { descendantsOf, wholeText } from './words.ts'

/** Reports of Nexpose and InsightVM. Source: Rapid7, "XML Export 2.0". */
export const nexposeFormat: XmlReportFormat = {
  id: 'nexpose',
  tool: 'Nexpose',
  matches: ({ name }) => name === 'NexposeReport',
  read: (root, list) => {
    const definitions = new Map(
      [...descendantsOf(root, 'vulnerability')].map((one) => [one.attributes.get('id')?.toLowerCase(), one]),
    )
    for (const node of childrenOf(childOf(root, 'nodes'), 'node')) {
      const host = node.attributes.get('address')
      const add = (tests: XmlElement | undefined, endpoint?: XmlElement) => {
        for (const test of childrenOf(tests, 'test')) {
          if (!test.attributes.get('status')?.startsWith('vulnerable')) {
            list.pass()
            continue
          }
          const rule = test.attributes.get('id')?.toLowerCase()
          const [port, protocol] = ['port', 'protocol'].map((name) => endpoint?.attributes.get(name))
          list.add({
            ...describe(definitions.get(rule)),
            rule,
            place: { host, port, protocol },
            instance: test.attributes.get('key'),
            text: wholeText(test),
          })
        }
      }
      add(childOf(node, 'tests'))
      for (const endpoint of childrenOf(childOf(node, 'endpoints'), 'endpoint'))
        for (const service of childrenOf(childOf(endpoint, 'services'), 'service'))
          add(childOf(service, 'tests'), endpoint)
    }
    return undefined
  },
}

function describe(definition: XmlElement | undefined) {
  const of = (name: string) => definition?.attributes.get(name)
  const references = childrenOf(childOf(definition, 'references'), 'reference')
  return {
    title: of('title'),
    ids: references.filter(({ attributes }) => attributes.get('source') === 'CVE').map(({ text }) => text),
    cvss: [of('cvssVector')],
    // Its own levels go from 1 to 10 as well, but are no scores: they rate where there is none.
    score: of('cvssScore') ?? of('severity'),
    fix: wholeText(childOf(definition, 'solution')),
  }
}
