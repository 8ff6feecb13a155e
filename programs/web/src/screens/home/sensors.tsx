import { Card, plural, Skeleton, type Status, StatusMark, useApi, useClient, useNow } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'
import type { Source } from '../sources/source.ts'
import { stateWords } from '../sources/state-words.ts'
import type { Home } from './home.ts'
import classes from './home-screen.module.css'

const shown = 5
const marks: Readonly<Record<Source['health'], Status>> = {
  well: 'ok',
  silent: 'warn',
  'never-heard': 'unknown',
  changed: 'warn',
  quiet: 'off',
  revoked: 'off',
}

/** Who tells us what we know, and how each is, in plain words. */
export function Sensors({ home }: { home: Home }) {
  const api = useApi()
  const { may } = useClient()
  const mayRead = may('sources:read')
  const now = useNow()
  const { data } = useQuery({
    queryKey: ['home', 'sources'],
    refetchInterval: 20_000,
    enabled: mayRead,
    queryFn: async ({ signal }) =>
      (await api.get<{ data: readonly Source[] }>('/sources', { query: { limit: 100 }, signal })).data,
  })
  const active = data?.filter(({ health }) => health !== 'revoked')
  const worst = active?.toSorted((a, b) => rank(a) - rank(b))
  return (
    <Card title="Sources" {...(mayRead && { more: { label: 'All', href: '/sources' } })}>
      {!mayRead ? (
        <p className="muted">{home.sources.words}</p>
      ) : !worst ? (
        <Skeleton lines={2} label="Loading the sources" />
      ) : worst.length === 0 ? (
        <p className="muted">{home.sources.words}</p>
      ) : (
        <ul className={classes.sensors}>
          {worst.slice(0, shown).map((source) => (
            <li key={source.id}>
              <StatusMark status={marks[source.health]}>
                <a className={classes.sensor} href={`/sources?row=${encodeURIComponent(source.id)}`}>
                  {source.name}
                </a>
              </StatusMark>
              <span className="muted">{stateWords(source, now)}</span>
            </li>
          ))}
        </ul>
      )}
      {worst && worst.length > shown && <p className="muted">and {plural(worst.length - shown, 'more source')}</p>}
    </Card>
  )
}

/** Those that need a look first. */
function rank({ health }: Source): number {
  return health === 'silent' ? 0 : health === 'never-heard' ? 1 : 2
}
