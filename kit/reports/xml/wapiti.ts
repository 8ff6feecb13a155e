import { childOf, childrenOf } from '../../xml/index.ts'
import type { XmlReportFormat } from '../report-format.ts'
import { wordOf } from './words.ts'

const levels: Readonly<Record<string, string>> = { 0: 'info', 1: 'low', 2: 'medium', 3: 'high', 4: 'critical' }

/** Reports of Wapiti in XML: kinds of weaknesses, each with its entries. */
export const wapitiFormat: XmlReportFormat = {
  id: 'wapiti',
  tool: 'Wapiti',
  matches: (root) => root.name === 'report' && root.attributes.get('type') === 'security',
  read: (root, list) => {
    const infos = childrenOf(childOf(root, 'report_infos'), 'info')
    const target = infos.find(({ attributes }) => attributes.get('name') === 'target')?.text.trim()
    for (const kind of childrenOf(childOf(root, 'vulnerabilities'), 'vulnerability')) {
      const references = childrenOf(childOf(kind, 'references'), 'reference')
      for (const entry of childrenOf(childOf(kind, 'entries'), 'entry')) {
        const info = wordOf(entry, 'info')
        list.add({
          rule: kind.attributes.get('name'),
          title: `${kind.attributes.get('name')}: ${info}`,
          severity: levels[wordOf(entry, 'level') ?? ''],
          cwes: references.map((one) => wordOf(one, 'title')),
          place: { url: `${target?.replace(/\/$/, '') ?? ''}${wordOf(entry, 'path') ?? ''}` },
          instance: [wordOf(entry, 'method'), wordOf(entry, 'parameter'), info].filter(Boolean).join(' '),
          fix: wordOf(kind, 'solution'),
          text: wordOf(kind, 'description'),
        })
      }
    }
    return undefined
  },
}
