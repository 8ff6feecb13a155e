import type { OnMoved } from '../../assets/index.ts'
import { decodeHeader, parseRecord } from '../../envelope/index.ts'
import type { Database } from '../../store/index.ts'
import { type InTenant, inTenant } from '../in-tenant.ts'
import { countStage } from '../ledger/count-stage.ts'
import { type AppliedEntries, applyEntries } from './apply-entries.ts'
import { asideLine, malformedLine } from './aside-line.ts'
import { keepAside } from './keep-aside.ts'
import type { ApplyingSource, RecordEntry, RecordHandler } from './record-handler.ts'
import { sourceNotes } from './source-notes.ts'
import { readBody } from './take-envelopes.ts'

/** Which of what is set aside is tried again; all when nothing is named. */
export interface ReplayFilter {
  readonly ids?: readonly string[]
  readonly reason?: string
  /** Of a fact or event. */
  readonly name?: string
}

export interface ReplayReport {
  readonly tried: number
  readonly applied: number
  /** What came later says it better. */
  readonly superseded: number
  /** Still aside, perhaps for another reason. */
  readonly aside: number
}

interface Row {
  readonly id: number
  readonly epoch: number
  readonly seq: number
  readonly index: number | null
  readonly record: unknown
  readonly sentAt: string
  readonly receivedAt: string
}

type Verdict =
  | 'applied'
  | 'superseded'
  | { readonly reason: string; readonly detail: string; readonly record?: unknown }

const atOnce = 100

/**
 * Applies what was set aside once more, in the order in which it came: after an app was added, or a fact learned a new version. What is
 * known by now is never replaced by something older.
 */
export async function replaySetAside(
  database: Database,
  tenantId: number,
  filter: ReplayFilter,
  options: { readonly handlers: readonly RecordHandler[]; readonly onMoved: OnMoved; readonly now?: () => number },
): Promise<ReplayReport> {
  const choices = {
    ...options,
    handlers: [...options.handlers, sourceNotes],
    now: options.now ?? Date.now,
    careful: true,
  }
  const report = { tried: 0, applied: 0, superseded: 0, aside: 0 }
  const sources = await inTenant(database, tenantId, (tx) => waitingSources(tx, filter), { readOnly: true })
  for (const source of sources) {
    for (let after = 0; ; ) {
      const done = await inTenant(
        database,
        tenantId,
        async (tx) => {
          const rows = await takeRows(tx, source, filter, after)
          return replayRows(tx, source, rows, choices)
        },
        { timeoutMs: 120_000 },
      )
      for (const { verdict } of done) {
        report.tried++
        report[typeof verdict === 'string' ? verdict : 'aside']++
      }
      if (done.length < atOnce) break
      after = done.at(-1)!.row.id
    }
  }
  return report
}

const matches = `a.tenant_id = $1 and a.outcome = 'waiting' and ($2::text[] is null or a.public_id = any ($2))
  and ($3::text is null or a.reason = $3) and ($4::text is null or a.name = $4)`

function filterValues(tx: InTenant, { ids, reason, name }: ReplayFilter): unknown[] {
  return [tx.tenantId, ids ?? null, reason ?? null, name ?? null]
}

async function waitingSources(tx: InTenant, filter: ReplayFilter): Promise<ApplyingSource[]> {
  const { rows } = await tx.query<ApplyingSource>(
    `select s.source_id as "sourceId", s.public_id as source, s.kind, s.network_id as "networkId" from source s
      where s.tenant_id = $1 and exists (select from set_aside a where ${matches} and a.source_id = s.source_id) order by s.source_id`,
    filterValues(tx, filter),
  )
  return rows
}

/** The source's row is the lock that appliers take too. */
async function takeRows(tx: InTenant, source: ApplyingSource, filter: ReplayFilter, after: number): Promise<Row[]> {
  await tx.query('select from source_progress where tenant_id = $1 and source_id = $2 for no key update', [
    tx.tenantId,
    source.sourceId,
  ])
  const { rows } = await tx.query<Row>(
    `select a.set_aside_id as id, a.epoch, a.seq, a.record_index as index, a.record, a.sent_at as "sentAt", a.received_at as "receivedAt"
       from set_aside a where ${matches} and a.source_id = $5 and a.set_aside_id > $6 order by a.set_aside_id limit ${atOnce}`,
    [...filterValues(tx, filter), source.sourceId, after],
  )
  return rows
}

