import { CheckField, EmptyState, formatDuration, Skeleton, TextField, useApi } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'
import classes from './agents.module.css'
import type { Settings } from './fleet.ts'

type Collectors = NonNullable<Settings['collectors']>

interface Module {
  readonly id: string
  readonly title: string
  readonly collectors: readonly { readonly id: string; readonly summary: string; readonly everySeconds: number }[]
}

/** What agents can run, each with how often it does so by itself, which a profile can change or leave off. */
export function CollectorFields({ set, onChange }: { set: Collectors; onChange: (set: Collectors) => void }) {
  const api = useApi()
  const { data, error, refetch } = useQuery({
    queryKey: ['agent-modules'],
    queryFn: async ({ signal }) => (await api.get<{ data: readonly Module[] }>('/agent-modules', { signal })).data,
  })
  if (error)
    return (
      <EmptyState
        inline
        kind="error"
        title="The collectors could not be loaded"
        words={error.message}
        onRetry={() => refetch()}
      />
    )
  if (!data) return <Skeleton lines={4} label="Loading the collectors" />

  function change(id: string, part: { everySeconds?: number | undefined; off?: boolean }) {
    const { [id]: before = {}, ...others } = set
    const { everySeconds, off } = { ...before, ...part }
    const own = { ...(everySeconds !== undefined && { everySeconds }), ...(off && { off }) }
    onChange(Object.keys(own).length === 0 ? others : { ...others, [id]: own })
  }

  return data.map(({ id: module, title, collectors }) => (
    <fieldset key={module} className={classes.collectors}>
      <legend>{title}: what is collected, and how often</legend>
      {collectors.map(({ id, summary, everySeconds }) => (
        <div key={id} className={classes.collector}>
          <CheckField
            label={<span className="mono">{id}</span>}
            hint={summary}
            checked={!set[id]?.off}
            onChange={(on) => change(id, { off: !on })}
          />
          <TextField
            label={
              <>
                Seconds<span className="said"> between two runs of {id}</span>
              </>
            }
            type="number"
            placeholder={String(everySeconds)}
            hint={`by itself: ${formatDuration(everySeconds * 1000)}`}
            value={set[id]?.everySeconds === undefined ? '' : String(set[id].everySeconds)}
            onChange={(text) => change(id, { everySeconds: text.trim() === '' ? undefined : Number(text) })}
          />
        </div>
      ))}
    </fieldset>
  ))
}
