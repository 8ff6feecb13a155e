import { addressOf, Card, MetricLink } from '@holdfast/design'
import type { Home } from './home.ts'
import classes from './home-screen.module.css'

/** What is watched, and what is not. Each number leads to the list that makes it. */
export function WhatWeSee({ home: { assets, sources, notAssessed } }: { home: Home }) {
  const lines = [
    { label: 'Assets', value: assets.total, href: '/inventory', note: `${assets.judged} judged` },
    {
      label: 'not seen for 7 days',
      value: assets.notSeen,
      href: addressOf('/inventory', { q: 'lastSeen < now-7d' }),
      note: assets.notSeen > 0 ? 'may be out of date' : '',
    },
    {
      label: 'Sources',
      value: sources.total,
      href: '/sources',
      note: sources.silent > 0 ? `${sources.silent} silent` : '',
    },
    {
      label: 'Checks not assessed',
      value: notAssessed,
      href: '/not-assessed',
      note: notAssessed > 0 ? 'unknown is not clean' : '',
      hatched: notAssessed > 0,
    },
  ]
  return (
    <Card title="What we see">
      <dl className={classes.see}>
        {lines.map((line) => (
          <div key={line.label}>
            <dt>
              {line.hatched && <i className={`hatched ${classes.hatch}`} aria-hidden="true" />}
              {line.label}
            </dt>
            <dd className={classes.number}>
              <MetricLink value={line.value} href={line.href} label={line.label} />
            </dd>
            <dd className="muted">{line.note}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
