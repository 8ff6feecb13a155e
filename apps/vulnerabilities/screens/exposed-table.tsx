import { addressOf, Badge, MetricLink } from '@holdfast/design'
import classes from './cve.module.css'
import { type ExposedSoftware, holdersQuery } from './cve.ts'
import { packageAddress } from './package-address.ts'

/** Distinct software that a vulnerability affects, or may affect, with who has it. */
export function ExposedTable({ software, at }: { software: readonly ExposedSoftware[]; at: string | undefined }) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Software</th>
            <th scope="col">Version</th>
            <th scope="col">Fixed in</th>
            <th scope="col">Assets</th>
          </tr>
        </thead>
        <tbody>
          {software.map((each) => (
            <tr key={each.purl}>
              <td>
                <b>
                  <a href={packageAddress(each)}>{each.name}</a>
                </b>{' '}
                <span className="muted">{each.ecosystem}</span>
                <span className={classes.why}>{each.words}</span>
              </td>
              <td className="mono">{each.version}</td>
              <td className="mono">
                {each.verdict === 'not-assessed' ? (
                  <Badge tone="neutral">cannot be told</Badge>
                ) : (
                  each.fixed.join(', ') || 'no fix yet'
                )}
              </td>
              <td>
                <MetricLink value={each.assets} href={addressOf('/inventory', { q: holdersQuery(each, at) })} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
