import {
  Badge,
  Button,
  Drawer,
  KeyValue,
  RelativeTime,
  RequestProblem,
  Skeleton,
  toast,
  useApi,
  useClient,
} from '@holdfast/design'
import { IconSend } from '@tabler/icons-react'
import classes from './alerts.module.css'
import { stateTone } from './columns.tsx'
import { useDelivery, useRenewAlerts } from './use-alerts.ts'

/** A message on its way through a channel: every try and what was answered. */
export function DeliveryDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const api = useApi()
  const renew = useRenewAlerts()
  const { may } = useClient()
  const { data } = useDelivery(id)
  const ended = data !== undefined && data.state !== 'waiting' && data.state !== 'sending'

  async function again() {
    try {
      await api.send('POST', `/deliveries/${encodeURIComponent(id)}/redeliver`)
      toast({ message: 'On its way once more, under the same id' })
      await renew()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ tone: 'failed', message: cause.message })
    }
  }
  return (
    <Drawer
      title={data?.summary ?? '…'}
      eyebrow={data && `${data.kind} ${data.id}`}
      onClose={onClose}
      footer={
        may('deliveries:write') &&
        ended && (
          <Button icon={IconSend} onClick={() => void again()}>
            Send again
          </Button>
        )
      }
    >
      <DeliveryTold id={id} />
    </Drawer>
  )
}

/** How a delivery stands, renewed while it is on its way. */
export function DeliveryTold({ id }: { id: string }) {
  const { data } = useDelivery(id)
  if (!data) return <Skeleton lines={4} label="Loading the delivery" />
  return (
    <>
      <KeyValue
        items={[
          { label: 'State', value: <Badge tone={stateTone[data.state]}>{data.state}</Badge> },
          { label: 'Through', value: data.channel.name },
          { label: 'Answer', value: data.answer ?? 'none yet' },
          ...(data.nextAt ? [{ label: 'Next try', value: <RelativeTime at={data.nextAt} /> }] : []),
          ...(data.foldedInto ? [{ label: 'Taken along by', value: data.foldedInto }] : []),
        ]}
      />
      {data.tries && data.tries.length > 0 && (
        <ol className={classes.told} aria-label="Tries">
          {data.tries.map(({ attempt, beganAt, tookMs, ok, answer }) => (
            <li key={attempt}>
              <span>
                {ok ? 'Taken' : 'Not taken'}: {answer}
              </span>
              <span className="muted">
                Try {attempt}, <RelativeTime at={beganAt} />, {tookMs} ms
              </span>
            </li>
          ))}
        </ol>
      )}
    </>
  )
}
