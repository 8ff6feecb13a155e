import {
  addressOf,
  Badge,
  Button,
  Drawer,
  EmptyState,
  fixedBy,
  KeyValue,
  Menu,
  MetricLink,
  ProviderWords,
  RelativeTime,
  RequestProblem,
  toast,
  useApi,
  useClient,
  usePushed,
} from '@holdfast/design'
import { IconBellOff, IconPencil, IconSend, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { type Alert, type ChannelName, triggerWords, watchable } from './alert.ts'
import { AlertEditor } from './alert-editor.tsx'
import classes from './alerts.module.css'
import { stateTone } from './columns.tsx'
import { useGuardedSend, useRenewAlerts, useTold } from './use-alerts.ts'

const hour = 3_600_000
/** What of an alert of the provider is the tenant's. */
export const yours = 'You say whom it tells, and whether it is on.'

/** An alert: what it watches, what it told, and what can be done with it. */
export function AlertDrawer({
  alert,
  channels,
  onClose,
}: {
  alert: Alert
  channels: readonly ChannelName[]
  onClose: () => void
}) {
  const api = useApi()
  const send = useGuardedSend()
  const renew = useRenewAlerts()
  const { may } = useClient()
  const [editing, setEditing] = useState(false)
  const [removing, setRemoving] = useState(false)
  const path = `/alerts/${encodeURIComponent(alert.id)}`
  const pushed = usePushed('alert', alert.id)

  async function act(work: () => Promise<unknown>, message: string) {
    try {
      await work()
      toast({ message })
      await renew()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ tone: 'failed', message: cause.message })
    }
  }
  const mute = (ms: number | null) =>
    act(
      () => api.send('POST', `${path}/mute`, { until: ms === null ? null : new Date(Date.now() + ms).toISOString() }),
      ms === null ? 'It speaks again' : 'It is silent until then',
    )

  if (editing)
    return (
      <AlertEditor
        alert={alert}
        channels={channels}
        onClose={() => setEditing(false)}
        onSaved={() => setEditing(false)}
      />
    )
  const writes = may('alerts:write')
  const fixed = fixedBy(pushed)
  return (
    <Drawer
      title={alert.name}
      eyebrow={<Badge tone={stateTone[alert.state]}>{alert.state}</Badge>}
      onClose={onClose}
      footer={
        writes && (
          <>
            <Button look="primary" icon={IconPencil} onClick={() => setEditing(true)}>
              Change
            </Button>
            <Button
              icon={IconSend}
              onClick={() => void act(() => api.send('POST', `${path}/test`), 'A test is on its way: see Deliveries')}
            >
              Send a test
            </Button>
            {alert.mutedUntil && alert.state === 'muted' ? (
              <Button icon={IconBellOff} onClick={() => void mute(null)}>
                Unmute
              </Button>
            ) : (
              <Menu
                label="Mute"
                trigger={(trigger) => (
                  <Button icon={IconBellOff} {...trigger}>
                    Mute
                  </Button>
                )}
                items={[
                  { id: 'hour', label: 'For an hour', onSelect: () => void mute(hour) },
                  { id: 'day', label: 'For a day', onSelect: () => void mute(24 * hour) },
                  { id: 'week', label: 'For a week', onSelect: () => void mute(7 * 24 * hour) },
                ]}
              />
            )}
            <span className={classes.end}>
              <Button
                look={removing ? 'danger' : 'quiet'}
                icon={IconTrash}
                unavailable={fixed}
                onClick={() => {
                  if (!removing) setRemoving(true)
                  else void act(() => send('DELETE', path), `Removed “${alert.name}”`).then(onClose)
                }}
              >
                {removing ? 'Really remove it' : 'Remove'}
              </Button>
            </span>
          </>
        )
      }
    >
      <ProviderWords pushed={pushed} yours={yours} />
      {alert.problem && <EmptyState inline kind="stale" title="It cannot be asked" words={alert.problem} />}
      <KeyValue
        items={[
          { label: 'Tells', value: triggerWords(alert.trigger) },
          {
            label: 'Matching now',
            value: (
              <MetricLink
                value={alert.matching}
                href={addressOf(watchable.find(({ value }) => value === alert.list)?.path ?? '/', { q: alert.query })}
              />
            ),
          },
          { label: 'Through', value: alert.channels.map(({ name }) => name).join(', ') || 'no channel' },
          { label: 'Sees as', value: alert.owner.name ?? 'somebody who left' },
          { label: 'Last told', value: alert.firedAt ? <RelativeTime at={alert.firedAt} /> : 'never' },
          ...(alert.nextAt ? [{ label: 'Next', value: <RelativeTime at={alert.nextAt} /> }] : []),
          ...(alert.waiting > 0 ? [{ label: 'Collected', value: alert.waiting }] : []),
        ]}
      />
      <p className={classes.text}>{alert.query === '' ? 'everything' : alert.query}</p>
      {alert.words && <p className={classes.note}>{alert.words}</p>}
      <ToldItems alert={alert} writes={writes} />
    </Drawer>
  )
}

/** What it noted lately, each with what became of it. */
function ToldItems({ alert, writes }: { alert: Alert; writes: boolean }) {
  const api = useApi()
  const renew = useRenewAlerts()
  const { data } = useTold(alert.id)
  if (!data || data.items.length === 0) return <p className={classes.note}>Nothing began to match yet.</p>
  const muted = new Set(data.mutes.map(({ object }) => object))
  const turn = async (object: string, off: boolean) => {
    await api.send('POST', `/alerts/${encodeURIComponent(alert.id)}/mute-object`, { object, off })
    await renew()
  }
  return (
    <section className={classes.group}>
      <h3>Lately</h3>
      <ul className={classes.told}>
        {data.items.slice(0, 30).map(({ at, state, kind, item }, index) => (
          <li key={`${at} ${index}`}>
            {item ? <a href={item.path}>{item.title}</a> : 'one of very many'}
            <span className="muted">
              {item?.asset ? `${item.asset.name}, ` : ''}
              {kind === 'still' ? 'still matches, ' : ''}
              {state} <RelativeTime at={at} />
              {item && writes && (
                <Button look="quiet" onClick={() => void turn(item.id, muted.has(item.id))}>
                  {muted.has(item.id) ? 'Tell of it again' : 'Mute this'}
                  <span className="said"> {item.title}</span>
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
