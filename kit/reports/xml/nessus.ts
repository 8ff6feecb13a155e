import { childOf, childrenOf, type XmlElement } from '../../xml/index.ts'
import type { XmlReportFormat } from '../report-format.ts'
import { wordOf, wordsOf } from './words.ts'

const levels = ['info', 'low', 'medium', 'high', 'critical']

/** `.nessus` files, of hosts and of web applications. Source: Tenable, "Nessus v2 File Format". */
export const nessusFormat: XmlReportFormat = {
  id: 'nessus',
  tool: 'Nessus',
  matches: ({ name }) => name === 'NessusClientData_v2',
  read: (root, list) => {
    for (const report of childrenOf(root, 'Report'))
      for (const host of childrenOf(report, 'ReportHost')) {
        const properties = new Map(
          childrenOf(childOf(host, 'HostProperties'), 'tag').map(({ attributes, text }) => [
            attributes.get('name'),
            text.trim(),
          ]),
        )
        const name = properties.get('host-ip') ?? host.attributes.get('name')
        for (const item of childrenOf(host, 'ReportItem')) list.add(draftOf(item, name))
      }
    return undefined
  },
}

function draftOf(item: XmlElement, host: string | undefined) {
  const of = (name: string) => item.attributes.get(name)
  return {
    rule: of('pluginID'),
    title: of('pluginName'),
    severity: levels[Number(of('severity'))] ?? wordOf(item, 'risk_factor'),
    ids: wordsOf(item, 'cve'),
    cwes: wordsOf(item, 'cwe'),
    cvss: [...wordsOf(item, 'cvss4_vector'), ...wordsOf(item, 'cvss3_vector'), ...wordsOf(item, 'cvss_vector')],
    score: wordOf(item, 'cvss3_base_score') ?? wordOf(item, 'cvss_base_score'),
    place: { host, port: of('port'), protocol: of('protocol') },
    instance: wordOf(item, 'uri') ?? wordOf(item, 'input_name'),
    fix: wordOf(item, 'solution'),
    text: wordOf(item, 'plugin_output') ?? wordOf(item, 'description'),
  }
}
