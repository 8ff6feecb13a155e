import type { Problem } from '../reading/index.ts'

/** How bad a finding is in the report's own judgement; `unknown` where it says nothing that can be told. */
export type ReportSeverity = 'critical' | 'high' | 'medium' | 'low' | 'info' | 'unknown'

/** Where a finding is: whatever of it the report says. */
export interface ReportPlace {
  /** Name or address of a machine, as written. */
  readonly host?: string
  /** 1 to 65535. */
  readonly port?: number
  /** In lower case: `tcp`, `udp`, `https`. */
  readonly protocol?: string
  readonly url?: string
  /** Path of a file. */
  readonly file?: string
  /** From 1. */
  readonly line?: number
  /** What of a cloud, cluster, image or tree, in the tool's own words. */
  readonly resource?: string
  readonly component?: { readonly name: string; readonly version?: string; readonly purl?: string }
}

export interface ReportFinding {
  /** The same for the same weakness at the same place, in every report of the format: what tells it from all others. */
  readonly key: string
  /** What the tool calls its check: number of a plugin, rule, CVE. */
  readonly rule: string
  readonly title: string
  readonly severity: ReportSeverity
  /** CVE and advisory ids, in capitals as their publishers write them, each once. */
  readonly ids: readonly string[]
  /** Numbers of weaknesses (CWE), each once, ascending. */
  readonly cwes: readonly number[]
  /** Vector of the newest version that the report gives and that is well-formed. */
  readonly cvss: string | undefined
  /** Base score from 0 to 10: of the vector, or the report's own where it has no vector. */
  readonly score: number | undefined
  readonly place: ReportPlace
  /** The version that ends it, or what to do, as written. */
  readonly fix: string | undefined
  /** What the tool tells of it, as written. */
  readonly text: string | undefined
  /** How often the report has it; more than once where it repeats itself. */
  readonly times: number
}

export interface Report {
  /** Format that it was read as: `nessus`, `sarif`. */
  readonly format: string
  /** The tool by name, as the report says or as the format tells. */
  readonly tool: string
  readonly findings: readonly ReportFinding[]
  /** Entries that say that something is in order, or that a check could not be made: counted, no findings. */
  readonly passed: number
  readonly problems: readonly Problem[]
}

export type ReportReading =
  | { readonly ok: true; readonly report: Report }
  | { readonly ok: false; readonly problem: Problem }

/** Bounds of what is kept: findings of one report; texts and names in UTF-16 code units; items of a list. */
export const reportLimits = { findings: 1_000_000, text: 8192, name: 1024, list: 1000 } as const
