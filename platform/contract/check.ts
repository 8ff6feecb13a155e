import type { CheckId } from './names.ts'

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info'

/** Worst first. */
export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']

/** 5 = critical … 1 = info: the number the query language and the store use. */
export function severityLevel(severity: Severity): number {
  return severities.length - severities.indexOf(severity)
}

export interface Citation {
  readonly title: string
  /** Where a standard says so; absent where the requirement is the project's own, and then `title` says why. */
  readonly url?: string
  readonly section?: string
}

/** A statement that is true or false of an asset: its words and parameters. Content, loaded from `content/<stem>/check.yaml` of its app. */
export interface Check {
  readonly id: CheckId
  /** States the good condition: "Only one account has user id 0". */
  readonly title: string
  readonly severity: Severity
  readonly category: string
  /** Why it matters, for the person who must decide. */
  readonly why: string
  readonly remedy: {
    readonly words: string
    /** Commands to copy, by platform family; never run by the product itself. */
    readonly commands?: Readonly<Record<string, readonly string[]>>
  }
  readonly source: readonly Citation[]
  readonly parameters?: Readonly<Record<string, unknown>>
  /** ISO date of the first version. */
  readonly since: string
  readonly lifecycle: 'experimental' | 'stable' | 'deprecated'
  readonly aliases?: readonly CheckId[]
}
