import type { FactChange, FindingRow } from '../../asset.ts'
import { type ChangeWords, changeWords, foldedWords } from './change-words.ts'

/** One line of "what changed". */
export interface Happened extends ChangeWords {
  readonly id: string
  readonly at: string
  readonly href?: string
  /** What a line stands for that tells of several. */
  readonly parts?: readonly Happened[]
}

/** That many of one kind at one moment are one line. */
const foldFrom = 5

/** Changes and findings on one line of time, newest first; bursts are folded. */
export function whatHappened(
  changes: readonly FactChange[],
  findings: readonly FindingRow[],
  hrefOf: (finding: FindingRow) => string,
): readonly Happened[] {
  const bursts = burstsOf(changes)
  const folded = bursts.flatMap((burst): readonly Happened[] => {
    const parts = burst.map(
      (change, at): Happened => ({
        id: `${change.fact} ${change.scope} ${change.key} ${change.kind} ${change.receivedAt} ${at}`,
        at: change.observedAt,
        ...changeWords(change),
      }),
    )
    const first = burst[0]!
    if (parts.length < foldFrom) return parts
    return [
      {
        id: `${first.fact} ${first.kind} ${first.receivedAt}`,
        at: first.observedAt,
        change: parts[0]!.change,
        title: foldedWords(first.fact, first.kind, parts.length),
        detail: '',
        parts,
      },
    ]
  })
  const told = findings.map((finding) => findingHappened(finding, hrefOf(finding)))
  return [...folded, ...told].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
}

/** Changes of one fact, of one kind, that were told at one moment. */
function burstsOf(changes: readonly FactChange[]): readonly (readonly FactChange[])[] {
  const bursts = new Map<string, FactChange[]>()
  for (const change of changes) {
    const name = `${change.fact} ${change.kind} ${change.receivedAt}`
    const burst = bursts.get(name)
    if (burst) burst.push(change)
    else bursts.set(name, [change])
  }
  return [...bursts.values()]
}

function findingHappened(finding: FindingRow, href: string): Happened {
  const { status, severity } = finding
  const title = finding.summary || finding.title
  const base = { id: finding.id, at: finding.statusSince, href, title: `Finding: ${title}` }
  if (status === 'fixed')
    return { ...base, change: 'removed', detail: 'fixed, and proved', badge: { tone: 'ok', label: 'fixed' } }
  return {
    ...base,
    change: 'added',
    detail: status === 'reopened' ? 'it came back' : 'found',
    badge: { tone: severity, label: severity },
  }
}
