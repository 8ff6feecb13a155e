import {
  Button,
  ConfirmByName,
  formatBytes,
  RelativeTime,
  RequestProblem,
  TextField,
  toast,
  useApi,
  useClient,
} from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useGuardedSend } from '../people/use-people.ts'
import type { ChildTenant, Erasure, TenantQuota } from './tenant.ts'
import classes from './tenants.module.css'

const bounds = [
  ['sources', 'Sources'],
  ['assets', 'Assets'],
  ['bytes', 'Bytes in the database'],
  ['requests', 'Requests a minute'],
] as const

/** What a provider says of one tenant: what it calls it, what it may have, whether it is held, and erasing it. */
export function TenantKeeping({ tenant }: { tenant: ChildTenant }) {
  const api = useApi()
  const { may } = useClient()
  const send = useGuardedSend()
  const queries = useQueryClient()
  const path = `/tenants/${encodeURIComponent(tenant.id)}`
  const quota = useQuery({
    queryKey: ['tenants', tenant.id, 'quota'],
    queryFn: async ({ signal }) => (await api.get<{ data: TenantQuota }>(`${path}/quota`, { signal })).data,
  })
  const erasures = useQuery({
    queryKey: ['tenants', 'erasures'],
    queryFn: async ({ signal }) => (await api.get<{ data: readonly Erasure[] }>('/erasures', { signal })).data,
  })
  const asked = erasures.data?.find(({ tenant: of, state }) => of === tenant.id && state !== 'cancelled')
  const [labels, setLabels] = useState<string>()
  const [draft, setDraft] = useState<Record<string, string>>({})
  const [reason, setReason] = useState('')
  const [erasing, setErasing] = useState(false)
  const [problem, setProblem] = useState<string>()

  async function act(work: () => Promise<unknown>, said: string) {
    setProblem(undefined)
    try {
      await work()
      toast({ message: said })
      setLabels(undefined)
      setDraft({})
      setReason('')
      await queries.invalidateQueries({ queryKey: ['tenants'] })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.message)
    }
  }
  const post = (what: string, body?: object) => api.send('POST', what, body)
  const hard = (name: string) => draft[name] ?? String(quota.data?.quota[name]?.hard ?? '')
  function saveQuota(event: FormEvent) {
    event.preventDefault()
    const next: Record<string, object> = { ...quota.data?.quota }
    for (const [name, text] of Object.entries(draft))
      next[name] = { ...next[name], hard: text.trim() === '' ? null : Number(text) }
    void act(() => post(`${path}/quota`, next), `${tenant.name} may have that much from now on`)
  }

  return (
    <>
      {problem && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      {may('tenants:write') && (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            const all = (labels ?? '').split(',').map((each) => each.trim())
            void act(() => send('PATCH', path, { labels: all.filter(Boolean) }), 'Labels are kept')
          }}
        >
          <TextField
            label="Labels"
            hint="What you call it by, separated by commas: gold, Europe. The tenant does not see them."
            value={labels ?? (tenant.labels ?? []).join(', ')}
            onChange={setLabels}
          />
          {labels !== undefined && <Button type="submit">Keep the labels</Button>}
        </form>
      )}
      {may('tenants:write') && quota.data && (
        <form className={classes.form} onSubmit={saveQuota} aria-label="Quotas">
          <h3 className={classes.heading}>What it may have</h3>
          <p className={classes.quiet}>
            {quota.data.bytes === null
              ? 'What it keeps in the database is not known yet, or no grant lives.'
              : `It keeps about ${formatBytes(quota.data.bytes)} in the database; estimated every hour.`}
          </p>
          <div className={classes.pair}>
            {bounds.map(([name, label]) => (
              <TextField
                key={name}
                label={label}
                type="number"
                value={hard(name)}
                onChange={(text) => setDraft((last) => ({ ...last, [name]: text }))}
              />
            ))}
          </div>
          <p className={classes.quiet}>
            Empty is no bound. At one nothing more can enrol; what is enrolled goes on, and nothing that was sent is
            lost.
          </p>
          {Object.keys(draft).length > 0 && <Button type="submit">Keep the quotas</Button>}
        </form>
      )}
      {may('tenants:hold') && (
        <form
          className={classes.form}
          aria-label="Legal hold"
          onSubmit={(event) => {
            event.preventDefault()
            void act(() => post(`${path}/hold`, { reason }), `${tenant.name} is held`)
          }}
        >
          <h3 className={classes.heading}>Legal hold</h3>
          {tenant.hold ? (
            <>
              <p className={classes.quiet}>
                Nothing of it is deleted: {tenant.hold.reason} ({tenant.hold.by}, <RelativeTime at={tenant.hold.at} />)
              </p>
              <Button onClick={() => void act(() => post(`${path}/release`), `${tenant.name} is held no more`)}>
                Let it go
              </Button>
            </>
          ) : (
            <>
              <TextField label="Reason" value={reason} onChange={setReason} hint="Its own people see it." />
              <Button type="submit" unavailable={reason.trim().length < 3 ? 'say why first' : undefined}>
                Hold
              </Button>
            </>
          )}
        </form>
      )}
      {may('tenants:erase') && (
        <section className={classes.form} aria-label="Erase">
          <h3 className={classes.heading}>Erase</h3>
          {asked?.state === 'requested' ? (
            <>
              <p className={classes.quiet}>
                Asked for <RelativeTime at={asked.requestedAt} />. Somebody else agrees, or the same person{' '}
                <RelativeTime at={asked.waitsUntil} />.
              </p>
              <div className={classes.actions}>
                <Button
                  look="danger"
                  onClick={() =>
                    void act(() => post(`/erasures/${asked.id}/approve`), `${tenant.name} is being erased`)
                  }
                >
                  Agree to erase it
                </Button>
                <Button onClick={() => void act(() => post(`/erasures/${asked.id}/cancel`), 'Nothing is erased')}>
                  Take it back
                </Button>
              </div>
            </>
          ) : asked ? (
            <p className={classes.quiet}>It is being erased: {asked.rowsErased.toLocaleString('en')} rows so far.</p>
          ) : (
            <>
              <p className={classes.quiet}>Deletes every row of it for good, once somebody else has agreed.</p>
              <Button look="danger" onClick={() => setErasing(true)}>
                Ask to erase it…
              </Button>
            </>
          )}
        </section>
      )}
      <ConfirmByName
        opened={erasing}
        onClose={() => setErasing(false)}
        title={`Erase ${tenant.name}?`}
        name={tenant.name}
        action="Ask to erase it"
        onConfirm={() => {
          setErasing(false)
          void act(() => post(`${path}/erase`, { name: tenant.name }), 'Somebody else is to agree now')
        }}
      >
        Everything that is kept of it goes, for good. Somebody else agrees first, or you do so yourself after seven
        days.
      </ConfirmByName>
    </>
  )
}
