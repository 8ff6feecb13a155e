import { asList, asRecord } from '../../reading/index.ts'
import type { JsonReportFormat } from '../report-format.ts'

/** How a check of the CIS benchmark ended: it rates nothing. A warning asks for a look by hand. */
const severities: Readonly<Record<string, string>> = { FAIL: 'medium', WARN: 'info' }

/** Results of kube-bench: in one object or, before 0.4, one object for each kind of node. */
export const kubeBenchFormat: JsonReportFormat = {
  id: 'kube-bench',
  tool: 'kube-bench',
  matches: (document) =>
    controlsOf(document).some((one) => Array.isArray(asRecord(one).tests) && asRecord(one).node_type !== undefined),
  read: (document, list) => {
    for (const control of controlsOf(document).map(asRecord))
      for (const group of asList(control.tests).map(asRecord))
        for (const check of asList(group.results).map(asRecord)) {
          const severity = severities[String(check.status)]
          if (severity === undefined) list.pass()
          else
            list.add({
              rule: check.test_number,
              title: check.test_desc,
              severity,
              place: { resource: control.node_type },
              fix: check.remediation,
              text: check.reason ?? check.audit,
            })
        }
    return undefined
  },
}

function controlsOf(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return document
  const { Controls: controls } = asRecord(document)
  return Array.isArray(controls) ? controls : [document]
}
