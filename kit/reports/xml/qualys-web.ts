import { childOf, childrenOf, type XmlElement } from '../../xml/index.ts'
import { qualysSeverity } from '../qualys-severity.ts'
import type { XmlReportFormat } from '../report-format.ts'
import { wordOf } from './words.ts'

const kinds = [
  { list: 'VULNERABILITY_LIST', entry: 'VULNERABILITY', severity: undefined },
  { list: 'SENSITIVE_CONTENT_LIST', entry: 'SENSITIVE_CONTENT', severity: undefined },
  { list: 'INFORMATION_GATHERED_LIST', entry: 'INFORMATION_GATHERED', severity: 'info' },
] as const

/** Reports of Qualys' scanner of web applications: by scan, or by application. */
export const qualysWebFormat: XmlReportFormat = {
  id: 'qualys-web',
  tool: 'Qualys WAS',
  matches: ({ name }) => name === 'WAS_SCAN_REPORT' || name === 'WAS_WEBAPP_REPORT',
  read: (root, list) => {
    const glossary = childrenOf(childOf(childOf(root, 'GLOSSARY'), 'QID_LIST'), 'QID')
    const details = new Map(glossary.map((one) => [wordOf(one, 'QID'), one]))
    const results = childOf(root, 'RESULTS')
    const parents = [results, ...childrenOf(results, 'WEB_APPLICATION')]
    for (const parent of parents)
      for (const kind of kinds)
        for (const entry of childrenOf(childOf(parent, kind.list), kind.entry)) {
          if (wordOf(entry, 'STATUS') === 'FIXED') list.pass()
          else list.add(draftOf(entry, details.get(wordOf(entry, 'QID')), kind.severity))
        }
    return undefined
  },
}

function draftOf(entry: XmlElement, detail: XmlElement | undefined, severity: string | undefined) {
  return {
    rule: wordOf(entry, 'QID'),
    title: wordOf(detail, 'TITLE'),
    severity: severity ?? qualysSeverity(wordOf(detail, 'SEVERITY')),
    cwes: (wordOf(detail, 'CWE') ?? '').split(','),
    cvss: [wordOf(childOf(detail, 'CVSS_V3'), 'ATTACK_VECTOR')],
    score: wordOf(childOf(detail, 'CVSS_V3'), 'BASE') ?? wordOf(detail, 'CVSS_BASE'),
    place: { url: wordOf(entry, 'URL') },
    instance: wordOf(entry, 'PARAM'),
    fix: wordOf(detail, 'SOLUTION'),
    text: wordOf(detail, 'DESCRIPTION'),
  }
}
