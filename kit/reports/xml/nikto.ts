import { childrenOf, type XmlElement } from '../../xml/index.ts'
import type { XmlReportFormat } from '../report-format.ts'
import { descendantsOf, wordOf } from './words.ts'

/** Reports of Nikto in XML; it does not rate what it finds. Source: `nikto.dtd`. */
export const niktoXmlFormat: XmlReportFormat = {
  id: 'nikto-xml',
  tool: 'Nikto',
  matches: ({ name }) => name === 'niktoscan',
  read: (root, list) => {
    for (const details of descendantsOf(root, 'scandetails'))
      for (const item of childrenOf(details, 'item')) list.add(draftOf(item, details))
    return undefined
  },
}

function draftOf(item: XmlElement, details: XmlElement) {
  const text = wordOf(item, 'description')
  return {
    rule: item.attributes.get('id'),
    title: text,
    ids: [text],
    place: {
      host: details.attributes.get('targetip'),
      port: details.attributes.get('targetport'),
      url: wordOf(item, 'namelink') ?? wordOf(item, 'uri'),
    },
    instance: item.attributes.get('method'),
    text,
  }
}
