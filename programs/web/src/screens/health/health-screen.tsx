import {
  Card,
  EmptyState,
  formatBytes,
  formatCount,
  KeyValue,
  PageHeader,
  plural,
  RelativeTime,
  RequestProblem,
  Skeleton,
  StatusMark,
  useApi,
  VerdictSentence,
} from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'
import { useWasJudged } from '../home/home.ts'
import type { Health } from './health.ts'
import classes from './health-screen.module.css'
import { LedgerTable } from './ledger-table.tsx'
import { SetAside } from './set-aside.tsx'

/** How the installation is, with causes and fixes; the same as `./holdfast doctor` says. */
export function Screen() {
  const api = useApi()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['health'],
    refetchInterval: 10_000,
    queryFn: async ({ signal }) => (await api.get<{ data: Health }>('/health', { signal })).data,
  })
  const problem = error instanceof RequestProblem ? error : undefined
  return (
    <>
      <PageHeader title="Health" note={data && `Holdfast ${data.machine.version}`} />
      {isPending && (
        <div className={classes.root}>
          <Card>
            <Skeleton lines={8} label="Loading Health" />
          </Card>
        </div>
      )}
      {!data && problem?.status === 403 && (
        <EmptyState kind="forbidden" what="how this installation is" askWhom="An owner of this tenant" />
      )}
      {!data && problem && problem.status !== 403 && (
        <EmptyState
          kind="error"
          title="Health could not be loaded"
          words={problem.message}
          problemId={problem.traceId}
          onRetry={() => refetch()}
        />
      )}
      {data && <Found health={data} />}
    </>
  )
}

const marks = { ok: 'ok', warn: 'warn', fail: 'failed' } as const

/** Unknown is not clean, and part of how things are. */
function NotAssessed() {
  const api = useApi()
  const { data } = useQuery({
    queryKey: ['counters'],
    queryFn: ({ signal }) => api.get<{ data: Readonly<Record<string, number>> }>('/counters', { signal }),
  })
  const judged = useWasJudged()
  const count = data?.data['not-assessed']
  if (count === undefined) return null
  const none = judged === false ? 'No check was asked yet.' : 'Every check could be answered on every asset.'
  return (
    <Card title="Not assessed" more={{ label: 'Which and why', href: '/not-assessed' }}>
      <p className={classes.unknown}>
        {count > 0 && <i className="hatched" aria-hidden="true" />}
        {count === 0 ? none : `${plural(count, 'check')} could not be answered. Unknown is not clean.`}
      </p>
    </Card>
  )
}

function Found({ health }: { health: Health }) {
  const failed = health.checks.filter((check) => check.status === 'fail')
  const warned = health.checks.filter((check) => check.status === 'warn')
  const worst = failed[0] ?? warned[0]
  const { ledger, queues, machine } = health
  return (
    <div className={classes.root}>
      <div className={classes.column}>
        <VerdictSentence
          tone={failed.length > 0 ? 'high' : warned.length > 0 ? 'medium' : 'ok'}
          lead={worst ? worst.detail : 'All is well: nothing was lost, nothing waits too long.'}
        >
          {worst?.fix}
        </VerdictSentence>
        <Card title="Checks">
          <ul className={classes.lines}>
            {health.checks.map((check) => (
              <li key={check.name}>
                <StatusMark status={marks[check.status]}>
                  <b>{check.name}</b>
                </StatusMark>
                <span>
                  {check.detail}
                  {check.fix && <span className="muted"> {check.fix}</span>}
                </span>
              </li>
            ))}
          </ul>
        </Card>
        <LedgerTable ledger={ledger} />
        <SetAside waiting={ledger.aside.waiting} />
      </div>
      <div className={classes.column}>
        <Card title="Waiting">
          <KeyValue
            align="end"
            items={[
              { label: 'Envelopes to apply', value: formatCount(queues.envelopes) },
              {
                label: queues.oldestJudgementAt ? (
                  <>
                    Judgements due, the oldest since <RelativeTime at={queues.oldestJudgementAt} />
                  </>
                ) : (
                  'Judgements due'
                ),
                value: formatCount(queues.judgements),
              },
              { label: 'Jobs', value: formatCount(queues.jobs) },
            ]}
          />
        </Card>
        <NotAssessed />
        <Card title="Content">
          <ul className={classes.lines}>
            {health.content.map((content) => (
              <li key={content.app}>
                <b>{content.app}</b>
                <span className="muted">
                  version {content.version}, {content.provenance}, <RelativeTime at={content.loadedAt} />
                </span>
              </li>
            ))}
          </ul>
        </Card>
        <Card title="Machine">
          <KeyValue
            items={[
              { label: 'Started', value: <RelativeTime at={machine.startedAt} /> },
              { label: 'Node', value: machine.node, mono: true },
              { label: 'PostgreSQL', value: machine.database, mono: true },
              {
                label: 'Disk',
                value: machine.disk
                  ? `${formatBytes(machine.disk.freeBytes)} of ${formatBytes(machine.disk.totalBytes)} free`
                  : 'not known',
              },
            ]}
          />
        </Card>
      </div>
    </div>
  )
}