async function replayRows(
  tx: InTenant,
  source: ApplyingSource,
  rows: readonly Row[],
  options: Parameters<typeof applyEntries>[3] & { readonly now: () => number },
): Promise<{ readonly row: Row; readonly verdict: Verdict }[]> {
  const done: { row: Row; verdict: Verdict }[] = []
  for (const row of rows) {
    const verdict =
      row.index === null ? await replayBody(tx, source, row, options) : await replayRecord(tx, source, row, options)
    done.push({ row, verdict })
    await settle(tx, row, verdict, options.now())
  }
  const aside = done.filter(({ verdict }) => typeof verdict !== 'string').length
  await countStage(tx, 'replay', options.now(), { came: done.length, went: done.length - aside, aside })
  return done
}

async function replayRecord(
  tx: InTenant,
  source: ApplyingSource,
  row: Row,
  options: Parameters<typeof applyEntries>[3],
): Promise<Verdict> {
  const parsed = parseRecord(row.record)
  if (!parsed.ok) return { reason: 'malformed', detail: parsed.reason }
  const entry: RecordEntry = { ...row, record: parsed.record, index: row.index!, isReplay: true }
  const applied: AppliedEntries = await applyEntries(tx, source, [entry], options)
  const [aside] = applied.aside
  if (aside) return { reason: aside.reason, detail: aside.detail, ...(aside.part && { record: aside.part }) }
  return applied.superseded.length > 0 ? 'superseded' : 'applied'
}

/** An envelope that could not be read as a whole; its records are counted as they would have been then. */
async function replayBody(
  tx: InTenant,
  source: ApplyingSource,
  row: Row,
  options: Parameters<typeof applyEntries>[3] & { readonly now: () => number },
): Promise<Verdict> {
  const { rows } = await tx.query<{ header: Buffer; body: Buffer }>(
    'select header, body from envelope where tenant_id = $1 and source_id = $2 and epoch = $3 and seq = $4',
    [tx.tenantId, source.sourceId, row.epoch, row.seq],
  )
  if (!rows[0]) return { reason: 'missing', detail: 'the envelope is no longer in the log' }
  const { header, body } = rows[0]
  const { records, problem } = await readBody({ encoding: decodeHeader(header).encoding, bytes: body })
  if (problem) return problem
  const { epoch, seq, sentAt, receivedAt } = row
  const place = { epoch, seq, sentAt, receivedAt }
  const entries = records.flatMap((parsed, index): RecordEntry[] =>
    parsed.ok ? [{ ...place, record: parsed.record, index, isReplay: true }] : [],
  )
  const applied = await applyEntries(tx, source, entries, options)
  const malformed = records.flatMap((parsed, index) => (parsed.ok ? [] : [malformedLine(parsed, { ...place, index })]))
  const lines = [...malformed, ...applied.aside.map(asideLine)]
  const kept = await keepAside(tx, source, lines)
  const came = records.length + applied.aside.filter(({ part }) => part).length
  await countStage(tx, 'record', options.now(), {
    came,
    went: came - lines.length,
    aside: kept,
    refused: lines.length - kept,
  })
  return 'applied'
}

async function settle(tx: InTenant, row: Row, verdict: Verdict, now: number): Promise<void> {
  const at = new Date(now).toISOString()
  if (typeof verdict === 'string') {
    await tx.query('update set_aside set outcome = $3, replayed_at = $4 where tenant_id = $1 and set_aside_id = $2', [
      tx.tenantId,
      row.id,
      verdict,
      at,
    ])
    return
  }
  await tx.query(
    `update set_aside set reason = $3, detail = $4, record = coalesce($5::jsonb, record), replayed_at = $6
      where tenant_id = $1 and set_aside_id = $2`,
    [
      tx.tenantId,
      row.id,
      verdict.reason,
      verdict.detail.slice(0, 2000),
      verdict.record === undefined ? null : JSON.stringify(verdict.record),
      at,
    ],
  )
}
