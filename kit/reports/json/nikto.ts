import { asList, asRecord } from '../../reading/index.ts'
import type { JsonReportFormat } from '../report-format.ts'

/** Reports of Nikto in JSON: one object for a target, or a list of them. It does not rate what it finds. */
export const niktoJsonFormat: JsonReportFormat = {
  id: 'nikto',
  tool: 'Nikto',
  matches: (document) =>
    targetsOf(document).some(
      ({ host, banner, vulnerabilities }) =>
        host !== undefined && banner !== undefined && Array.isArray(vulnerabilities),
    ),
  read: (document, list) => {
    for (const target of targetsOf(document))
      for (const one of asList(target.vulnerabilities).map(asRecord))
        list.add({
          rule: one.id,
          title: one.msg,
          ids: [one.msg, one.references],
          place: { host: target.host, port: target.port, url: one.url },
          instance: `${one.method ?? ''} ${one.msg ?? ''}`,
          text: one.msg,
        })
    return undefined
  },
}

function targetsOf(document: unknown) {
  return (Array.isArray(document) ? document : [document]).map(asRecord)
}
