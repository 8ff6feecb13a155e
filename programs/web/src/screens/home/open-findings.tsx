import {
  Card,
  plural,
  SeverityMark,
  type SeverityName,
  StackedBar,
  severityOrder,
  severityWord,
} from '@holdfast/design'
import { findingsAddress } from '../findings/finding-links.ts'
import type { Home } from './home.ts'

/** Open findings by severity: the bar, and the numbers that lead to their lists. */
export function OpenFindings({ home }: { home: Home }) {
  const all = Object.values(home.open).reduce((sum, count) => sum + count, 0)
  if (home.testedAt === null) {
    return (
      <Card title="Open findings">
        <p className="muted">
          Nothing was judged yet, so nothing can be said: neither that something is wrong nor that all is well. Checks
          run by themselves as soon as a host tells what it sees.
        </p>
      </Card>
    )
  }
  const words = severityOrder.map((severity) => `${home.open[severity]} ${severity}`).join(', ')
  return (
    <Card title="Open findings" more={{ label: 'All', href: '/findings' }}>
      <StackedBar
        legend
        summary={`${plural(all, 'open finding')}: ${words}; ${home.notAssessed} not assessed`}
        segments={[
          ...severityOrder.map((severity) => ({
            label: severityWord(severity),
            value: home.open[severity],
            swatch: severity,
            mark: <SeverityMark severity={severity} />,
            href: listOf(severity),
          })),
          { label: 'Not assessed', value: home.notAssessed, swatch: 'hatched', href: '/not-assessed' },
        ]}
      />
    </Card>
  )
}

function listOf(severity: SeverityName): string {
  return findingsAddress(`status:open and severity:${severity}`)
}
