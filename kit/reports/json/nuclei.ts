import { asList, asRecord, asText } from '../../reading/index.ts'
import type { JsonReportFormat } from '../report-format.ts'

/** Matches of templates of Nuclei, one object a line or in a list. */
export const nucleiFormat: JsonReportFormat = {
  id: 'nuclei',
  tool: 'Nuclei',
  matches: (document) => {
    const first = asRecord(Array.isArray(document) ? document[0] : document)
    return (first['template-id'] ?? first.templateID) !== undefined && first.info !== undefined
  },
  read: (document, list) => {
    for (const match of (Array.isArray(document) ? document : [document]).map(asRecord)) {
      if (match['matcher-status'] === false) {
        list.pass()
        continue
      }
      const info = asRecord(match.info)
      const classes = asRecord(info.classification)
      const where = asText(match['matched-at']) ?? asText(match.matched)
      list.add({
        rule: match['template-id'] ?? match.templateID,
        title: info.name,
        severity: info.severity,
        ids: asList(classes['cve-id']),
        cwes: asList(classes['cwe-id']),
        cvss: [classes['cvss-metrics']],
        score: classes['cvss-score'],
        place: placeOf(where ?? asText(match.host) ?? '', match.ip),
        instance: [match['matcher-name'], match.matcher_name, match['extractor-name']].find(
          (name) => asText(name) !== undefined,
        ),
        fix: info.remediation,
        text: info.description,
      })
    }
    return undefined
  },
}

/** A match is at an address, or at a name and a port. */
function placeOf(where: string, ip: unknown) {
  const [, protocol, host, port] = /^([a-z][a-z0-9+.-]*):\/\/(\[[^\]]*\]|[^/:?#]+)(?::(\d+))?/i.exec(where) ?? []
  if (host !== undefined) return { host, port: port ?? (protocol === 'https' ? 443 : 80), protocol, url: where }
  const [, name, number] = /^(.+):(\d+)$/.exec(where) ?? []
  return { host: name ?? (where === '' ? ip : where), port: number }
}
