import { Button, Card, CopyButton, formatDayTime, RequestProblem, SelectField, toast, useApi } from '@holdfast/design'
import { useState } from 'react'
import type { PackRow } from '../campaign.ts'
import { useGuests, useRenewCampaigns } from '../use-campaigns.ts'
import classes from './feed.module.css'

/** For whom runs the installation: for which outbreaks anyone may open a tenant, and which of these live. */
export function GuestsCard({ packs }: { packs: readonly PackRow[] }) {
  const api = useApi()
  const renew = useRenewCampaigns()
  const { data } = useGuests()
  const [chosen, setChosen] = useState('')
  if (!data) return null
  const send = async (path: string, body: object) => {
    try {
      await api.send('POST', path, body)
      await renew()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ tone: 'failed', message: cause.message })
    }
  }
  const others = packs.filter(({ id, publisher }) => publisher === null && !data.offers.some(({ pack }) => pack === id))
  return (
    <Card title="Guests" level={3}>
      <p className="muted">
        For an outbreak that is switched on here, anyone who comes by opens a tenant of their own, without an address.
        It ends by itself, and all of it is erased.
      </p>
      <ul className={classes.guests}>
        {data.offers.map(({ pack, title, path, most, days, live }) => (
          <li key={pack}>
            <span>
              <b>{title}</b> <span className="muted">{`${live} of ${most} live, ${days} days each`}</span>
              <br />
              <a href={path}>{location.origin + path}</a>{' '}
              <CopyButton text={location.origin + path} label="Copy address" />
            </span>
            <Button onClick={() => void send('/campaigns/guests', { pack, on: false })}>
              Switch off<span className="said"> guests of {title}</span>
            </Button>
          </li>
        ))}
        {data.tenants.map(({ tenant, title, openedAt, endsAt }) => (
          <li key={tenant}>
            <span>
              {title} <span className="mono muted">{tenant}</span>
              <br />
              <span className="muted">
                opened {formatDayTime(openedAt)}, ends {formatDayTime(endsAt)}
              </span>
            </span>
            <Button onClick={() => void send('/campaigns/guests/extend', { tenant, days: 7 })}>
              A week more<span className="said"> for {tenant}</span>
            </Button>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <div className={classes.letIn}>
          <SelectField
            label="Let guests in for"
            value={chosen}
            onChange={setChosen}
            options={[
              { value: '', label: 'Choose an outbreak' },
              ...others.map(({ id, title }) => ({ value: id, label: title })),
            ]}
          />
          {chosen !== '' && (
            <Button
              onClick={() => {
                void send('/campaigns/guests', { pack: chosen, on: true })
                setChosen('')
              }}
            >
              Switch on
            </Button>
          )}
        </div>
      )}
    </Card>
  )
}
