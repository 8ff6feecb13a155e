import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '@holdfast/platform/store'
import { type Checked, ok, warn } from './check.ts'

/** Agents say that they live every minute or so; a night without a sign is a host that is off, or an agent that is not well. */
const silentHours = 24
const ownSilentMinutes = 30

/** Agents that were not heard of, and this host's own among them. */
export async function checkSources(database: Database, home: string): Promise<Checked[]> {
  const own = ownSource(home)
  const row = await database.asMaintenance(
    (tx) =>
      tx.first<{ all: number; silent: number; names: string | null; own: number | null; waiting: number }>(
        `with active as (
           select s.public_id, s.name, t.last_seen_at, t.waiting from source s join source_state t using (tenant_id, source_id)
            where s.kind = 'agent' and s.status = 'active'),
         silent as (select * from active where last_seen_at < now() - $1 * interval '1 hour')
         select (select count(*) from active) as all, (select count(*) from silent) as silent,
                (select string_agg(name, ', ') from (select name from silent order by last_seen_at limit 3) few) as names,
                (select (extract(epoch from now() - last_seen_at) / 60)::int from active where public_id = $2) as own,
                (select coalesce(sum(waiting), 0)::bigint from active) as waiting`,
        [silentHours, own ?? ''],
      ),
    { readOnly: true },
  )
  const { all, silent, names, own: minutes } = row!
  const found: Checked[] = []
  if (minutes !== null && minutes > ownSilentMinutes)
    found.push(
      warn(
        'own agent',
        `this host's agent was not heard of for ${minutes} minutes`,
        'See logs/ and agent/ in the home directory; it starts with ./holdfast up.',
      ),
    )
  if (silent > 0) {
    const more = silent > 3 ? ` and ${silent - 3} more` : ''
    found.push(
      warn(
        'agents',
        `${silent} of ${all} were not heard of for ${silentHours} hours: ${names}${more}`,
        'On each host: is it on, does "systemctl status holdfast-agent" run, does it reach the TLS port? Revoke those that are gone.',
      ),
    )
  } else
    found.push(ok('agents', all === 0 ? 'none is enrolled' : `all ${all} were heard of within ${silentHours} hours`))
  return found
}

function ownSource(home: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(join(home, 'agent', 'state', 'enrolment.json'), 'utf8')) as { source?: string })
      .source
  } catch {
    return undefined
  }
}
