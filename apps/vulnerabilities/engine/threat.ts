import type { OsvSeverity } from '@holdfast/kit/osv'

/** What one feed knows of a CVE itself, apart from packages: how bad, how likely, whether it is used. */
export interface Threat {
  readonly cve: string
  readonly title?: string
  readonly description?: string
  /** `YYYY-MM-DD` or an instant, as given. */
  readonly published?: string
  /** True: the number was given back, and says nothing. */
  readonly rejected?: boolean
  readonly severity?: readonly OsvSeverity[]
  readonly cwes?: readonly string[]
  /** Exploit Prediction Scoring System, FIRST: probability within 30 days and share of CVEs that score no higher, both 0–1. */
  readonly epss?: { readonly probability: number; readonly percentile: number; readonly date: string }
  /** Known Exploited Vulnerabilities, CISA. Dates as `YYYY-MM-DD`. */
  readonly kev?: {
    readonly added: string
    readonly due: string
    readonly ransomware: boolean
    readonly action: string
    readonly name: string
  }
  /** Stakeholder-Specific Vulnerability Categorization points as CISA gives them. */
  readonly ssvc?: { readonly exploitation: string; readonly automatable: string; readonly technicalImpact: string }
  readonly references?: readonly string[]
}
