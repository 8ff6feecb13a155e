import { exactly, formatCount, MetricLink, StackedBar } from '@holdfast/design'
import type { CampaignShare } from '../campaign.ts'
import { assetsOf, stateOrder, stateWords } from '../states.ts'
import classes from './page.module.css'

const shown = 6

/** Where there is most to do: parts of the campaign's assets by what they have in common. */
export function Shares({
  name,
  token,
  shares,
  none,
}: {
  name: string
  /** What the parts are asked by in the query language. */
  token: string
  shares: readonly CampaignShare[]
  none: string
}) {
  if (shares.length === 0) return <p className="muted">{none}</p>
  return (
    <ul className={classes.shares}>
      {shares.slice(0, shown).map(({ name: share, counts }) => {
        const and = share === null ? `not ${token}:*` : `${token}:${exactly(share)}`
        const open = counts.exploitable + counts.infected
        const segments = stateOrder.map((state) => ({ ...stateWords[state], value: counts[state] }))
        return (
          <li key={share ?? ''}>
            <span className={classes.shareName}>{share ?? 'not known'}</span>
            <StackedBar
              segments={segments}
              summary={`${share ?? 'not known'}: ${formatCount(open)} open, ${formatCount(counts.unknown)} not assessed`}
            />
            <span className={classes.shareOpen}>
              {open === 0 ? (
                <span className="muted">{counts.unknown === 0 ? 'done' : 'none open'}</span>
              ) : (
                <>
                  <MetricLink
                    value={open}
                    href={assetsOf(name, counts.exploitable > 0 ? 'exploitable' : 'infected', and)}
                  />{' '}
                  open
                </>
              )}
            </span>
            <span className={classes.shareOpen}>
              {counts.unknown > 0 && (
                <>
                  <MetricLink value={counts.unknown} href={assetsOf(name, 'unknown', and)} /> unknown
                </>
              )}
            </span>
          </li>
        )
      })}
      {shares.length > shown && <li className="muted">and {formatCount(shares.length - shown)} more</li>}
    </ul>
  )
}
