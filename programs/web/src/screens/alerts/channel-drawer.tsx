import {
  Badge,
  Button,
  Drawer,
  EmptyState,
  KeyValue,
  RelativeTime,
  RequestProblem,
  toast,
  useApi,
  useClient,
} from '@holdfast/design'
import { IconPencil, IconPlayerPlay, IconRefresh, IconSend, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { type Channel, placeWords } from './alert.ts'
import classes from './alerts.module.css'
import { ChannelEditor, MadeSecret } from './channel-editor.tsx'
import { stateTone } from './columns.tsx'
import { DeliveryTold } from './delivery-drawer.tsx'
import { useGuardedSend, useRenewAlerts } from './use-alerts.ts'

/** A channel: how it is, a test with its real answer, and what can be done with it. */
export function ChannelDrawer({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const api = useApi()
  const send = useGuardedSend()
  const renew = useRenewAlerts()
  const { may } = useClient()
  const [editing, setEditing] = useState(false)
  const [removing, setRemoving] = useState(false)
  const [secret, setSecret] = useState<string>()
  const [test, setTest] = useState<string>()
  const path = `/channels/${encodeURIComponent(channel.id)}`

  async function act(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
      await renew()
      return true
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ tone: 'failed', message: cause.message })
      return false
    }
  }

  if (secret) return <MadeSecret name={channel.name} secret={secret} onClose={() => setSecret(undefined)} />
  if (editing) return <ChannelEditor channel={channel} onClose={() => setEditing(false)} />
  const writes = may('channels:write')
  return (
    <Drawer
      title={channel.name}
      eyebrow={<Badge tone={stateTone[channel.state]}>{channel.state}</Badge>}
      onClose={onClose}
      footer={
        writes && (
          <>
            <Button
              look="primary"
              icon={IconSend}
              onClick={() =>
                void act(async () => {
                  const { data } = await api.send<{ data: { delivery: string } }>('POST', `${path}/test`)
                  setTest(data.delivery)
                })
              }
            >
              Send a test
            </Button>
            <Button icon={IconPencil} onClick={() => setEditing(true)}>
              Change
            </Button>
            {channel.state !== 'well' && (
              <Button icon={IconPlayerPlay} onClick={() => void act(() => api.send('POST', `${path}/resume`))}>
                Try now
              </Button>
            )}
            {channel.kind === 'webhook' && (
              <Button
                icon={IconRefresh}
                onClick={() =>
                  void act(async () => {
                    const { data } = await api.send<{ data: { secret: string } }>('POST', `${path}/rotate-secret`)
                    setSecret(data.secret)
                  })
                }
              >
                New secret
              </Button>
            )}
            <span className={classes.end}>
              <Button
                look={removing ? 'danger' : 'quiet'}
                icon={IconTrash}
                onClick={() => {
                  if (!removing) setRemoving(true)
                  else void act(() => send('DELETE', path)).then((done) => done && onClose())
                }}
              >
                {removing ? 'Really remove it' : 'Remove'}
              </Button>
            </span>
          </>
        )
      }
    >
      {channel.problem && (
        <EmptyState
          inline
          kind="stale"
          title={channel.state === 'paused' ? 'It is paused' : 'Nothing gets through at present'}
          words={`${channel.problem} Nothing is lost: what waits is tried again for four days.`}
        />
      )}
      <KeyValue
        items={[
          { label: 'Kind', value: channel.kind },
          { label: 'To', value: placeWords(channel) },
          { label: 'Waiting', value: channel.waiting },
          { label: 'Last delivered', value: channel.deliveredAt ? <RelativeTime at={channel.deliveredAt} /> : 'never' },
          ...(channel.failingSince
            ? [{ label: 'Failing since', value: <RelativeTime at={channel.failingSince} /> }]
            : []),
          ...(channel.webhook?.oldSecretUntil
            ? [{ label: 'Old secret counts until', value: <RelativeTime at={channel.webhook.oldSecretUntil} /> }]
            : []),
        ]}
      />
      {test && (
        <section className={classes.group} aria-live="polite">
          <h3>The test</h3>
          <DeliveryTold id={test} />
        </section>
      )}
    </Drawer>
  )
}
