import type { Database } from '@holdfast/platform/store'
import { type Checked, ok, warn } from './check.ts'

const minute = 60_000
const fix = 'Set it by the network: timedatectl set-ntp true (or chrony), on this machine and on that of the database.'

/** This machine's clock beside the database's, beside what was written before, and beside the clocks of sources. */
export async function checkClock(database: Database): Promise<Checked[]> {
  const asked = Date.now()
  const row = await database.asMaintenance(
    (tx) =>
      tx.first<{ now: number; newest: number | null; sources: number; offset: number | null }>(
        `select (extract(epoch from clock_timestamp()) * 1000)::bigint as now,
                (select (extract(epoch from max(at)) * 1000)::bigint from (
                   select max(began_at) as at from timeline union all select max(last_seen_at) from source_state
                   union all select max(applied_at) from migration) written) as newest,
                (select count(*) from source_state where last_seen_at > now() - interval '1 day' and clock_offset_ms is not null) as sources,
                (select percentile_disc(0.5) within group (order by clock_offset_ms) from source_state
                  where last_seen_at > now() - interval '1 day')::bigint as offset`,
      ),
    { readOnly: true },
  )
  const { now, newest, sources, offset } = row!
  const apart = now - (asked + Date.now()) / 2
  if (Math.abs(apart) > 5000) return [warn('clock', `this machine's clock is ${seconds(-apart)} the database's`, fix)]
  if (newest !== null && newest > now + minute)
    return [
      warn(
        'clock',
        `the database holds something from the future (${new Date(newest).toISOString()}): the clock was set back, or was ahead before`,
        fix,
      ),
    ]
  // One wrong clock is that source's; when most of several differ in the same way, it is ours.
  if (sources >= 3 && offset !== null && Math.abs(offset) > minute)
    return [
      warn(
        'clock',
        `half of ${sources} sources say that it is ${seconds(-offset)} theirs: this machine's clock is wrong`,
        fix,
      ),
    ]
  return [ok('clock', new Date(asked).toISOString())]
}

function seconds(ms: number): string {
  return `${Math.round(Math.abs(ms) / 1000)} s ${ms > 0 ? 'ahead of' : 'behind'}`
}
