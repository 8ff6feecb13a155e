import type { EnvelopeOutcome, FramedEnvelope, OpenedEnvelope } from '../../envelope/index.ts'
import { toInstant } from '../../envelope/index.ts'
import type { InTenant } from '../in-tenant.ts'
import { IntakeError } from '../intake-error.ts'
import { countStage } from '../ledger/count-stage.ts'
import type { DirectoryEntry } from '../sources/source-directory.ts'
import { placeEnvelope } from './place-envelope.ts'

/** An envelope of a POST: proven to come from its source, or refused before the database was asked. */
export type Received =
  | { readonly framed: FramedEnvelope; readonly opened: OpenedEnvelope }
  | { readonly refused: Extract<EnvelopeOutcome, { status: 'refused' }> }

/** One POST. */
export interface Delivery {
  readonly source: DirectoryEntry
  readonly batch: Uint8Array
  readonly received: readonly Received[]
  readonly at: number
}

interface Stream {
  readonly sourceId: number
  readonly epoch: number
  isLatest: boolean
  lastSeq: number
  lastDigest: string
  readonly stored: Map<number, string>
}

interface Placed {
  readonly delivery: Delivery
  readonly framed: FramedEnvelope
  readonly opened: OpenedEnvelope
  /** Of the batch in what is sent to the database. */
  readonly offset: number
}

/**
 * Appends the deliveries of one tenant to the log, in one transaction that is on disk when it ends. Answers for each delivery with
 * the outcomes of its envelopes, or with the error that refuses it as a whole.
 */
export async function appendDeliveries(
  tx: InTenant,
  deliveries: readonly Delivery[],
): Promise<(readonly EnvelopeOutcome[] | IntakeError)[]> {
  const streams = await lockStreams(tx, deliveries)
  await readStored(tx, deliveries, streams)
  const stored: Placed[] = []
  const conflicts: Placed[] = []
  let offset = 0
  const answers = deliveries.map((delivery) => {
    const start = offset
    offset += delivery.batch.length
    if (streams.revoked.has(delivery.source.sourceId))
      return new IntakeError('revoked', 'This source has been revoked.')
    return delivery.received.map((each) => {
      if ('refused' in each) return each.refused
      const { header, headerDigest } = each.opened
      const stream = streams.find(delivery.source.sourceId, header.epoch)
      const outcome = placeEnvelope(stream, { ...header, headerDigest }, stream?.stored.get(header.seq))
      const placed = { delivery, ...each, offset: start }
      if (outcome.status === 'conflict') conflicts.push(placed)
      if (outcome.status === 'stored' && stream) {
        stream.lastSeq = header.seq
        stream.lastDigest = headerDigest
        stream.stored.set(header.seq, headerDigest)
        stored.push(placed)
      }
      return outcome
    })
  })
  const bytes = stored.length + conflicts.length > 0 ? concatenate(deliveries) : Buffer.alloc(0)
  if (stored.length > 0) await store(tx, bytes, stored)
  if (conflicts.length > 0) await keepConflicts(tx, bytes, conflicts)
  await count(tx, deliveries, answers)
  return answers
}

interface LockedStreams {
  readonly revoked: ReadonlySet<number>
  find(sourceId: number, epoch: number): Stream | undefined
}

