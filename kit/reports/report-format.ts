import type { XmlElement } from '../xml/index.ts'
import type { FindingList } from './finding-list.ts'

/** A format of reports, recognised by what its document looks like. */
export interface ReportFormat<Document> {
  /** `nessus`, `sarif`. */
  readonly id: string
  /** The tool, where the document does not say. */
  readonly tool: string
  /** Never throws. */
  matches(document: Document): boolean
  /** Adds all findings; gives the name of the tool where the document says it. Never throws for what the document holds. */
  read(document: Document, list: FindingList): string | undefined
}

export type JsonReportFormat = ReportFormat<unknown>
export type XmlReportFormat = ReportFormat<XmlElement>
