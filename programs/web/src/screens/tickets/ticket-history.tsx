import { formatExact, Timeline } from '@holdfast/design'
import type { TicketPage } from './ticket.ts'

type Entry = TicketPage['history'][number]

const because: Readonly<Record<string, string>> = {
  evidence: 'all of its findings are fixed',
  'found-again': 'a test found it again',
  exceptions: 'exceptions hold for what is open of it',
  'exceptions-ended': 'the exceptions ended',
  'time-over': 'the time is over',
  'no-findings': 'none of its findings is left',
}

/** What happened to a ticket, newest first. */
export function TicketHistory({ history }: { history: readonly Entry[] }) {
  return (
    <Timeline
      label="History"
      entries={history.map((entry, index) => ({
        id: `${entry.at} ${index}`,
        at: entry.at,
        title: wordsOf(entry),
        detail: entry.by === null ? 'by evidence' : `by ${whoOf(entry.by, entry.byName)}`,
      }))}
    />
  )
}

/** A person, or the rule of a policy. */
function whoOf(by: string, name: string | null): string {
  if (name !== null) return name
  return by.startsWith('policy:') ? `the policy, rule ${by.slice('policy:'.length)}` : 'somebody who left'
}

function wordsOf({ kind, detail }: Entry): string {
  switch (kind) {
    case 'opened':
      return 'Opened'
    case 'added':
      return `Covers ${String(detail.findings)} more`
    case 'assigned':
      return detail.to === null ? 'Given back' : `Given to ${String(detail.name ?? 'somebody who left')}`
    case 'due':
      return detail.at === null ? 'Has no date any more' : `Due ${formatExact(String(detail.at))}`
    case 'comment':
      return `“${String(detail.words)}”`
    default: {
      const why = because[String(detail.because)]
      return why === undefined ? `Is ${String(detail.standing)}` : `Is ${String(detail.standing)}: ${why}`
    }
  }
}
