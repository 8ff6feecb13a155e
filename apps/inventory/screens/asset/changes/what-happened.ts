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
  const bursts = grouped(changes, ({ fact, kind, receivedAt }) => `${fact} ${kind} ${receivedAt}`)
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
  const told = foldFindings(findings, hrefOf)
  return [...folded, ...told].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
}

/** Groups in the order of their first member. */
function grouped<Member>(
  members: readonly Member[],
  nameOf: (member: Member) => string,
): readonly (readonly Member[])[] {
  const groups = new Map<string, Member[]>()
  for (const member of members) {
    const name = nameOf(member)
    const group = groups.get(name)
    if (group) group.push(member)
    else groups.set(name, [member])
  }
  return [...groups.values()]
}

/** Findings of one check that came to the same end at one moment are one line. */
function foldFindings(findings: readonly FindingRow[], hrefOf: (finding: FindingRow) => string): readonly Happened[] {
  const groups = grouped(findings, ({ check, status, statusSince }) => `${check} ${status} ${statusSince}`)
  return groups.flatMap((group): readonly Happened[] => {
    const parts = group.map((finding) => findingHappened(finding, hrefOf(finding)))
    const [first] = parts
    if (!first || parts.length < foldFrom) return parts
    const { href: _, brief: __, ...shared } = first
    return [
      {
        ...shared,
        id: `many ${first.id}`,
        title: `${parts.length} findings: “${group[0]!.title}” ${group[0]!.status === 'fixed' ? 'holds again' : 'does not hold'}`,
        detail: '',
        parts,
      },
    ]
  })
}

function findingHappened(finding: FindingRow, href: string): Happened {
  const { status, severity } = finding
  const title = finding.summary || finding.title
  const base = {
    id: finding.id,
    at: finding.statusSince,
    href,
    title: `Finding: ${title}`,
    brief: finding.place || title,
  }
  if (status === 'fixed')
    return { ...base, change: 'removed', detail: 'fixed, and proved', badge: { tone: 'ok', label: 'fixed' } }
  return {
    ...base,
    change: 'added',
    detail: status === 'reopened' ? 'it came back' : 'found',
    badge: { tone: severity, label: severity },
  }
}
