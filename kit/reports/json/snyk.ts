import { asList, asRecord, asText } from '../../reading/index.ts'
import type { JsonReportFormat } from '../report-format.ts'

/** `snyk test --json`: one project, or a list of them. A vulnerability comes once for each way it is depended on. */
export const snykFormat: JsonReportFormat = {
  id: 'snyk',
  tool: 'Snyk',
  matches: (document) =>
    projectsOf(document).some(
      ({ vulnerabilities, packageManager, ok }) =>
        Array.isArray(vulnerabilities) && packageManager !== undefined && ok !== undefined,
    ),
  read: (document, list) => {
    for (const project of projectsOf(document))
      for (const one of asList(project.vulnerabilities).map(asRecord)) {
        const identifiers = asRecord(one.identifiers)
        list.add({
          rule: one.id,
          title: one.title,
          severity: one.severity,
          ids: [...asList(identifiers.CVE), ...asList(identifiers.GHSA)],
          cwes: asList(identifiers.CWE),
          cvss: [one.CVSSv3],
          score: one.cvssScore,
          place: {
            resource: project.projectName,
            file: project.displayTargetFile,
            component: { name: one.packageName, version: one.version },
          },
          fix: asList(one.fixedIn).filter(asText).join(', '),
          text: one.description,
        })
      }
    return undefined
  },
}

function projectsOf(document: unknown) {
  return (Array.isArray(document) ? document : [document]).map(asRecord)
}
