import type { OsvEvent, OsvRange } from '../version-ranges/index.ts'

/** What matching and people need of one OSV record. Times are RFC 3339 texts as given. */
export interface OsvAdvisory {
  readonly id: string
  readonly modified: string
  readonly published: string | undefined
  /** Set: the record no longer says that anything is affected. */
  readonly withdrawn: string | undefined
  readonly aliases: readonly string[]
  /** Of a distribution's record: what it answers, such as the CVE that it fixes. */
  readonly upstream: readonly string[]
  readonly related: readonly string[]
  readonly summary: string
  readonly details: string
  readonly severity: readonly OsvSeverity[]
  /** The word of the database itself (`HIGH`, `moderate`), which no specification orders. */
  readonly databaseSeverity: string | undefined
  readonly affected: readonly OsvAffected[]
  readonly references: readonly OsvReference[]
}

/** `type` names the scoring: `CVSS_V2`, `CVSS_V3`, `CVSS_V4`, `Ubuntu` …; `score` is a vector or a word. */
export interface OsvSeverity {
  readonly type: string
  readonly score: string
}

export interface OsvReference {
  readonly type: string
  readonly url: string
}

/** One package and which of its versions are affected. */
export interface OsvAffected {
  /** As given, with its release: `Debian:12`. Undefined where only commits are named. */
  readonly ecosystem: string | undefined
  readonly name: string | undefined
  readonly purl: string | undefined
  readonly severity: readonly OsvSeverity[]
  readonly ranges: readonly OsvRange[]
  readonly commits: readonly OsvCommits[]
  /** Single versions, besides those in the ranges. */
  readonly versions: readonly string[]
}

/** A range over the commits of a repository, which only the repository can order. */
export interface OsvCommits {
  readonly repo: string | undefined
  readonly events: readonly OsvEvent[]
}

/** What in a record could not be understood and was left out: `affected[3].ranges[0].events[1]`. */
export interface OsvProblem {
  readonly path: string
  readonly message: string
}

export type OsvReading =
  | { readonly ok: true; readonly advisory: OsvAdvisory; readonly problems: readonly OsvProblem[] }
  | { readonly ok: false; readonly problems: readonly OsvProblem[] }
