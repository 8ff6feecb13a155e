import { type DatabaseAccess, openDatabase } from '@holdfast/platform/store'

/** Sizes and depths of a database, as numbers: no row of anybody's. */
export async function databaseFacts(access: DatabaseAccess): Promise<object> {
  const database = await openDatabase({ access, connections: { app: 1, jobs: 1, maintenance: 1 } })
  try {
    return await database.asMaintenance(
      async (tx) => {
        const facts: Record<string, unknown> = {}
        for (const [name, query] of Object.entries(queries)) facts[name] = (await tx.query(query)).rows
        return facts
      },
      { readOnly: true, timeoutMs: 60_000 },
    )
  } finally {
    await database.close()
  }
}

const queries = {
  server: `select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
                  now() - pg_postmaster_start_time() as up, (select count(*) from pg_stat_activity where datname = current_database()) as connections`,
  schema:
    'select part, max(number) as number, max(applied_at) as "appliedAt" from migration group by part order by part',
  // Estimates: counting would take as long as the tables are big.
  tables: `select c.relname as name, c.reltuples::bigint as rows, pg_total_relation_size(c.oid) as bytes, s.n_dead_tup as dead, s.last_autovacuum as "vacuumedAt"
             from pg_class c left join pg_stat_all_tables s on s.relid = c.oid
            where c.relnamespace = to_regnamespace('holdfast') and c.relkind = 'r' order by 3 desc limit 300`,
  ledger: `select stage, sum(came)::bigint as came, sum(went)::bigint as went, sum(aside)::bigint as aside, sum(repeated)::bigint as repeated,
                  sum(early)::bigint as early, sum(refused)::bigint as refused from ledger group by stage order by stage`,
  waiting: `select (select count(*) from envelope_batch) as "batchesToApply", (select min(received_at) from envelope_batch) as "oldestToApply",
                   (select count(*) from judgement_due) as "assetsToJudge", (select min(due_at) from judgement_due) as "oldestToJudge",
                   (select count(*) from set_aside where outcome = 'waiting') as "recordsAside"`,
  jobs: 'select kind, state, count(*) as many, min(created_at) as oldest from job group by kind, state order by kind, state limit 200',
  sources: `select s.kind, s.status, count(*) as many, count(*) filter (where t.last_seen_at > now() - interval '1 hour') as "heardInLastHour",
                   percentile_disc(0.5) within group (order by t.clock_offset_ms) as "medianClockOffsetMs", max(abs(t.clock_offset_ms)) as "widestClockOffsetMs",
                   array_agg(distinct t.agent_version) as versions
              from source s left join source_state t using (tenant_id, source_id) group by s.kind, s.status`,
  tenants: 'select kind, state, count(*) as many from tenant group by kind, state',
  timelines: 'select timeline_id as id, because, began_at as "beganAt" from timeline order by ordinal desc limit 20',
  activity: `select state, wait_event_type as "waitsFor", now() - xact_start as "transactionFor", application_name as program
               from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() order by xact_start nulls last limit 50`,
} as const
