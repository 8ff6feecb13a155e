import {
  Badge,
  Button,
  Card,
  EmptyState,
  formatBytes,
  formatCount,
  KeyValue,
  PageHeader,
  RelativeTime,
  RequestProblem,
  Skeleton,
  TextField,
  toast,
  useApi,
  useClient,
} from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useGuardedSend } from '../people/use-people.ts'
import classes from './organisation.module.css'

interface OwnTenant {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly owned: boolean
  readonly hold: { readonly reason: string; readonly by: string; readonly at: string } | null
  readonly quota: readonly {
    readonly what: string
    readonly used: number | null
    readonly hard: number | null
    readonly state: string
  }[]
  readonly createdAt: string
}

type Retention = Readonly<Record<'events' | 'past' | 'audit', number | null>>

interface Pushed {
  readonly kind: string
  readonly id: string
  readonly name: string
  readonly from: string
  readonly blueprint: string
  readonly locked: boolean
}

function useTenantPart<Data>(path: string) {
  const api = useApi()
  return useQuery({
    queryKey: ['tenant', path],
    queryFn: async ({ signal }) => (await api.get<{ data: Data }>(path, { signal })).data,
  })
}

/** The organisation itself: what it may have, for how long it keeps what, what its provider gave to it, and everything of it as a file. */
export function Screen() {
  const { may } = useClient()
  const own = useTenantPart<OwnTenant>('/tenant')
  const retention = useTenantPart<Retention>('/tenant/retention')
  const pushed = useTenantPart<readonly Pushed[]>('/tenant/pushed')
  const error = own.error ?? retention.error ?? pushed.error
  return (
    <>
      <PageHeader title="Organisation" note="What it may have, and what is kept of it for how long" />
      {error ? (
        <EmptyState kind="error" title="This could not be loaded" words={error.message} onRetry={() => own.refetch()} />
      ) : !own.data || !retention.data || !pushed.data ? (
        <Skeleton lines={5} label="Loading" />
      ) : (
        <div className={classes.cards}>
          <Card title="About it">
            <KeyValue
              items={[
                { label: 'Name', value: own.data.name },
                { label: 'Id', value: own.data.id, mono: true },
                { label: 'Made', value: <RelativeTime at={own.data.createdAt} /> },
                {
                  label: 'Legal hold',
                  value: own.data.hold
                    ? `Nothing of it is deleted: ${own.data.hold.reason} (${own.data.hold.by})`
                    : 'none',
                },
                ...own.data.quota.map(({ what, used, hard, state }) => ({
                  label: quotaWords[what] ?? what,
                  value: (
                    <>
                      {amount(what, used)} of {amount(what, hard)}{' '}
                      {state !== 'within' && (
                        <Badge tone="high">{state === 'hard' ? 'nothing more enrols' : 'nearly full'}</Badge>
                      )}
                    </>
                  ),
                })),
              ]}
            />
          </Card>
          <RetentionForm key={JSON.stringify(retention.data)} retention={retention.data} />
          <Card title="From the provider">
            {pushed.data.length === 0 ? (
              <p className={classes.quiet}>
                {own.data.owned ? 'The provider gave nothing to this organisation.' : 'Nobody owns this organisation.'}
              </p>
            ) : (
              <KeyValue
                items={pushed.data.map(({ kind, name, from, blueprint, locked }) => ({
                  label: kind,
                  value: (
                    <>
                      {name} <Badge tone="brand">from {from}</Badge>{' '}
                      <span className={classes.quiet}>
                        {blueprint}
                        {locked ? '' : '; yours with the first change'}
                      </span>
                    </>
                  ),
                }))}
              />
            )}
          </Card>
          {may('tenant:export') && (
            <Card title="Take everything along">
              <p className={classes.quiet}>
                Every row that is kept of this organisation, one per line (NDJSON), in one snapshot. Digests of secrets
                are left out. The last line says how many there are.
              </p>
              <p>
                <a href="/api/v1/tenant/export" download className={classes.link}>
                  Download everything
                </a>
              </p>
            </Card>
          )}
        </div>
      )}
    </>
  )
}

const quotaWords: Readonly<Record<string, string>> = {
  sources: 'Sources',
  assets: 'Assets',
  bytes: 'In the database, about',
  requests: 'Requests a minute',
}

function amount(what: string, value: number | null): string {
  if (value === null) return what === 'requests' ? 'at most' : 'not known'
  return what === 'bytes' ? formatBytes(value) : formatCount(value)
}

const fields = [
  ['events', 'Days of events', 'Empty for as long as the installation keeps each of them.'],
  ['past', 'Days to look back', 'Lists as of a time, and the history of facts. Empty for two years.'],
  ['audit', 'Days of the audit log', '366 at least. Empty for without end.'],
] as const

function RetentionForm({ retention }: { retention: Retention }) {
  const send = useGuardedSend()
  const queries = useQueryClient()
  const { may } = useClient()
  const [draft, setDraft] = useState(() =>
    Object.fromEntries(fields.map(([name]) => [name, String(retention[name] ?? '')])),
  )
  const [problem, setProblem] = useState<RequestProblem>()
  const wrong = (name: string) => problem?.errors.find(({ pointer }) => pointer === `/body/${name}`)?.message

  async function save(event: FormEvent) {
    event.preventDefault()
    setProblem(undefined)
    try {
      const body = Object.entries(draft).map(([name, text]) => [name, text.trim() === '' ? null : Number(text)])
      await send('PATCH', '/tenant/retention', Object.fromEntries(body))
      toast({ message: 'What is older goes in the coming night' })
      await queries.invalidateQueries({ queryKey: ['tenant'] })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause)
    }
  }

  return (
    <Card title="What is kept for how long">
      <form className={classes.form} onSubmit={save}>
        {problem && (
          <p role="alert" className={classes.problem}>
            {problem.message}
          </p>
        )}
        {fields.map(([name, label, hint]) => (
          <TextField
            key={name}
            label={label}
            type="number"
            hint={hint}
            value={draft[name] ?? ''}
            onChange={(text) => setDraft((last) => ({ ...last, [name]: text }))}
            error={wrong(name)}
          />
        ))}
        {may('tenant:write') && (
          <div>
            <Button look="primary" type="submit">
              Save
            </Button>
          </div>
        )}
      </form>
    </Card>
  )
}
