import type { Database } from '@holdfast/platform/store'
import { type Checked, ok, warn } from './check.ts'

/** No transaction of Holdfast takes so long, but a backup, which holds up nobody. */
const longMinutes = 15

interface Holder {
  pid: number
  program: string
  minutes: number
  waiting: number
  seconds: number
}

/** Transactions that hang, and whoever waits for them. */
export async function checkLocks(database: Database): Promise<Checked[]> {
  const { rows } = await database.asMaintenance((tx) => tx.query<Holder>(query), { readOnly: true })
  const stuck = rows.filter(({ waiting, minutes }) => waiting > 0 || minutes >= longMinutes)
  if (stuck.length === 0) return [ok('locks', 'nobody waits for a lock')]
  return stuck.slice(0, 5).map(({ pid, program, minutes, waiting, seconds }) => {
    const detail =
      waiting > 0
        ? `${waiting} wait for database process ${pid} (${program}), the first for ${seconds} s`
        : `database process ${pid} (${program}) is in a transaction for ${minutes} minutes`
    return warn('locks', detail, `End the program behind it; if it is gone: select pg_terminate_backend(${pid})`)
  })
}

/** Of other logins only an administrator sees since when; who waits for whom everybody sees. */
const query = `
  with waiting as (
    select unnest(pg_blocking_pids(pid)) as blocker, pid, waitstart from pg_locks where not granted)
  select a.pid, coalesce(nullif(a.application_name, ''), a.usename::text, 'unknown') as program,
         coalesce(extract(epoch from now() - a.xact_start) / 60, 0)::int as minutes,
         (select count(distinct w.pid) from waiting w where w.blocker = a.pid) as waiting,
         (select coalesce(extract(epoch from now() - min(w.waitstart)), 0)::int from waiting w where w.blocker = a.pid) as seconds
    from pg_stat_activity a
   where a.datname = current_database() and a.pid <> pg_backend_pid() and a.application_name <> 'holdfast backup'
   order by waiting desc, minutes desc limit 20`
