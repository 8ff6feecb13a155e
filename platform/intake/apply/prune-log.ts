import { type Database, dropInSets } from '../../store/index.ts'

/** How long applied envelopes stay in the log: to compare with what comes twice, and to look into. */
const keptMs = 3 * 24 * 3600_000

/**
 * Drops envelopes that were applied and are older than three days, of all tenants; those whose bodies could not be read stay while
 * they are set aside. Answers with the number of dropped envelopes. Runs every hour.
 */
export async function pruneLog(database: Database, now: number, olderThanMs = keptMs): Promise<number> {
  const before = new Date(now - olderThanMs).toISOString()
  return dropInSets(database, text, [before], { timeoutMs: 120_000 })
}

const text = `
  delete from envelope using (
    select e.tenant_id, e.source_id, e.epoch, e.seq
      from envelope e join source_progress p on p.tenant_id = e.tenant_id and p.source_id = e.source_id
     where e.received_at < $1 and not exists (select from tenant h where h.id = e.tenant_id and h.settings ? 'legalHold')
       and (e.epoch, e.seq) <= (p.epoch, p.seq)
       and not exists (select from set_aside a where a.tenant_id = e.tenant_id and a.source_id = e.source_id and a.epoch = e.epoch
                        and a.seq = e.seq and a.record_index is null and a.outcome = 'waiting')
     order by e.received_at limit $2) old
   where envelope.tenant_id = old.tenant_id and envelope.source_id = old.source_id and envelope.epoch = old.epoch and envelope.seq = old.seq`
