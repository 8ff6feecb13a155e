import {
  Button,
  type ButtonLook,
  Dialog,
  Meter,
  RequestProblem,
  toast,
  useApi,
  useClient,
  useLiveEvent,
} from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useSession } from '../shell/session.ts'
import { useReachable, useSwitch } from '../shell/tenants.ts'

const hosts = 20

interface MadeDemo {
  readonly tenant: string
  readonly name: string
  readonly job: string
}

interface FillJob {
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  readonly message: string
  readonly done: number
  readonly total: number | null
  readonly error: string | null
}

/** Whether this person can have a demo made here: in a tenant that nobody owns, or of a provider. */
export function useMayDemo(): boolean {
  const { may } = useClient()
  const session = useSession()
  return may('tenants:demo') && session !== undefined && session.data.guestOf === null && session.data.mayOwnDemo
}

/** One click makes a tenant of simulated hosts, says how far it is, and goes there; where there is one already, the click leads to it. */
export function SeeDemo({ look = 'plain' }: { look?: ButtonLook }) {
  const api = useApi()
  const goTo = useSwitch()
  const queries = useQueryClient()
  const [made, setMade] = useState<MadeDemo>()
  const [busy, setBusy] = useState(false)
  const there = useReachable({ limit: 50 }).data?.data.find(({ kind }) => kind === 'demo')

  async function make() {
    setBusy(true)
    try {
      setMade((await api.send<{ data: MadeDemo }>('POST', '/demo-tenants', { hosts })).data)
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ tone: 'failed', message: cause.message })
    } finally {
      setBusy(false)
    }
  }

  function leave() {
    setMade(undefined)
    void queries.invalidateQueries()
  }

  if (there && !made)
    return (
      <Button look={look} onClick={() => void goTo(there.id)}>
        Go to “{there.name}”
      </Button>
    )
  return (
    <>
      <Button look={look} busy={busy} onClick={make}>
        See it with a demo tenant
      </Button>
      {made && <Filling made={made} onLeave={leave} />}
    </>
  )
}

/** How far the hosts are; goes there when all are judged. Whoever closes it finds the work in the tray. */
function Filling({ made, onLeave }: { made: MadeDemo; onLeave: () => void }) {
  const api = useApi()
  const goTo = useSwitch()
  const { data: job, refetch } = useQuery<FillJob>({
    queryKey: ['demo-job', made.job],
    refetchInterval: ({ state }) => (state.data === undefined || isOpen(state.data) ? 1000 : false),
    queryFn: async ({ signal }) =>
      (await api.get<{ data: FillJob }>(`/jobs/${encodeURIComponent(made.job)}`, { signal })).data,
  })
  useLiveEvent('job.changed', ({ body }) => {
    if ((body as { readonly job: string }).job === made.job) void refetch()
  })
  const isDone = job?.state === 'done'
  useEffect(() => {
    if (isDone) void goTo(made.tenant)
  }, [isDone, goTo, made.tenant])
  const failed = job?.state === 'failed' || job?.state === 'cancelled'
  return (
    <Dialog
      opened
      onClose={onLeave}
      title={`“${made.name}” is being filled`}
      footer={
        <>
          <Button onClick={onLeave}>{failed ? 'Close' : 'Go on without waiting'}</Button>
          <Button onClick={() => void goTo(made.tenant)}>Go there now</Button>
        </>
      }
    >
      {failed ? (
        <p role="alert">
          It was not filled whole: {job.error ?? `the job was ${job.state}`}. Go there and look at what it has, or
          remove it and make another.
        </p>
      ) : (
        <>
          <p>
            {hosts} hosts that are not there enrol and tell of themselves, as agents of real ones do. You are taken
            there when all are judged.
          </p>
          <p role="status">{job?.message || 'The work begins …'}</p>
          <Meter
            value={job?.done ?? 0}
            max={job?.total ?? hosts}
            tone="brand"
            width="fill"
            label="Hosts"
            text={`${job?.done ?? 0} of ${job?.total ?? hosts}`}
          />
        </>
      )}
    </Dialog>
  )
}

function isOpen({ state }: FillJob): boolean {
  return state === 'queued' || state === 'running'
}
