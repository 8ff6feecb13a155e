import { addressOf, Card, formatDate, MetricLink } from '@holdfast/design'
import classes from './cve.module.css'
import { findingsAt, type Package } from './package.ts'

/** By week, what was found in a package and what was fixed; the latest first. */
export function PackageHistory({ known: { places, ecosystem, name, findings } }: { known: Package }) {
  const all = findingsAt(places.length > 0 ? places : [`${ecosystem}/${name}`])
  const link = (week: string, token: string, more = '') => {
    const end = new Date(Date.parse(week) + 7 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
    return addressOf('/vulnerabilities', { q: `${all} and ${token} >= ${week} and ${token} < ${end}${more}` })
  }
  return (
    <Card
      title="History"
      note={findings.firstFoundAt === null ? undefined : `first found ${formatDate(findings.firstFoundAt)}`}
      flush
    >
      {findings.weeks.length === 0 ? (
        <p className={classes.nothing}>Nothing was found in it so far.</p>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Week of</th>
                <th scope="col">Fixed</th>
                <th scope="col">Found</th>
              </tr>
            </thead>
            <tbody>
              {[...findings.weeks].reverse().map(({ week, found, fixed }) => (
                <tr key={week}>
                  <th scope="row">{formatDate(`${week}T00:00:00Z`)}</th>
                  <td>
                    <MetricLink value={fixed} href={link(week, 'fixed', ' and status:fixed')} />
                  </td>
                  <td>
                    <MetricLink value={found} href={link(week, 'firstFound')} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}
