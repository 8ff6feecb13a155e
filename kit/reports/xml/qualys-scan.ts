import { childOf, childrenOf, type XmlElement } from '../../xml/index.ts'
import { qualysSeverity } from '../qualys-severity.ts'
import type { XmlReportFormat } from '../report-format.ts'
import { wordOf } from './words.ts'

/** Kinds of entries of one host: the list that holds them, the entry, and the severity of all that only inform. */
const kinds = [
  { list: 'VULNS', entry: 'VULN', severity: undefined },
  { list: 'PRACTICES', entry: 'PRACTICE', severity: undefined },
  { list: 'INFOS', entry: 'INFO', severity: 'info' },
  { list: 'SERVICES', entry: 'SERVICE', severity: 'info' },
] as const

/** Results of one scan, as downloaded from Qualys' pages. Source: `scan-1.dtd`. */
export const qualysScanFormat: XmlReportFormat = {
  id: 'qualys-scan',
  tool: 'Qualys',
  matches: (root) => root.name === 'SCAN' && childrenOf(root, 'IP').every(({ attributes }) => attributes.has('value')),
  read: (root, list) => {
    for (const address of childrenOf(root, 'IP'))
      for (const kind of kinds)
        for (const category of childrenOf(childOf(address, kind.list), 'CAT'))
          for (const entry of childrenOf(category, kind.entry))
            list.add(draftOf(entry, address, category, kind.severity))
    return undefined
  },
}

function draftOf(entry: XmlElement, address: XmlElement, category: XmlElement, severity: string | undefined) {
  const cves = childrenOf(childOf(entry, 'CVE_ID_LIST'), 'CVE_ID').map((one) => wordOf(one, 'ID'))
  return {
    rule: entry.attributes.get('number'),
    title: wordOf(entry, 'TITLE'),
    severity: severity ?? qualysSeverity(entry.attributes.get('severity')),
    ids: [...cves, entry.attributes.get('cveid')],
    score: wordOf(entry, 'CVSS3_BASE') ?? wordOf(entry, 'CVSS_BASE'),
    place: {
      host: address.attributes.get('value'),
      port: category.attributes.get('port'),
      protocol: category.attributes.get('protocol'),
    },
    fix: wordOf(entry, 'SOLUTION'),
    text: wordOf(entry, 'RESULT') ?? wordOf(entry, 'DIAGNOSIS'),
  }
}
