import { asList, asRecord, asText } from '../../reading/index.ts'
import type { JsonReportFormat } from '../report-format.ts'

/** Dockle's own words: INFO is what it would rather have otherwise. */
const severities: Readonly<Record<string, string>> = { FATAL: 'critical', WARN: 'medium', INFO: 'low' }

/** What Dockle found in an image. */
export const dockleFormat: JsonReportFormat = {
  id: 'dockle',
  tool: 'Dockle',
  matches: (document) => {
    const { details, summary } = asRecord(document)
    return Array.isArray(details) && asRecord(summary).fatal !== undefined
  },
  read: (document, list) => {
    const image = asText(asRecord(document).image)
    for (const { code, title, level, alerts } of asList(asRecord(document).details).map(asRecord)) {
      const severity = severities[String(level)]
      const text = asList(alerts).filter(asText).join('\n')
      if (severity === undefined) list.pass()
      else list.add({ rule: code, title, severity, place: { resource: image }, text })
    }
    return undefined
  },
}
