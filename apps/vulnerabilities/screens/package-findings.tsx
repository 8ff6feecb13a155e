import { addressOf, Button, Card, MetricLink, SeverityMark, severityOrder } from '@holdfast/design'
import classes from './cve.module.css'
import { findingsAt, type Package } from './package.ts'

/** Findings of a package by severity, each number with its list. */
export function PackageFindings({ known: { places, ecosystem, name, findings } }: { known: Package }) {
  const all = findingsAt(places.length > 0 ? places : [`${ecosystem}/${name}`])
  const link = (rest: string) => addressOf('/vulnerabilities', { q: `${all} and ${rest}` })
  const open = severityOrder.filter((severity) => findings.open[severity] > 0)
  const isOpen = 'status:open'
  const others = [
    { label: 'Decided about', count: findings.excepted, rest: 'not status:fixed and not disposition:none' },
    { label: 'Fixed', count: findings.fixed, rest: 'status:fixed' },
  ]
  return (
    <Card
      title="Findings"
      actions={
        open.length > 0 && (
          <Button href={addressOf('/vulnerabilities', { q: `${all} and ${isOpen} group by asset.name` })}>
            By asset
          </Button>
        )
      }
    >
      <ul className={classes.counts}>
        {open.map((severity) => (
          <li key={severity}>
            <SeverityMark severity={severity} />
            <MetricLink
              value={findings.open[severity]}
              href={link(`${isOpen} and severity:${severity}`)}
              label="open"
            />
          </li>
        ))}
        {open.length === 0 && (
          <li>
            Open <MetricLink value={0} href={link(isOpen)} />
          </li>
        )}
        {others.map(({ label, count, rest }) => (
          <li key={label}>
            {label} <MetricLink value={count} href={link(rest)} />
          </li>
        ))}
      </ul>
    </Card>
  )
}
