import { asffFormat } from './json/asff.ts'
import { cloudsploitFormat } from './json/cloudsploit.ts'
import { cyclonedxJsonFormat } from './json/cyclonedx.ts'
import { dockleFormat } from './json/dockle.ts'
import { grypeFormat } from './json/grype.ts'
import { kubeBenchFormat } from './json/kube-bench.ts'
import { niktoJsonFormat } from './json/nikto.ts'
import { npmAudit6Format, npmAuditFormat } from './json/npm-audit.ts'
import { nucleiFormat } from './json/nuclei.ts'
import { ocsfFormat } from './json/ocsf.ts'
import { sarifFormat } from './json/sarif.ts'
import { snykFormat } from './json/snyk.ts'
import { trivyFormat } from './json/trivy.ts'
import { wazuhFormat } from './json/wazuh.ts'
import type { JsonReportFormat } from './report-format.ts'

/** All formats of reports in JSON. */
export const jsonFormats: readonly JsonReportFormat[] = [
  cyclonedxJsonFormat,
  sarifFormat,
  grypeFormat,
  trivyFormat,
  npmAuditFormat,
  npmAudit6Format,
  snykFormat,
  nucleiFormat,
  asffFormat,
  ocsfFormat,
  cloudsploitFormat,
  dockleFormat,
  kubeBenchFormat,
  wazuhFormat,
  niktoJsonFormat,
]
