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
        <Timeline label="Just happened" entries={home.happened.map(toEntry)} />
      )}
    </Card>
  )
}

function toEntry(event: Happening, at: number): TimelineEntry {
  const { change, said } = words[event.kind]
  const severe = event.severity === 'critical' || event.severity === 'high'
  return {
    id: `${event.at} ${at}`,
    at: event.at,
    change,
    title: event.title,
    detail: event.asset ? `${said} on ${event.asset.name}` : said,
    ...(event.severity &&
      severe &&
      event.kind !== 'fixed' && { badge: { tone: event.severity, label: event.severity } }),
    ...(event.kind === 'fixed' && { badge: { tone: 'ok', label: 'fixed' } }),
    ...(event.finding && { href: `/findings/${encodeURIComponent(event.finding)}` }),
  }
}
