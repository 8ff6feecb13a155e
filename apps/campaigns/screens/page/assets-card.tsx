import { Card, plural, RelativeTime, Skeleton } from '@holdfast/design'
import type { WholeCampaign } from '../campaign.ts'
import { assetsOf, stateWords } from '../states.ts'
import { useWorstAssets } from '../use-campaigns.ts'
import classes from './page.module.css'

const shown = 25

/** The assets that come first, with what decided; all of them are one click away. */
export function AssetsCard({ campaign }: { campaign: WholeCampaign }) {
  const { data: assets } = useWorstAssets(campaign.id, shown)
  return (
    <Card
      title="Assets, worst first"
      more={{ label: `All ${plural(campaign.total, 'asset')}`, href: assetsOf(campaign.name) }}
      flush
    >
      {!assets ? (
        <Skeleton lines={4} label="Loading the assets" />
      ) : assets.length === 0 ? (
        <p className={classes.nothing}>No asset is in the scope: {campaign.pack.scope.words}.</p>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Asset</th>
                <th scope="col">State</th>
                <th scope="col">Why</th>
                <th scope="col">Reachable</th>
                <th scope="col">Since</th>
              </tr>
            </thead>
            <tbody>
              {assets.map(({ asset, state, why, reachable, since }) => (
                <tr key={asset.id}>
                  <td>
                    <a className={classes.asset} href={`/inventory/${encodeURIComponent(asset.id)}`}>
                      {asset.name}
                    </a>
                  </td>
                  <td>
                    <span className={classes.state}>
                      <i
                        className={stateWords[state].swatch === 'hatched' ? 'hatched' : undefined}
                        data-swatch={stateWords[state].swatch}
                        aria-hidden="true"
                      />
                      {stateWords[state].label}
                    </span>
                  </td>
                  <td>{why}</td>
                  <td>{reachable ? 'yes' : <span className="muted">not seen</span>}</td>
                  <td>
                    <RelativeTime at={since} />
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
