import { childOf, childrenOf } from '../../xml/index.ts'
import { qualysSeverity } from '../qualys-severity.ts'
import type { XmlReportFormat } from '../report-format.ts'
import { wordOf } from './words.ts'

/** Scan-based and host-based reports of Qualys: what was found on hosts, and a glossary of what that means. Source: `asset_data_report.dtd`. */
export const qualysAssetsFormat: XmlReportFormat = {
  id: 'qualys',
  tool: 'Qualys',
  matches: ({ name }) => name === 'ASSET_DATA_REPORT',
  read: (root, list) => {
    const details = new Map(
      childrenOf(childOf(childOf(root, 'GLOSSARY'), 'VULN_DETAILS_LIST'), 'VULN_DETAILS').map((one) => [
        wordOf(one, 'QID'),
        one,
      ]),
    )
    for (const host of childrenOf(childOf(root, 'HOST_LIST'), 'HOST'))
      for (const found of childrenOf(childOf(host, 'VULN_INFO_LIST'), 'VULN_INFO')) {
        if (wordOf(found, 'VULN_STATUS') === 'Fixed') {
          list.pass()
          continue
        }
        const rule = wordOf(found, 'QID')
        const detail = details.get(rule)
        const cves = childrenOf(childOf(detail, 'CVE_ID_LIST'), 'CVE_ID').map((one) => wordOf(one, 'ID'))
        const told = wordOf(found, 'TYPE') === 'Ig' ? 'info' : qualysSeverity(wordOf(detail, 'SEVERITY'))
        const scores = childOf(detail, 'CVSS3_SCORE') ?? childOf(detail, 'CVSS_SCORE')
        const score = wordOf(scores, 'CVSS3_BASE') ?? wordOf(scores, 'CVSS_BASE')
        list.add({
          rule,
          title: wordOf(detail, 'TITLE'),
          severity: told,
          ids: cves,
          score,
          place: { host: wordOf(host, 'IP'), port: wordOf(found, 'PORT'), protocol: wordOf(found, 'PROTOCOL') },
          fix: wordOf(detail, 'SOLUTION'),
          text: wordOf(found, 'RESULT') ?? wordOf(detail, 'THREAT'),
        })
      }
    return undefined
  },
}
