import { Button, Card, plural, RelativeTime, SeverityMark, severityWord } from '@holdfast/design'
import { findingsAddress } from '../findings/finding-links.ts'
import type { Home } from './home.ts'
import classes from './home-screen.module.css'

/** At most three, worst first, each with why and with the list it counts. */
export function ThingsToDo({ home }: { home: Home }) {
  if (home.doNow.length === 0) {
    return (
      <Card title="Nothing to do now">
        <p className="muted">
          {home.notAssessed > 0
            ? `No open finding. ${plural(home.notAssessed, 'check')} could not be answered: that is not the same as clean.`
            : 'No open finding on any asset that was judged.'}
        </p>
      </Card>
    )
  }
  const all = Object.values(home.open).reduce((sum, count) => sum + count, 0)
  const title =
    home.doNow.length === 1 ? 'One thing to do now' : `${['', '', 'Two', 'Three'][home.doNow.length]} things to do now`
  return (
    <Card title={title} more={{ label: `All work, ${all}`, href: '/findings' }}>
      <ul className={classes.work}>
        {home.doNow.map((item) => (
          <li key={item.check}>
            <SeverityMark severity={item.severity} word={false} />
            <div>
              <p className={classes.what}>{item.remedy || `Not so: ${item.title}`}</p>
              <p className="muted">
                {severityWord(item.severity)} on {plural(item.assets, 'asset')}, first found{' '}
                <RelativeTime at={item.since} />: “{item.title}” does not hold.
              </p>
            </div>
            <Button href={findingsAddress(item.query)}>{plural(item.findings, 'finding')}</Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}
