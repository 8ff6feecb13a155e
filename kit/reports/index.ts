/** Reports of other scanners, read into one shape. */
export { type ReportFormatName, reportFormats } from './list-formats.ts'
export { readReport } from './read-report.ts'
export type { Report, ReportFinding, ReportPlace, ReportReading, ReportSeverity } from './report.ts'
