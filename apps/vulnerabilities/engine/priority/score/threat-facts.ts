import type { CvssVersion } from '@holdfast/kit/cvss'

/** How far exploitation has come, from the least to the most. */
export type Exploitation = 'none' | 'poc' | 'functional' | 'weaponised' | 'active' | 'ransomware'
export const exploitations: readonly Exploitation[] = [
  'none',
  'poc',
  'functional',
  'weaponised',
  'active',
  'ransomware',
]

/** A CVSS score, and the vector it is the score of. */
export interface ChosenCvss {
  readonly vector: string
  readonly version: CvssVersion
  /** 0–10, with all that the vector says: threat (temporal) and environmental metrics where they are given. */
  readonly score: number
}

/** What all feeds together know of one vulnerability. Absent: not known. */
export interface ThreatFacts {
  readonly cvss?: ChosenCvss
  /** The publisher's own word, for where there is no vector: `Important`. */
  readonly rating?: string
  /** Probability of exploitation within 30 days, 0–1. */
  readonly epss?: number
  /** Share of vulnerabilities that EPSS holds no likelier, 0–1. */
  readonly epssPercentile?: number
  /** Dates as `YYYY-MM-DD`. */
  readonly kev?: { readonly added?: string; readonly due?: string; readonly ransomware: boolean }
  /** The strongest that is known, and what it is known by. `none` is known too: somebody looked and found nothing. */
  readonly exploitation?: {
    readonly level: Exploitation
    readonly because: string
    /** Nobody looked whether it went further. */
    readonly atLeast?: true
  }
  readonly automatable?: 'yes' | 'no'
  readonly technicalImpact?: 'partial' | 'total'
  /** `YYYY-MM-DD`: the first day on which somebody published it. */
  readonly published?: string
  readonly cwes?: readonly string[]
  /** The number was given back. */
  readonly rejected?: boolean
  /** Whether any publisher names a fix. */
  readonly fixAvailable?: boolean
}

/** Where a vulnerability is found. Absent: not known. */
export interface PlaceFacts {
  /** 1–5. */
  readonly criticality?: number
  /** Who reaches the affected software: everybody, other hosts, only the host itself. */
  readonly reach?: 'internet' | 'network' | 'local'
  readonly use?: 'running' | 'installed'
}
