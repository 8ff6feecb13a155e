import type { Labels, Metrics } from '@holdfast/platform/http'
import type { Database } from '@holdfast/platform/store'

/** What the installation as a whole holds is asked at most so often, however many read the metrics. */
const pauseMs = 10_000
/** Versions of agents that are told apart; the others are counted together. */
const mostVersions = 50

interface Gauge {
  readonly name: string
  readonly help: string
  /** Gives `value`, and a column for each label. */
  readonly query: string
}

const gauges: readonly Gauge[] = [
  {
    name: 'holdfast_applying_waiting',
    help: 'Envelopes that are stored and not applied yet.',
    query: 'select coalesce(sum(last_seq - first_seq + 1), 0)::float8 as value from envelope_batch',
  },
  {
    name: 'holdfast_applying_oldest_seconds',
    help: 'For how long the oldest of them has been waiting.',
    query: ageOf('min(received_at)', 'envelope_batch'),
  },
  {
    name: 'holdfast_applying_waiting_most',
    help: 'Envelopes that wait of the tenant with the most; from 4,096 on its sources are asked to keep theirs.',
    query: `select coalesce(max(waiting), 0)::float8 as value
              from (select sum(last_seq - first_seq + 1) as waiting from envelope_batch group by tenant_id) t`,
  },
  {
    name: 'holdfast_set_aside',
    help: 'Records that could not be applied and wait for somebody.',
    query: `select count(*)::float8 as value from set_aside where outcome = 'waiting'`,
  },
  {
    name: 'holdfast_jobs',
    help: 'Jobs of the last day, and all that are not at their end, by state.',
    query: `select s.state, count(j.state)::float8 as value
              from unnest(array['queued', 'running', 'done', 'failed', 'cancelled']) s (state)
              left join job j on j.state = s.state and (j.finished_at is null or j.finished_at > now() - interval '1 day')
             group by s.state`,
  },
  {
    name: 'holdfast_jobs_oldest_seconds',
    help: 'For how long the oldest job that could run has been waiting for a worker.',
    query: `${ageOf('min(greatest(not_before, created_at))', 'job')} where state = 'queued' and not_before <= now()`,
  },
  {
    name: 'holdfast_sources',
    help: 'Sources by kind and state: well (heard in the last ten minutes), silent, never-heard, revoked.',
    query: `select kind, state, count(*)::float8 as value from (
              select s.kind, case when s.status <> 'active' then 'revoked' when t.last_seen_at is null then 'never-heard'
                                  when t.last_seen_at < now() - interval '10 minutes' then 'silent' else 'well' end as state
                from source s left join source_state t using (tenant_id, source_id)) x
             group by kind, state`,
  },
  {
    name: 'holdfast_agents',
    help: 'Active agents by the version that they run.',
    query: `select version, sum(many)::float8 as value from (
              select case when row_number() over (order by count(*) desc, t.agent_version) <= ${mostVersions} then t.agent_version else 'others' end as version,
                     count(*) as many
                from source s join source_state t using (tenant_id, source_id)
               where s.kind = 'agent' and s.status = 'active' group by t.agent_version) x
             group by version`,
  },
  {
    name: 'holdfast_tenants',
    help: 'Tenants by kind and state.',
    query: 'select kind, state, count(*)::float8 as value from tenant group by kind, state',
  },
  {
    name: 'holdfast_database_bytes',
    help: 'Size of the database on disk.',
    query: 'select pg_database_size(current_database())::float8 as value',
  },
  {
    name: 'holdfast_database_connections_used',
    help: 'Connections to the database server, of everybody.',
    query: `select count(*)::float8 as value from pg_stat_activity where backend_type = 'client backend'`,
  },
  {
    name: 'holdfast_database_connections_most',
    help: 'Connections that the database server allows.',
    query: `select current_setting('max_connections')::float8 as value`,
  },
]

function ageOf(since: string, table: string): string {
  return `select coalesce(greatest(0, extract(epoch from now() - ${since})), 0)::float8 as value from ${table}`
}

/** Sets what is true of the whole installation: every server tells the same of it. */
export function probeInstallation(metrics: Metrics, database: Database): void {
  let read: Promise<void> | undefined
  let readAt = Number.NEGATIVE_INFINITY
  metrics.probe(() => {
    if (performance.now() - readAt < pauseMs) return read
    readAt = performance.now()
    read = readAll(metrics, database)
    return read
  })
}

function readAll(metrics: Metrics, database: Database): Promise<void> {
  return database.asMaintenance(
    async (tx) => {
      for (const { name, help, query } of gauges) {
        // A state that nobody is in any more must not keep its last number.
        metrics.forget(name)
        for (const { value, ...labels } of (await tx.query<Labels & { value: number }>(query)).rows)
          metrics.gauge(name, help, Number(value), labels as Labels)
      }
    },
    { readOnly: true, timeoutMs: 20_000 },
  )
}
