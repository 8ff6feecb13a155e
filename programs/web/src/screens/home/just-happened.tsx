import { Card, Timeline, type TimelineEntry } from '@holdfast/design'
import type { Home } from './home.ts'

type Happening = Home['happened'][number]

const words: Readonly<Record<Happening['kind'], { change: TimelineEntry['change']; said: string }>> = {
  opened: { change: 'added', said: 'found' },
  reopened: { change: 'added', said: 'came back' },
  fixed: { change: 'removed', said: 'fixed' },
  disposition: { change: 'changed', said: 'decided' },
  enrolled: { change: 'added', said: 'enrolled as a source' },
}

export function JustHappened({ home }: { home: Home }) {
  return (
    <Card title="Just happened">
      {home.happened.length === 0 ? (
        <p className="muted">Nothing yet. Findings that open, come back or are fixed appear here as they do.</p>
      ) : (
        <Timeline label="Just happened" entries={gather(home.happened).map(toEntry)} />
      )}
    </Card>
  )
}

interface Gathered extends Happening {
  readonly times: number
}

/** The same thing many times in a row is one line with its number. */
function gather(happened: readonly Happening[]): readonly Gathered[] {
  const lines: Gathered[] = []
  for (const event of happened) {
    const last = lines.at(-1)
    const same = last && last.kind === event.kind && last.title === event.title && last.asset?.id === event.asset?.id
    if (same) lines[lines.length - 1] = { ...last, times: last.times + 1, finding: null }
    else lines.push({ ...event, times: 1 })
  }
  return lines
}

function toEntry(event: Gathered, at: number): TimelineEntry {
  const { change, said } = words[event.kind]
  const severe = event.severity === 'critical' || event.severity === 'high'
  return {
    id: `${event.at} ${at}`,
    at: event.at,
    change,
    title: event.title,
    detail: `${said}${event.asset ? ` on ${event.asset.name}` : ''}${event.times > 1 ? `, ${event.times} times` : ''}`,
    ...(event.severity &&
      severe &&
      event.kind !== 'fixed' && { badge: { tone: event.severity, label: event.severity } }),
    ...(event.kind === 'fixed' && { badge: { tone: 'ok', label: 'fixed' } }),
    ...(event.finding && { href: `/findings/${encodeURIComponent(event.finding)}` }),
  }
}
