import { Card, MetricLink, StatusMark } from '@holdfast/design'
import type { Home } from './home.ts'
import classes from './home-screen.module.css'

export function WhatWeSee({ home: { assets, sources } }: { home: Home }) {
  const status = sources.total === 0 ? 'off' : sources.silent > 0 ? 'warn' : 'ok'
  const lines = [
    { label: 'Assets', value: assets.total, href: '/inventory', note: '' },
    { label: 'judged', value: assets.judged, href: undefined, note: '' },
    { label: 'not seen for 7 days', value: assets.notSeen, href: undefined, note: assets.notSeen > 0 ? 'stale' : '' },
    {
      label: 'Sources',
      value: sources.total,
      href: '/sources',
      note: sources.silent > 0 ? `${sources.silent} silent` : '',
    },
  ]
  return (
    <Card title="What we see">
      <dl className={classes.see}>
        {lines.map((line) => (
          <div key={line.label}>
            <dt>{line.label}</dt>
            <dd className={classes.number}>
              <MetricLink value={line.value} href={line.href} label={line.label} />
            </dd>
            <dd className="muted">{line.note}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.sources}>
        <StatusMark status={status}>{sources.words}</StatusMark>
      </p>
    </Card>
  )
}
