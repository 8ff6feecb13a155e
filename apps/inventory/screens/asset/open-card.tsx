import { Card, exactly, MetricLink, SeverityMark, severityOrder } from '@holdfast/design'
import type { Asset } from '../asset.ts'
import { assetAddress, findingsAddress } from '../links.ts'
import classes from './asset.module.css'

/** How many findings are open, by severity; each number leads to its list. What nobody could check stands beside them, hatched. */
export function OpenCard({ asset, notAssessed }: { asset: Asset; notAssessed: number | undefined }) {
  const own = `asset.id:${exactly(asset.id)} and status:open`
  const counts = asset.findings
  return (
    <Card title="Open findings" more={{ label: 'All', href: findingsAddress(own) }}>
      <ul className={classes.summary}>
        {counts &&
          severityOrder.map((severity) => (
            <li key={severity}>
              <SeverityMark severity={severity} />
              <MetricLink value={counts[severity]} href={findingsAddress(`${own} and severity:${severity}`)} />
            </li>
          ))}
        {counts && counts.excepted > 0 && (
          <li>
            <span className="muted">Decided about</span>
            <MetricLink
              value={counts.excepted}
              href={findingsAddress(
                `asset.id:${exactly(asset.id)} and not disposition:none and status:[new, active, reopened]`,
              )}
            />
          </li>
        )}
        {notAssessed !== undefined && notAssessed > 0 && (
          <li>
            <span className={classes.unknown}>
              <i className={`hatched ${classes.hatch}`} aria-hidden="true" /> Not assessed
            </span>
            <MetricLink value={notAssessed} href={assetAddress(asset.id, { tab: 'findings' })} />
          </li>
        )}
      </ul>
      {counts === null && <p className="muted">Nothing has been judged here yet.</p>}
    </Card>
  )
}
