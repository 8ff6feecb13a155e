import {
  Card,
  EmptyState,
  formatBytes,
  formatCount,
  KeyValue,
  PageHeader,
  RelativeTime,
  RequestProblem,
  Skeleton,
  StatusMark,
  useApi,
  VerdictSentence,
} from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'
import type { Health } from './health.ts'
import classes from './health-screen.module.css'

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
        <Card title="Ledger" note="what came in and where it went">
          <KeyValue
            align="end"
            items={[
              { label: 'Envelopes received', value: formatCount(ledger.received.came) },
              { label: 'stored', value: formatCount(ledger.received.stored) },
              { label: 'repeated, thus not stored twice', value: formatCount(ledger.received.repeated) },
              { label: 'in conflict, kept aside', value: formatCount(ledger.received.conflicts) },
              { label: 'refused', value: formatCount(ledger.received.refused) },
              { label: 'Records applied', value: formatCount(ledger.records.applied) },
              { label: 'set aside', value: formatCount(ledger.records.aside) },
            ]}
          />
          {ledger.problems.map((words) => (
            <p key={words} role="alert">
              {words}
            </p>
          ))}
        </Card>
      </div>
      <div className={classes.column}>
        <Card title="Waiting">
          <KeyValue
            align="end"
            items={[
              { label: 'Envelopes to apply', value: formatCount(queues.envelopes) },
              { label: 'Judgements due', value: formatCount(queues.judgements) },
              { label: 'Jobs', value: formatCount(queues.jobs) },
            ]}
          />
        </Card>
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
