import type { TenantTransaction } from '../contract/index.ts'
import type { FactState, ItemVersion } from './fact-state.ts'
import { itemsText } from './items.ts'

/** Writes sets back, one statement for each kind of change. */
export async function writeStates(
  tx: TenantTransaction,
  sourceId: number,
  states: readonly FactState[],
): Promise<void> {
  await removeSets(
    tx,
    sourceId,
    states.filter(({ write, isStored }) => write === 'removed' && isStored),
  )
  await restateSets(
    tx,
    sourceId,
    states.filter(({ write }) => write === 'statement'),
  )
  await writeSets(
    tx,
    sourceId,
    states.filter(({ write }) => write === 'items'),
  )
}

function place(tx: TenantTransaction, sourceId: number, states: readonly FactState[]): unknown[] {
  return [
    tx.tenantId,
    sourceId,
    states.map(({ assetId }) => assetId),
    states.map(({ fact }) => fact),
    states.map(({ scope }) => scope),
  ]
}

async function removeSets(tx: TenantTransaction, sourceId: number, states: readonly FactState[]): Promise<void> {
  if (states.length === 0) return
  await tx.query(
    `delete from fact_set where tenant_id = $1 and source_id = $2
        and (asset_id, fact, scope) in (select * from unnest($3::bigint[], $4::text[], $5::text[]))`,
    place(tx, sourceId, states),
  )
}

async function restateSets(tx: TenantTransaction, sourceId: number, states: readonly FactState[]): Promise<void> {
  if (states.length === 0) return
  await tx.query(
    `update fact_set s set observed_at = w.observed_at::timestamptz, received_at = w.received_at::timestamptz, complete = w.complete,
            epoch = w.epoch, seq = w.seq, fact_version = w.version
       from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bool[], $9::bigint[], $10::int[], $11::bigint[])
         as w (asset_id, fact, scope, observed_at, received_at, complete, epoch, version, seq)
      where s.tenant_id = $1 and s.source_id = $2 and s.asset_id = w.asset_id and s.fact = w.fact and s.scope = w.scope`,
    [
      ...place(tx, sourceId, states),
      states.map(({ observedAt }) => observedAt),
      states.map(({ receivedAt }) => receivedAt),
      states.map(({ complete }) => complete),
      states.map(({ epoch }) => epoch),
      states.map(({ version }) => version),
      states.map(({ seq }) => seq),
    ],
  )
}

async function writeSets(tx: TenantTransaction, sourceId: number, states: readonly FactState[]): Promise<void> {
  if (states.length === 0) return
  await tx.query(
    `insert into fact_set as s (tenant_id, source_id, asset_id, fact, scope, fact_version, epoch, complete, item_count, digest, whole_digest,
                                items, observed_at, received_at, changed_at, since_observed_at, since_at, seq)
     select $1, $2, asset_id, fact, scope, version, epoch, complete, item_count, decode(digest, 'hex'), decode(whole_digest, 'hex'),
            items::jsonb, observed_at::timestamptz, received_at::timestamptz, changed_at::timestamptz, since_observed_at::timestamptz,
            since_at::timestamptz, seq
       from unnest($3::bigint[], $4::text[], $5::text[], $6::int[], $7::bigint[], $8::bool[], $9::int[], $10::text[], $11::text[],
                   $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::bigint[])
         as w (asset_id, fact, scope, version, epoch, complete, item_count, digest, whole_digest, items, observed_at, received_at,
               changed_at, since_observed_at, since_at, seq)
     on conflict (tenant_id, asset_id, fact, scope, source_id) do update
        set fact_version = excluded.fact_version, epoch = excluded.epoch, complete = excluded.complete, item_count = excluded.item_count,
            digest = excluded.digest, whole_digest = excluded.whole_digest, items = excluded.items, observed_at = excluded.observed_at,
            received_at = excluded.received_at, changed_at = excluded.changed_at, since_observed_at = excluded.since_observed_at,
            since_at = excluded.since_at, seq = excluded.seq`,
    [
      ...place(tx, sourceId, states),
      states.map(({ version }) => version),
      states.map(({ epoch }) => epoch),
      states.map(({ complete }) => complete),
      states.map(({ items }) => items!.size),
      states.map(({ digest }) => digest.toString('hex')),
      states.map(({ wholeDigest }) => wholeDigest.toString('hex')),
      states.map(({ items }) => itemsText(items!)),
      states.map(({ observedAt }) => observedAt),
      states.map(({ receivedAt }) => receivedAt),
      states.map(({ changedAt }) => changedAt),
      states.map(({ sinceObservedAt }) => sinceObservedAt),
      states.map(({ sinceAt }) => sinceAt),
      states.map(({ seq }) => seq),
    ],
  )
}