async function lockStreams(tx: InTenant, deliveries: readonly Delivery[]): Promise<LockedStreams> {
  const wanted = new Map<string, readonly [number, number]>()
  for (const { source, received } of deliveries) {
    for (const each of received) {
      if ('opened' in each)
        wanted.set(`${source.sourceId}:${each.opened.header.epoch}`, [source.sourceId, each.opened.header.epoch])
    }
  }
  const pairs = [...wanted.values()]
  const { rows } = await tx.query<Omit<Stream, 'stored'> & { status: string }>({
    name: 'intake-lock-streams',
    // An administrator may have made commits lazy for everything else.
    text: `select s.source_id as "sourceId", s.epoch, s.last_seq as "lastSeq", encode(s.last_digest, 'hex') as "lastDigest", src.status,
                  not exists (select from stream later where later.tenant_id = $1 and later.source_id = s.source_id and later.epoch > s.epoch) as "isLatest",
                  case when current_setting('synchronous_commit') = 'off' then set_config('synchronous_commit', 'on', true) end as lasting
             from stream s join source src on src.tenant_id = s.tenant_id and src.source_id = s.source_id
            where s.tenant_id = $1 and src.tenant_id = $1
              and (s.source_id, s.epoch) in (select * from unnest($2::bigint[], $3::bigint[]))
            order by s.source_id, s.epoch for no key update of s`,
    values: [tx.tenantId, pairs.map(([sourceId]) => sourceId), pairs.map(([, epoch]) => epoch)],
  })
  const streams = new Map(
    // The last one is known without reading; others may be stored after it before it comes once more.
    rows.map((row) => [`${row.sourceId}:${row.epoch}`, { ...row, stored: new Map([[row.lastSeq, row.lastDigest]]) }]),
  )
  return {
    revoked: new Set(rows.filter(({ status }) => status !== 'active').map(({ sourceId }) => sourceId)),
    find: (sourceId, epoch) => streams.get(`${sourceId}:${epoch}`),
  }
}

/** Reads the digests of what is stored under numbers that come once more. */
async function readStored(tx: InTenant, deliveries: readonly Delivery[], streams: LockedStreams): Promise<void> {
  const again: (readonly [number, number, number])[] = []
  for (const { source, received } of deliveries) {
    for (const each of received) {
      if (!('opened' in each)) continue
      const { epoch, seq } = each.opened.header
      const stream = streams.find(source.sourceId, epoch)
      if (stream && seq < stream.lastSeq) again.push([source.sourceId, epoch, seq])
    }
  }
  if (again.length === 0) return
  const { rows } = await tx.query<{ source_id: number; epoch: number; seq: number; digest: string }>(
    `select source_id, epoch, seq, encode(digest, 'hex') as digest from envelope
      where tenant_id = $1 and (source_id, epoch, seq) in (select * from unnest($2::bigint[], $3::bigint[], $4::bigint[]))`,
    [tx.tenantId, ...columns(again)],
  )
  for (const { source_id, epoch, seq, digest } of rows) streams.find(source_id, epoch)?.stored.set(seq, digest)
}

/** The bytes of the POSTs as they came; the database cuts headers, signatures and bodies out of them itself. */
function concatenate(deliveries: readonly Delivery[]): Buffer {
  const batches = deliveries.map(({ batch }) => batch)
  const [only] = batches
  if (batches.length === 1 && only) return Buffer.from(only.buffer, only.byteOffset, only.byteLength)
  return Buffer.concat(batches)
}

const unnested = `unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::int[], $10::int[], $11::int[])
         as e (source_id, epoch, seq, digest, sent_at, received_at, place, header, body)`
const pieces = `decode(e.digest, 'hex') as digest, substring($2::bytea from e.place for e.header) as header,
       substring($2::bytea from e.place + e.header for 64) as signature,
       substring($2::bytea from e.place + e.header + 64 for e.body) as body`

function pieceValues(tx: InTenant, bytes: Buffer, placed: readonly Placed[]): unknown[] {
  return [
    tx.tenantId,
    bytes,
    placed.map(({ delivery }) => delivery.source.sourceId),
    placed.map(({ opened }) => opened.header.epoch),
    placed.map(({ opened }) => opened.header.seq),
    placed.map(({ opened }) => opened.headerDigest),
    placed.map(({ opened }) => opened.header.sentAt),
    placed.map(({ delivery }) => toInstant(delivery.at)),
    // Counted from one, as in SQL.
    placed.map(({ offset, framed }) => offset + framed.at + 1),
    placed.map(({ framed }) => framed.header.length),
    placed.map(({ framed }) => framed.body.length),
  ]
}

