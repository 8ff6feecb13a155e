import { asList, asRecord, asText } from '../../reading/index.ts'
import type { JsonReportFormat } from '../report-format.ts'

/** Findings of AWS Security Hub, Inspector and all that speak its form. Source: "AWS Security Finding Format". */
export const asffFormat: JsonReportFormat = {
  id: 'asff',
  tool: 'AWS Security Hub',
  matches: (document) => findingsOf(document).some((one) => asRecord(one).ProductArn !== undefined),
  read: (document, list) => {
    for (const finding of findingsOf(document).map(asRecord)) {
      const { Status: status } = asRecord(finding.Compliance)
      const { Status: workflow } = asRecord(finding.Workflow)
      const told = asRecord(finding.ProductFields)['aws/inspector/FindingStatus']
      if (
        status === 'PASSED' ||
        workflow === 'RESOLVED' ||
        workflow === 'SUPPRESSED' ||
        told === 'CLOSED' ||
        finding.RecordState === 'ARCHIVED'
      ) {
        list.pass()
        continue
      }
      const vulnerabilities = asList(finding.Vulnerabilities).map(asRecord)
      const packages = vulnerabilities.flatMap((one) => asList(one.VulnerablePackages)).map(asRecord)
      const [first] = packages
      const recommendation = asRecord(asRecord(finding.Remediation).Recommendation)
      list.add({
        rule: vulnerabilities[0]?.Id ?? finding.GeneratorId,
        title: finding.Title,
        severity: asRecord(finding.Severity).Label,
        ids: vulnerabilities.flatMap((one) => [one.Id, ...asList(one.RelatedVulnerabilities)]),
        cvss: vulnerabilities.flatMap((one) => asList(one.Cvss).map((score) => asRecord(score).BaseVector)),
        place: {
          resource: asRecord(asList(finding.Resources)[0]).Id,
          component:
            first === undefined
              ? undefined
              : { name: first.Name, version: [first.Version, first.Release].filter(asText).join('-') },
        },
        instance:
          asText(asRecord(finding.ProductFields).ControlId) ?? (vulnerabilities.length === 0 ? finding.Id : undefined),
        fix: packages.map((one) => one.FixedInVersion).find((one) => asText(one) !== undefined) ?? recommendation.Text,
        text: finding.Description,
      })
    }
    return asText(asRecord(findingsOf(document)[0]).ProductName)
  },
}

function findingsOf(document: unknown): readonly unknown[] {
  const { findings, Findings } = asRecord(document)
  return Array.isArray(document) ? document : asList(findings ?? Findings)
}
