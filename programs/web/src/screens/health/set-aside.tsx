import { Card, plural, RelativeTime, useApi } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'
import classes from './health-screen.module.css'

interface Aside {
  readonly reason: string
  readonly type: string
  readonly name: string
  readonly version: number | null
  readonly waiting: number
  readonly sources: number
  readonly lastAt: string
}

/** Records that could not be applied and wait, by kind: a newer Holdfast may know them. Absent while there are none. */
export function SetAside({ waiting }: { waiting: number }) {
  const api = useApi()
  const { data } = useQuery({
    queryKey: ['set-aside'],
    enabled: waiting > 0,
    queryFn: async ({ signal }) => (await api.get<{ data: readonly Aside[] }>('/set-aside', { signal })).data,
  })
  if (waiting === 0 || !data || data.length === 0) return null
  return (
    <Card title={`Set aside, ${waiting}`} note="kept, and applied when they are understood">
      <ul className={classes.lines}>
        {data.map((aside) => (
          <li key={`${aside.reason} ${aside.type} ${aside.name} ${aside.version}`}>
            <b className="mono">{aside.name || aside.type}</b>
            <span>
              {plural(aside.waiting, 'record')} of {plural(aside.sources, 'source')}: {aside.reason}
              {aside.version !== null && `, version ${aside.version}`}
              <span className="muted">
                {' '}
                · last <RelativeTime at={aside.lastAt} />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
