import { asList, asRecord } from '../../reading/index.ts'
import type { JsonReportFormat } from '../report-format.ts'

/** Results of CloudSploit, which rates by how a check ended alone. */
const severities: Readonly<Record<string, string>> = { FAIL: 'high', WARN: 'medium' }

export const cloudsploitFormat: JsonReportFormat = {
  id: 'cloudsploit',
  tool: 'CloudSploit',
  matches: (document) => {
    const first = asRecord(asList(document)[0])
    return ['plugin', 'category', 'resource', 'region', 'status'].every((name) => first[name] !== undefined)
  },
  read: (document, list) => {
    for (const { plugin, title, status, resource, region, message, description } of asList(document).map(asRecord)) {
      const severity = severities[String(status)]
      if (severity === undefined) list.pass()
      else
        list.add({
          rule: plugin,
          title,
          severity,
          place: { resource: resource === 'N/A' ? region : resource },
          instance: message,
          text: description,
        })
    }
    return undefined
  },
}
