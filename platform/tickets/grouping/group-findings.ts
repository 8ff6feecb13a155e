/** What findings are brought together by into one ticket. */
export type Grouping = 'finding' | 'asset' | 'check' | 'fix'

/** What grouping reads of a finding; `fix` names what clears it, where that is known. */
export interface Groupable {
  readonly id: string
  readonly asset: string
  readonly check: string
  readonly fix?: string
}

/** One ticket to be: what makes it the same ticket when asked again, and the findings that it covers, in order of their ids. */
export interface Group {
  readonly key: string
  readonly findings: readonly string[]
}

/**
 * The tickets that findings make, in order of their keys and whatever the order of the findings. A finding without a known fix is grouped by
 * its check, since one check is mostly cleared by one action.
 */
export function groupFindings(findings: readonly Groupable[], grouping: Grouping): readonly Group[] {
  const groups = new Map<string, Set<string>>()
  for (const finding of findings) {
    const key = keyOf(finding, grouping)
    const ids = groups.get(key)
    if (ids) ids.add(finding.id)
    else groups.set(key, new Set([finding.id]))
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, ids]) => ({ key, findings: [...ids].sort() }))
}

function keyOf(finding: Groupable, grouping: Grouping): string {
  switch (grouping) {
    case 'finding':
      return `finding:${finding.id}`
    case 'asset':
      return `asset:${finding.asset}`
    case 'check':
      return `check:${finding.check}`
    case 'fix':
      return finding.fix === undefined ? `check:${finding.check}` : `fix:${finding.fix}`
  }
}
