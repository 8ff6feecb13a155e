import { Card, CopyButton } from '@holdfast/design'
import type { Pack } from '../campaign.ts'
import classes from './page.module.css'

/** The way out: patches by platform, what helps meanwhile, what gives an infection away, and who says so. */
export function WhatToDo({ pack }: { pack: Pack }) {
  return (
    <div className={classes.pair}>
      <Card title="Patches">
        <dl className={classes.patches}>
          {pack.patches.map(({ platform, fix }) => (
            <div key={platform}>
              <dt>{platform}</dt>
              <dd>{fix}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title="Until it is patched">
        {pack.mitigations.length === 0 && <p className="muted">Nothing is known that helps.</p>}
        <ul className={classes.mitigations}>
          {pack.mitigations.map(({ title, how, query }) => (
            <li key={title}>
              <b>{title}</b>
              <p>{how}</p>
              {!query && <p className="muted">Nothing collects whether it is in place: record it as an exception.</p>}
            </li>
          ))}
        </ul>
      </Card>
      <Card title="Signs of infection">
        {pack.indicators.length === 0 && <p className="muted">The pack knows of none.</p>}
        <ul className={classes.indicators}>
          {pack.indicators.map(({ kind, value, meaning }) => (
            <li key={`${kind} ${value}`}>
              <span className="muted">{kind}</span>
              <span>
                <code>{value}</code> <CopyButton text={value} label={`Copy ${value}`} />
                <br />
                {meaning}
              </span>
            </li>
          ))}
        </ul>
      </Card>
      <Card title="Read more">
        <ul className={classes.references}>
          {pack.references.map(({ title, url }) => (
            <li key={url}>
              <a href={url} target="_blank" rel="noreferrer">
                {title}
              </a>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  )
}
