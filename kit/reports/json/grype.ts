import { asList, asRecord, asText } from '../../reading/index.ts'
import type { JsonReportFormat } from '../report-format.ts'

/** Matches of Grype. Source: its JSON output, `presenter/models`. */
export const grypeFormat: JsonReportFormat = {
  id: 'grype',
  tool: 'Grype',
  matches: (document) => Array.isArray(asRecord(document).matches) && asRecord(document).descriptor !== undefined,
  read: (document, list) => {
    for (const match of asList(asRecord(document).matches).map(asRecord)) {
      const [vulnerability, artifact] = [asRecord(match.vulnerability), asRecord(match.artifact)]
      const related = asList(match.relatedVulnerabilities).map(asRecord)
      const vectors = [vulnerability, ...related].flatMap(({ cvss }) => asList(cvss).map((one) => asRecord(one).vector))
      const id = asText(vulnerability.id)
      list.add({
        rule: id,
        title: `${id} in ${asText(artifact.name) ?? '?'}`,
        severity: vulnerability.severity,
        ids: related.map((one) => one.id),
        cvss: vectors,
        place: {
          component: { name: artifact.name, version: artifact.version, purl: artifact.purl },
          file: asRecord(asList(artifact.locations)[0]).path,
        },
        instance: artifact.type,
        fix: asList(asRecord(vulnerability.fix).versions)
          .filter((one) => asText(one))
          .join(', '),
        text: vulnerability.description ?? related.find((one) => asText(one.description))?.description,
      })
    }
    return undefined
  },
}
