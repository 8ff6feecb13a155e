import { asList, asRecord, asText, type JsonRecord } from '../../reading/index.ts'
import type { FindingList } from '../finding-list.ts'
import type { JsonReportFormat } from '../report-format.ts'

/** Results of Trivy: of images, trees and clusters, now and before schemas had numbers. Source: its `pkg/types/report.go`. */
export const trivyFormat: JsonReportFormat = {
  id: 'trivy',
  tool: 'Trivy',
  matches: (document) => {
    const record = asRecord(document)
    const first = asRecord(asList(document)[0])
    return (
      (record.ClusterName !== undefined &&
        [record.Vulnerabilities, record.Misconfigurations, record.Resources].some(Array.isArray)) ||
      (record.ArtifactName !== undefined && record.Results !== undefined) ||
      (record.SchemaVersion !== undefined && record.ArtifactName !== undefined) ||
      (first.Target !== undefined && 'Vulnerabilities' in first)
    )
  },
  read: (document, list) => {
    const record = asRecord(document)
    readResults(Array.isArray(document) ? document : asList(record.Results), undefined, list)
    for (const kind of ['Vulnerabilities', 'Misconfigurations', 'Resources'] as const)
      for (const resource of asList(record[kind]).map(asRecord)) {
        const within = [resource.Namespace, resource.Kind, resource.Name].filter(asText).join('/')
        readResults(asList(resource.Results), within, list)
      }
    return undefined
  },
}

function readResults(results: readonly unknown[], within: string | undefined, list: FindingList): void {
  for (const result of results.map(asRecord)) {
    const target = [within, asText(result.Target)].filter((one) => one).join(' ')
    for (const one of asList(result.Vulnerabilities).map(asRecord)) list.add(ofPackage(one, target))
    for (const one of asList(result.Misconfigurations).map(asRecord)) {
      if (one.Status !== undefined && one.Status !== 'FAIL') list.pass()
      else list.add(ofConfiguration(one, target))
    }
    for (const one of asList(result.Secrets).map(asRecord))
      list.add({
        rule: one.RuleID,
        title: one.Title,
        severity: one.Severity,
        place: { resource: within, file: result.Target, line: one.StartLine },
        text: asText(one.Category),
      })
    for (const one of asList(result.Licenses).map(asRecord))
      list.add({
        rule: one.Name,
        title: `License ${asText(one.Name) ?? '?'}`,
        severity: one.Severity,
        place: { resource: target, file: one.FilePath, component: { name: one.PkgName } },
      })
  }
}

function ofPackage(one: JsonRecord, target: string) {
  const cvss = Object.values(asRecord(one.CVSS)).map(asRecord)
  const scores = cvss.map(({ V3Score, V2Score }) => V3Score ?? V2Score)
  return {
    rule: one.VulnerabilityID,
    title: one.Title ?? `${asText(one.VulnerabilityID)} in ${asText(one.PkgName)}`,
    severity: one.Severity,
    ids: asList(one.VendorIDs),
    cwes: asList(one.CweIDs),
    cvss: cvss.flatMap(({ V40Vector, V3Vector, V2Vector }) => [V40Vector, V3Vector, V2Vector]),
    score: scores.find((score) => typeof score === 'number'),
    place: {
      resource: target,
      file: one.PkgPath,
      component: { name: one.PkgName, version: one.InstalledVersion, purl: asRecord(one.PkgIdentifier).PURL },
    },
    fix: one.FixedVersion,
    text: one.Description,
  }
}

function ofConfiguration(one: JsonRecord, target: string) {
  const cause = asRecord(one.CauseMetadata)
  return {
    rule: one.ID,
    title: one.Title,
    severity: one.Severity,
    place: { resource: target },
    instance: [asText(cause.Resource), asText(one.Message)].filter((part) => part).join(' '),
    fix: one.Resolution,
    text: one.Message ?? one.Description,
  }
}
