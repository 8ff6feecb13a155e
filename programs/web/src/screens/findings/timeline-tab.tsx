import { type Change, EmptyState, Skeleton, Timeline, type TimelineEntry } from '@holdfast/design'
import type { Finding, FindingStep } from './finding.ts'
import { useHistory } from './use-finding.ts'
import { stepWords } from './words.ts'

const signs: Readonly<Record<string, Change>> = { opened: 'added', reopened: 'added', fixed: 'removed' }

/** What happened to it, newest first. */
export function TimelineTab({ finding }: { finding: Finding }) {
  const { data, error } = useHistory(finding.id)
  if (error) return <EmptyState kind="error" title="The history could not be loaded" words={error.message} />
  if (!data) return <Skeleton lines={4} label="Loading the history" />
  return <Timeline label="What happened to it, newest first" entries={data.map(toEntry)} />
}

function toEntry(step: FindingStep, at: number): TimelineEntry {
  return {
    id: String(at),
    at: step.at,
    change: signs[step.kind] ?? 'changed',
    ...stepWords(step),
    ...(step.kind === 'fixed' && { badge: { tone: 'ok', label: 'fixed' } }),
  }
}
