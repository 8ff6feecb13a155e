import {
  Badge,
  Button,
  EmptyState,
  Meter,
  plural,
  RelativeTime,
  Skeleton,
  toast,
  useApi,
  useClient,
  useLiveEvent,
} from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { untilPacked } from '../../until-packed.ts'
import classes from './agents.module.css'
import type { Ring, Rollout } from './fleet.ts'

/** Versions on their way through the rings, and the rings themselves. */
export function RingsView({ onChange }: { onChange: () => void }) {
  const api = useApi()
  const { may } = useClient()
  const queries = useQueryClient()
  const renew = () => queries.invalidateQueries({ queryKey: ['fleet'] })
  useLiveEvent('rollout.', () => void renew())
  const rings = useRings()
  const rollouts = useQuery({
    queryKey: ['fleet', 'rollouts of updates'],
    refetchInterval: 15_000,
    queryFn: async ({ signal }) => (await api.get<{ data: readonly Rollout[] }>('/update-rollouts', { signal })).data,
  })
  const problem = rings.error ?? rollouts.error
  if (problem)
    return (
      <EmptyState
        kind="error"
        title="The rings could not be loaded"
        words={problem.message}
        onRetry={() => void renew()}
      />
    )
  if (!rings.data || !rollouts.data) return <Skeleton lines={6} label="Loading the rings" />

  async function act(path: string, body: object, said: string) {
    try {
      if (path === '/update-rollouts') await untilPacked(api)
      await api.send('POST', path, body)
      toast({ message: said })
      await renew()
    } catch (cause) {
      toast({ tone: 'failed', message: cause instanceof Error ? cause.message : String(cause) })
    }
  }

  const open = rollouts.data.some(({ state }) => ['running', 'paused', 'rolling-back'].includes(state))
  const mayUpdate = may('sources:update')
  return (
    <div className={classes.rings}>
      <section>
        <h2>Rings</h2>
        <p className="muted">
          An update goes to the next ring only when enough agents of the one before came back healthy, and its time has
          passed.
        </p>
        {rings.data.rings.map((ring) => (
          <div key={ring.name} className={classes.ring}>
            <b>{ring.name}</b>
            <span>{wordsOf(ring)}</span>
          </div>
        ))}
        {mayUpdate && <Button onClick={onChange}>Change the rings</Button>}{' '}
        {mayUpdate && !open && (
          <Button look="primary" onClick={() => act('/update-rollouts', {}, 'It is on its way')}>
            Send {rings.data.agentVersion} on its way
          </Button>
        )}
      </section>
      {rollouts.data.map((rollout) => (
        <section key={rollout.id} aria-label={`Version ${rollout.agentVersion}`}>
          <h2>
            Version {rollout.agentVersion}{' '}
            <Badge tone={rollout.state === 'running' ? 'brand' : 'neutral'}>{rollout.state}</Badge>
          </h2>
          <p>
            Begun <RelativeTime at={rollout.startedAt} /> by {rollout.startedBy}.
            {rollout.because ? ` ${rollout.because}.` : ''}
          </p>
          {rollout.rings.map((ring, at) => (
            <div key={ring.name} className={classes.ring}>
              <b>
                {ring.name}
                {at === rollout.ring && rollout.state === 'running' ? ' (now)' : ''}
              </b>
              <Progress ring={ring} />
            </div>
          ))}
          {mayUpdate && <Actions rollout={rollout} act={act} />}
        </section>
      ))}
    </div>
  )
}

/** The rings in their order, and the version that this server hands out. */
export function useRings(enabled = true) {
  const api = useApi()
  return useQuery({
    enabled,
    queryKey: ['fleet', 'rings of updates'],
    queryFn: async ({ signal }) =>
      (await api.get<{ data: { agentVersion: string; rings: readonly Ring[] } }>('/update-rings', { signal })).data,
  })
}

function Progress({ ring: { name, counts } }: { ring: Rollout['rings'][number] }) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const parts = Object.entries(counts).filter(([, count]) => count > 0)
  return (
    <>
      {total > 0 && <Meter label={`Healthy in ${name}`} value={counts.healthy} max={total} />}
      <span>
        {parts.length === 0
          ? 'nobody'
          : parts.map(([state, count]) => `${count} ${state.replace('-', ' ')}`).join(', ')}
      </span>
    </>
  )
}

function Actions({
  rollout,
  act,
}: {
  rollout: Rollout
  act: (path: string, body: object, said: string) => Promise<void>
}) {
  const path = `/update-rollouts/${encodeURIComponent(rollout.id)}`
  const { state } = rollout
  return (
    <div>
      {state === 'running' && (
        <Button onClick={() => act(`${path}/pause`, { reason: 'held by hand' }, 'Nobody more is told to update')}>
          Pause
        </Button>
      )}
      {state === 'paused' && <Button onClick={() => act(`${path}/resume`, {}, 'It goes on')}>Go on</Button>}
      {['running', 'paused'].includes(state) && (
        <Button onClick={() => act(`${path}/stop`, {}, 'It ends where it is')}>Stop</Button>
      )}
      {['running', 'paused', 'stopped', 'done'].includes(state) && (
        <Button
          look="danger"
          onClick={() => act(`${path}/roll-back`, { reason: 'ordered by hand' }, 'Those who took it go back')}
        >
          Roll back
        </Button>
      )}
    </div>
  )
}

function wordsOf({ tagName, share, waitMinutes, healthyPercent, withinMinutes }: Ring): string {
  const who = `${share === 100 ? '' : `${share} % of `}${tagName ? `agents tagged ${tagName}` : 'those who are left'}`
  return `${who}; the next one waits ${plural(waitMinutes, 'minute')}, until ${healthyPercent} % are healthy, within ${plural(withinMinutes, 'minute')}`
}