async function store(tx: InTenant, bytes: Buffer, placed: readonly Placed[]): Promise<void> {
  const runs = runsOf(placed)
  await tx.query({
    name: 'intake-store',
    text: `with stored as (
       insert into envelope (tenant_id, source_id, epoch, seq, sent_at, received_at, digest, header, signature, body)
       select $1, e.source_id, e.epoch, e.seq, e.sent_at::timestamptz, e.received_at::timestamptz, ${pieces} from ${unnested}
     ), run as (
       select * from unnest($12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::text[], $17::text[]) with ordinality
         as r (source_id, epoch, first_seq, last_seq, last_digest, received_at, place)
     ), queued as (
       insert into envelope_batch (tenant_id, source_id, epoch, first_seq, last_seq, received_at)
       select $1, source_id, epoch, first_seq, last_seq, received_at::timestamptz from run order by place
     )
     update stream s set last_seq = r.last_seq, last_digest = decode(r.last_digest, 'hex')
       from (select distinct on (source_id, epoch) * from run order by source_id, epoch, last_seq desc) r
      where s.tenant_id = $1 and s.source_id = r.source_id and s.epoch = r.epoch`,
    values: [
      ...pieceValues(tx, bytes, placed),
      runs.map(({ first }) => first.delivery.source.sourceId),
      runs.map(({ first }) => first.opened.header.epoch),
      runs.map(({ first }) => first.opened.header.seq),
      runs.map(({ last }) => last.opened.header.seq),
      runs.map(({ last }) => last.opened.headerDigest),
      runs.map(({ last }) => toInstant(last.delivery.at)),
    ],
  })
}

/** What of one delivery follows each other without a hole. */
function runsOf(placed: readonly Placed[]): { first: Placed; last: Placed }[] {
  const runs: { first: Placed; last: Placed }[] = []
  for (const each of placed) {
    const run = runs.at(-1)
    const goesOn =
      run?.last.delivery === each.delivery &&
      run.last.opened.header.epoch === each.opened.header.epoch &&
      run.last.opened.header.seq + 1 === each.opened.header.seq
    if (run && goesOn) run.last = each
    else runs.push({ first: each, last: each })
  }
  return runs
}

/** As many as show what happened; a source that goes on would fill the disk. */
const conflictsKept = 100

async function keepConflicts(tx: InTenant, bytes: Buffer, placed: readonly Placed[]): Promise<void> {
  await tx.query(
    `insert into envelope_conflict (tenant_id, source_id, epoch, seq, received_at, digest, header, signature, body)
     select $1, e.source_id, e.epoch, e.seq, e.received_at::timestamptz, ${pieces} from ${unnested}
      where (select count(*) from envelope_conflict c where c.tenant_id = $1 and c.source_id = e.source_id) < ${conflictsKept}
     on conflict (tenant_id, source_id, epoch, seq, digest) do nothing`,
    pieceValues(tx, bytes, placed),
  )
}

async function count(
  tx: InTenant,
  deliveries: readonly Delivery[],
  answers: readonly (readonly EnvelopeOutcome[] | IntakeError)[],
): Promise<void> {
  const outcomes = answers.flatMap((answer) => (answer instanceof IntakeError ? [] : answer))
  const of = (status: EnvelopeOutcome['status']) => outcomes.filter((outcome) => outcome.status === status).length
  await countStage(tx, 'receive', deliveries[0]!.at, {
    came: outcomes.length,
    went: of('stored'),
    aside: of('conflict'),
    repeated: of('duplicate'),
    early: of('out-of-order'),
    refused: of('refused'),
    bytes: deliveries.reduce((sum, { batch }) => sum + batch.length, 0),
  })
}

function columns(rows: readonly (readonly [number, number, number])[]): [number[], number[], number[]] {
  return [rows.map((row) => row[0]), rows.map((row) => row[1]), rows.map((row) => row[2])]
}