/** Ends versions that the history knows, and adds those that it does not. */
export async function writeVersions(
  tx: TenantTransaction,
  sourceId: number,
  versions: readonly ItemVersion[],
): Promise<void> {
  const ending = versions.filter(({ isKnown, end }) => isKnown && end)
  const known = await endVersions(tx, sourceId, ending)
  // What was there from the first statement on has no row until it ends.
  const unknown = ending.filter(
    (version) => !known.has(keyOf(version.state.assetId, version.state.fact, version.state.scope, version.key)),
  )
  await addVersions(tx, sourceId, [...unknown, ...versions.filter(({ isKnown }) => !isKnown)])
}

async function endVersions(
  tx: TenantTransaction,
  sourceId: number,
  versions: readonly ItemVersion[],
): Promise<Set<string>> {
  if (versions.length === 0) return new Set()
  const { rows } = await tx.query<{ assetId: number; fact: string; scope: string; key: string }>(
    `update fact_change c set ended = e.how, observed_until = e.observed_at::timestamptz,
            received_until = greatest(c.received_from, e.received_at::timestamptz)
       from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
         as e (asset_id, fact, scope, key, how, observed_at, received_at)
      where c.tenant_id = $1 and c.source_id = $2 and c.asset_id = e.asset_id and c.fact = e.fact and c.scope = e.scope and c.key = e.key
        and c.received_until is null
     returning c.asset_id as "assetId", c.fact, c.scope, c.key`,
    [
      tx.tenantId,
      sourceId,
      versions.map(({ state }) => state.assetId),
      versions.map(({ state }) => state.fact),
      versions.map(({ state }) => state.scope),
      versions.map(({ key }) => key),
      versions.map(({ end }) => end!.how),
      versions.map(({ end }) => end!.observedAt),
      versions.map(({ end }) => end!.receivedAt),
    ],
  )
  return new Set(rows.map(({ assetId, fact, scope, key }) => keyOf(assetId, fact, scope, key)))
}

async function addVersions(tx: TenantTransaction, sourceId: number, versions: readonly ItemVersion[]): Promise<void> {
  if (versions.length === 0) return
  await tx.query(
    `insert into fact_change (tenant_id, source_id, asset_id, fact, scope, key, item, began, observed_from, received_from, ended, observed_until,
                              received_until)
     select $1, $2, asset_id, fact, scope, key, item::jsonb, began, observed_from::timestamptz, received_from::timestamptz, ended,
            observed_until::timestamptz, received_until::timestamptz
       from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
                   $13::text[])
         as v (asset_id, fact, scope, key, item, began, observed_from, received_from, ended, observed_until, received_until)`,
    [
      tx.tenantId,
      sourceId,
      versions.map(({ state }) => state.assetId),
      versions.map(({ state }) => state.fact),
      versions.map(({ state }) => state.scope),
      versions.map(({ key }) => key),
      versions.map(({ item }) => JSON.stringify(item)),
      versions.map(({ began }) => began),
      versions.map(({ observedFrom }) => observedFrom),
      versions.map(({ receivedFrom }) => receivedFrom),
      versions.map(({ end }) => end?.how ?? null),
      versions.map(({ end }) => end?.observedAt ?? null),
      versions.map(({ end }) => end?.receivedAt ?? null),
    ],
  )
}

function keyOf(assetId: number, fact: string, scope: string, key: string): string {
  return JSON.stringify([assetId, fact, scope, key])
}
