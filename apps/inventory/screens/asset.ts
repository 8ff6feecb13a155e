import type { SeverityName } from '@holdfast/design'
import type { AssetTag } from './tags/tag.ts'

export type OpenCounts = Readonly<Record<SeverityName, number>> & { readonly excepted: number }

/** Single-valued tokens of the query language, as the list gives them. Absent is what no source has told. */
export interface AssetAttributes {
  readonly operatingSystem?: string
  readonly 'operatingSystem.id'?: string
  readonly kernel?: string
  readonly architecture?: string
  readonly virtualization?: string
  readonly cloud?: string
  readonly cpuCount?: number
  readonly memory?: number
  readonly 'hardware.vendor'?: string
  readonly packageCount?: number
  readonly updateCount?: number
  readonly exposedCount?: number
  /** Number of the build, of systems that count builds: 19045. */
  readonly 'operatingSystem.build'?: number
  /** 0–1000; of the app of vulnerabilities. */
  readonly riskScore?: number
}

/** An asset in lists: a row of `GET /assets`. */
export interface AssetRow {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  /** Null where nothing was judged yet: that is not "none". */
  readonly findings: OpenCounts | null
  /** Kinds of source that tell of it. */
  readonly sources: readonly string[]
  /** 1 to 5: the highest of its tags. */
  readonly criticality: number
  readonly tags: readonly AssetTag[]
  readonly attributes: AssetAttributes
}

/** The answer of `GET /assets/:asset`. */
export interface Asset extends AssetRow {
  readonly network: string
  readonly version: number
  readonly mergedInto: string | null
}

/** The answer of `GET /assets/:asset/identity`. */
export interface Identity {
  readonly sources: readonly {
    readonly id: string
    readonly name: string
    readonly ref: string
    readonly kind: string
    readonly firstSeenAt: string
    readonly lastSeenAt: string
    readonly identifiers: readonly { readonly kind: string; readonly value: string }[]
  }[]
  readonly history: readonly {
    readonly merge: string
    readonly kind: 'merge' | 'split'
    readonly into: string
    readonly from: string
    readonly rule: string
    readonly because: string
    readonly decidedBy: string | null
    readonly at: string
    readonly undoneAt: string | null
    readonly undoneBy: string | null
  }[]
}

export interface NotAssessed {
  readonly check: string
  readonly title: string
  readonly severity: SeverityName
  readonly place: string
  readonly outcome: string
  readonly reason: string
  readonly since: string
}

/** The answer of `GET /assets/:asset/assessments`. */
export interface Assessments {
  readonly judged: readonly {
    readonly judge: string
    readonly testedAt: string
    readonly passed: readonly string[]
    readonly notApplicable: readonly string[]
  }[]
  readonly notAssessed: readonly NotAssessed[]
}

export type Item = Readonly<Record<string, unknown>>

export interface StatedFact {
  readonly fact: string
  readonly scope: string
  readonly version: number
  readonly complete: boolean
  readonly source: { readonly id: string; readonly name: string; readonly kind: string }
  readonly observedAt: string
  readonly changedAt: string
  readonly count: number
  readonly items: readonly { readonly key: string; readonly item: Item }[]
}

export interface FactProblem {
  readonly fact: string
  readonly scope: string
  readonly reason: string
  readonly detail: string
  readonly observedAt: string
  readonly since: string
}

/** The answer of `GET /assets/:asset/facts`. */
export interface Facts {
  readonly facts: readonly StatedFact[]
  readonly problems: readonly FactProblem[]
}

/** A row of `GET /assets/:asset/fact-names`. */
export interface FactName {
  readonly fact: string
  readonly scopes: number
  readonly items: number
  readonly complete: boolean
  readonly observedAt: string
  readonly changedAt: string
}

/** A row of `GET /assets/:asset/changes`. */
export interface FactChange {
  readonly kind: 'came' | 'changed' | 'went'
  readonly fact: string
  readonly scope: string
  readonly key: string
  readonly source: StatedFact['source']
  readonly before?: Item
  readonly after?: Item
  readonly observedAt: string
  readonly receivedAt: string
}

export interface FindingRow {
  readonly id: string
  readonly severity: SeverityName
  readonly status: 'new' | 'active' | 'fixed' | 'reopened'
  readonly disposition: 'none' | 'accepted' | 'false-positive' | 'mitigated'
  readonly title: string
  readonly check: string
  readonly place: string
  readonly firstFoundAt: string
  readonly statusSince: string
  readonly summary: string
}
