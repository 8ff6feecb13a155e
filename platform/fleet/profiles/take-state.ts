import { recordAudit } from '../../audit/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import type { HeartbeatRequest } from '../../envelope/index.ts'
import type { HeartbeatHook } from '../../intake/index.ts'
import { tell } from '../../outbox/index.ts'
import { type SignedConfiguration, type SigningKey, signConfiguration } from '../../trust/index.ts'
import { configurationsOf, revisionOf } from './configuration-of.ts'

/** Takes down how an agent says that it works, and answers with how it is to work, where that is something else. */
export function configureByHeartbeat(options: {
  readonly signingKey: () => SigningKey
  readonly now?: () => number
}): HeartbeatHook {
  const now = options.now ?? Date.now
  return async (tx, source, request) => {
    if (source.kind !== 'agent') return {}
    const at = new Date(now()).toISOString()
    await keepState(tx, source, request, at)
    if (!request.configuration) return {}
    const { revision, refused } = request.configuration
    const wanted = (await configurationsOf(tx, [source.sourceId])).get(source.sourceId)
    if (!wanted || wanted.revision === revision) return {}
    const { profile, modules, settings } = wanted
    const content = { profile, modules: modules && [...modules], settings }
    const next = wanted.revision || revisionOf(content)
    // What it went back from is not sent again until it changes; an empty configuration is the same as none.
    if (next === refused?.revision || next === revision) return {}
    const configuration: SignedConfiguration = signConfiguration(
      { v: 1, source: source.source, revision: next, issuedAt: at, ...content },
      options.signingKey(),
    )
    return { configuration }
  }
}

async function keepState(
  tx: TenantTransaction,
  source: { readonly source: string; readonly sourceId: number },
  { configuration, integrity }: HeartbeatRequest,
  at: string,
): Promise<void> {
  if (!configuration && !integrity) return
  const { rows } = await tx.query<{ before: string | null; after: string | null }>(
    `with old as (select integrity from fleet_source where tenant_id = $1 and source_id = $2)
     insert into fleet_source as f (tenant_id, source_id, running, running_since, refused, refused_because, integrity, integrity_problems, integrity_since)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $4)
     on conflict (tenant_id, source_id) do update set
       running = excluded.running, refused = excluded.refused, refused_because = excluded.refused_because,
       running_since = case when f.running = excluded.running then f.running_since else excluded.running_since end,
       integrity = coalesce(excluded.integrity, f.integrity),
       integrity_problems = case when excluded.integrity is null then f.integrity_problems else excluded.integrity_problems end,
       integrity_since = case when f.integrity is not distinct from coalesce(excluded.integrity, f.integrity) then f.integrity_since else excluded.integrity_since end
     where (f.running, f.refused, f.refused_because, f.integrity, f.integrity_problems) is distinct from
           (excluded.running, excluded.refused, excluded.refused_because, coalesce(excluded.integrity, f.integrity),
            case when excluded.integrity is null then f.integrity_problems else excluded.integrity_problems end)
     returning (select integrity from old) as before, integrity as after`,
    [
      tx.tenantId,
      source.sourceId,
      configuration?.revision ?? '',
      at,
      configuration?.refused?.revision ?? null,
      configuration?.refused?.reason.slice(0, 500) ?? null,
      integrity?.state ?? null,
      integrity?.problems ?? [],
    ],
  )
  const changed = rows[0]
  if (!changed) return
  await tell(tx, { topic: 'source.changed', body: { source: source.source } })
  if (changed.before === changed.after || (changed.before !== 'changed' && changed.after !== 'changed')) return
  const isChanged = changed.after === 'changed'
  await tell(tx, {
    topic: isChanged ? 'source.tampered' : 'source.whole-again',
    body: { source: source.source, problems: integrity?.problems ?? [] },
  })
  await recordAudit(tx, {
    actor: { kind: 'source', id: source.source },
    action: isChanged ? 'source:tampered' : 'source:whole-again',
    target: source.source,
    after: { problems: integrity?.problems ?? [] },
  })
}
