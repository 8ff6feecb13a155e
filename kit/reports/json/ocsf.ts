import { asList, asRecord, asText } from '../../reading/index.ts'
import type { JsonReportFormat } from '../report-format.ts'

/** Findings in the Open Cybersecurity Schema Framework, as Prowler writes them. Source: OCSF 1.2, classes 2001 to 2004. */
export const ocsfFormat: JsonReportFormat = {
  id: 'ocsf',
  tool: 'OCSF',
  matches: (document) => {
    const first = asRecord(asList(document)[0])
    return first.class_uid !== undefined && first.finding_info !== undefined
  },
  read: (document, list) => {
    for (const finding of asList(document).map(asRecord)) {
      if (finding.status_code === 'PASS' || finding.status_code === 'MANUAL') {
        list.pass()
        continue
      }
      const [resource, info] = [asRecord(asList(finding.resources)[0]), asRecord(finding.finding_info)]
      list.add({
        rule: asRecord(finding.metadata).event_code ?? info.uid,
        title: info.title,
        severity: finding.severity,
        place: { resource: asText(resource.uid) ?? asText(resource.name) },
        instance: asText(resource.uid) === undefined ? info.uid : undefined,
        fix: asRecord(finding.remediation).desc,
        text: finding.status_detail ?? info.desc,
      })
    }
    return asText(asRecord(asRecord(asRecord(asList(document)[0]).metadata).product).name)
  },
}
