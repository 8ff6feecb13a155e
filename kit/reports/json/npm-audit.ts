import { asList, asRecord, asText } from '../../reading/index.ts'
import type { JsonReportFormat } from '../report-format.ts'

/** `npm audit --json` up to npm 6, also what yarn and pnpm answer: advisories by number. */
export const npmAudit6Format: JsonReportFormat = {
  id: 'npm-audit-6',
  tool: 'npm audit',
  matches: (document) => asRecord(document).advisories !== undefined && asRecord(document).metadata !== undefined,
  read: (document, list) => {
    for (const advisory of Object.values(asRecord(asRecord(document).advisories)).map(asRecord))
      for (const found of asList(advisory.findings).map(asRecord)) {
        const paths = asList(found.paths)
        for (const path of paths.length === 0 ? [undefined] : paths)
          list.add({
            rule: advisory.github_advisory_id ?? advisory.id,
            title: advisory.title,
            severity: advisory.severity,
            ids: [...asList(advisory.cves), advisory.url],
            cwes: [advisory.cwe, ...asList(advisory.cwe)],
            cvss: [asRecord(advisory.cvss).vectorString],
            place: { resource: path, component: { name: advisory.module_name, version: found.version } },
            fix: advisory.recommendation ?? advisory.patched_versions,
            text: advisory.overview,
          })
      }
    return undefined
  },
}

/** `npm audit --json` from npm 7 on: packages, each with what it is vulnerable by. What is vulnerable only by another package is told there. */
export const npmAuditFormat: JsonReportFormat = {
  id: 'npm-audit',
  tool: 'npm audit',
  matches: (document) => asRecord(document).auditReportVersion === 2,
  read: (document, list) => {
    for (const found of Object.values(asRecord(asRecord(document).vulnerabilities)).map(asRecord)) {
      const fix = asRecord(found.fixAvailable)
      const nodes = asList(found.nodes)
      for (const via of asList(found.via)
        .map(asRecord)
        .filter(({ title }) => asText(title) !== undefined))
        for (const node of nodes.length === 0 ? [undefined] : nodes)
          list.add({
            rule: /GHSA-[\w-]+/.exec(String(via.url))?.[0] ?? via.source,
            title: via.title,
            severity: via.severity,
            ids: [via.url],
            cwes: asList(via.cwe),
            cvss: [asRecord(via.cvss).vectorString],
            place: { file: node, component: { name: via.name ?? found.name } },
            fix: asText(fix.name) === undefined ? undefined : `${asText(fix.name)} ${asText(fix.version) ?? ''}`,
            text: asText(via.range),
          })
    }
    return undefined
  },
}
