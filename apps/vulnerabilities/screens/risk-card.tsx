import { addressOf, Card, exactly, Meter, MetricLink, useClient } from '@holdfast/design'
import { PlaceLink } from './place-link.tsx'
import { type Risk, useRisk, whyRisk } from './risk.ts'
import classes from './risk-card.module.css'

const fixesShown = 3

/** The risk score of an asset, what it is made of, and which fix lowers it most: on the page of the asset. Nothing for whoever may not ask. */
export function Screen({ asset }: { asset: string }) {
  const { may } = useClient()
  const { data } = useRisk(asset, may('vulnerabilities:read'))
  if (!data) return null
  return (
    <Card title="Risk" note={data.score > 0 ? data.band : undefined}>
      <p className={classes.score}>
        <b>{Math.round(data.score)}</b> <span className="muted">of 1000</span>
        <Meter value={data.score} max={1000} label="Risk score" width="fill" text="" />
      </p>
      {data.findings === 0 ? (
        <p className="muted">No vulnerability is open on it, by what was judged so far.</p>
      ) : (
        <>
          <ul className={classes.why}>
            {whyRisk(data).map((words) => (
              <li key={words}>{words}</li>
            ))}
            {data.cut > 0 && <li>Above 1000 it is cut off: {Math.round(data.cut)} more.</li>}
          </ul>
          <Fixes asset={asset} fixes={data.fixes} />
        </>
      )}
    </Card>
  )
}

function Fixes({ asset, fixes }: { asset: string; fixes: Risk['fixes'] }) {
  const helping = fixes.filter(({ fall }) => fall > 0).slice(0, fixesShown)
  if (helping.length === 0) return <p className="muted">No known fix lowers it.</p>
  return (
    <>
      <h3 className={classes.head}>What lowers it most</h3>
      <ul className={classes.fixes}>
        {helping.map(({ package: place, words, count, scoreAfter, fall }) => (
          <li key={place}>
            <span title={words.join('\n')}>
              <PlaceLink place={place} />
              <span className={classes.words}>{words[0]}</span>
            </span>
            <span className={classes.fall}>
              {fall < 1 ? 'by less than 1' : `−${Math.round(fall)}`}{' '}
              <span className="muted">to {Math.round(scoreAfter)}</span>
              <br />
              <MetricLink
                value={count}
                href={addressOf('/vulnerabilities', {
                  q: `asset.id:${exactly(asset)} and app:vulnerabilities and status:open and place:${exactly(place)}`,
                })}
              />{' '}
              <span className="muted">{count === 1 ? 'finding ends' : 'findings end'}</span>
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
