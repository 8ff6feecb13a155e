import { asList, asRecord } from '../../reading/index.ts'
import type { JsonReportFormat } from '../report-format.ts'

/** Vulnerabilities as the API of Wazuh answers them, before 4.8. */
export const wazuhFormat: JsonReportFormat = {
  id: 'wazuh',
  tool: 'Wazuh',
  matches: (document) =>
    asList(asRecord(asRecord(document).data).affected_items).some((one) => asRecord(one).cve !== undefined),
  read: (document, list) => {
    for (const item of asList(asRecord(asRecord(document).data).affected_items).map(asRecord)) {
      if (item.status === 'SOLVED' || item.status === 'OBSOLETE') {
        list.pass()
        continue
      }
      list.add({
        rule: item.cve,
        title: item.title,
        severity: item.severity,
        score: item.cvss3_score || item.cvss2_score,
        place: { host: item.agent_ip ?? item.agent_name, component: { name: item.name, version: item.version } },
        instance: item.architecture,
        text: item.condition,
      })
    }
    return undefined
  },
}
