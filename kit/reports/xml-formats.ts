import type { XmlReportFormat } from './report-format.ts'
import { burpFormat } from './xml/burp.ts'
import { cyclonedxXmlFormat } from './xml/cyclonedx.ts'
import { dependencyCheckFormat } from './xml/dependency-check.ts'
import { nessusFormat } from './xml/nessus.ts'
import { nexposeFormat } from './xml/nexpose.ts'
import { niktoXmlFormat } from './xml/nikto.ts'
import { openvasFormat } from './xml/openvas.ts'
import { qualysAssetsFormat } from './xml/qualys-assets.ts'
import { qualysScanFormat } from './xml/qualys-scan.ts'
import { qualysWebFormat } from './xml/qualys-web.ts'
import { wapitiFormat } from './xml/wapiti.ts'
import { zapFormat } from './xml/zap.ts'

/** All formats of reports in XML. */
export const xmlFormats: readonly XmlReportFormat[] = [
  nessusFormat,
  qualysAssetsFormat,
  qualysScanFormat,
  qualysWebFormat,
  burpFormat,
  zapFormat,
  nexposeFormat,
  niktoXmlFormat,
  wapitiFormat,
  dependencyCheckFormat,
  cyclonedxXmlFormat,
  openvasFormat,
]
