import { Card, exactly, plural, Timeline, type TimelineEntry } from '@holdfast/design'
import { findingsAddress } from '../findings/finding-links.ts'
import type { Home } from './home.ts'

type Happening = Home['happened'][number]

const words: Readonly<Record<Happening['kind'], { change: TimelineEntry['change']; said: string; list: string }>> = {
  opened: { change: 'added', said: 'found', list: 'status:open' },
  reopened: { change: 'added', said: 'came back', list: 'status:reopened' },
  fixed: { change: 'removed', said: 'fixed', list: 'status:fixed' },
  disposition: { change: 'changed', said: 'decided about', list: 'not disposition:none' },
  enrolled: { change: 'added', said: 'enrolled as a source', list: '' },
}

const most = 8

export function JustHappened({ home }: { home: Home }) {
  const shown = home.happened.slice(0, most)
  return (
    <Card title="Just happened">
      {shown.length === 0 ? (
        <p className="muted">Nothing yet. Findings that open, come back or are fixed appear here as they do.</p>
      ) : (
        <Timeline label="Just happened" time={areOfToday(shown) ? 'clock' : 'day'} entries={shown.map(toEntry)} />
      )}
    </Card>
  )
}

function areOfToday(events: readonly Happening[]): boolean {
  const day = new Date().toDateString()
  return events.every(({ at }) => new Date(at).toDateString() === day)
}

function toEntry(event: Happening, at: number): TimelineEntry {
  const { change, said } = words[event.kind]
  const href = addressOf(event)
  const severe = event.severity === 'critical' || event.severity === 'high'
  return {
    id: `${event.at} ${at}`,
    at: event.at,
    change,
    title: titleOf(event),
    detail: [said, event.asset && `on ${event.asset.name}`].filter(Boolean).join(' '),
    ...(event.severity &&
      severe &&
      (event.kind === 'opened' || event.kind === 'reopened') && {
        badge: { tone: event.severity, label: event.severity },
      }),
    ...(event.kind === 'fixed' && { badge: { tone: 'ok', label: 'fixed' } }),
    ...(href !== undefined && { href }),
  }
}

function titleOf({ title, summary, times, kind }: Happening): string {
  if (kind === 'enrolled') return title
  if (times === 1) return summary ?? title
  if (kind === 'disposition') return `${plural(times, 'finding')} of “${title}”`
  return `“${title}” ${kind === 'fixed' ? 'holds again' : 'does not hold'} in ${times} places`
}

function addressOf({ kind, check, asset, finding }: Happening): string | undefined {
  if (kind === 'enrolled') return '/sources'
  if (finding) return `/findings/${encodeURIComponent(finding)}`
  if (!check || !asset) return undefined
  return findingsAddress(`check:${exactly(check)} and asset.id:${exactly(asset.id)} and ${words[kind].list}`)
}
