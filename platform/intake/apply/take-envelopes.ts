import { type BodyEncoding, decodeBody, decodeHeader, EnvelopeError, type ParsedRecord } from '../../envelope/index.ts'
import type { InTenant } from '../in-tenant.ts'
import type { ApplyingSource } from './record-handler.ts'

/** A stored envelope, read; or why its body cannot be. */
export interface TakenEnvelope {
  readonly epoch: number
  readonly seq: number
  readonly sentAt: string
  readonly receivedAt: string
  readonly records: readonly ParsedRecord[]
  readonly problem?: { readonly reason: string; readonly detail: string }
}

/** What comes next of one source, locked for this transaction. */
export interface Taken {
  readonly source: ApplyingSource
  readonly envelopes: readonly TakenEnvelope[]
  /** Batches that are done with these envelopes; the last one may be done in part. */
  readonly batches: readonly { readonly id: number; readonly lastSeq: number }[]
  readonly more: boolean
}

const envelopesAtOnce = 64
/** Of packed bodies: a few inventories. A turn that takes long holds up the tenants behind it. */
const bytesAtOnce = 128 * 1024

/**
 * Takes the next envelopes of a source, in their order. `busy` when somebody else has it, undefined when nothing waits. A connection
 * that breaks gives everything back.
 */
export async function takeEnvelopes(
  tx: InTenant,
  sourceId: number,
  most = envelopesAtOnce,
): Promise<Taken | 'busy' | undefined> {
  const source = await lockSource(tx, sourceId)
  if (!source) return 'busy'
  const { rows } = await tx.query<{ id: number; epoch: number; firstSeq: number; lastSeq: number; receivedAt: string }>(
    {
      name: 'intake-next-batches',
      text: `select envelope_batch_id as id, epoch, first_seq as "firstSeq", last_seq as "lastSeq", received_at as "receivedAt"
             from envelope_batch where tenant_id = $1 and source_id = $2 order by envelope_batch_id limit ${envelopesAtOnce + 1}`,
      values: [tx.tenantId, sourceId],
    },
  )
  const [first] = rows
  if (!first) return undefined
  const batches = together(rows.slice(0, envelopesAtOnce), most)
  const until = Math.min(batches.at(-1)!.lastSeq, first.firstSeq + most - 1)
  const envelopes = await readEnvelopes(tx, sourceId, {
    epoch: first.epoch,
    from: first.firstSeq,
    until,
    at: first.receivedAt,
  })
  const reached = envelopes.at(-1)!.seq
  const done = batches.filter(({ firstSeq }) => firstSeq <= reached)
  return {
    source,
    envelopes,
    batches: done.map(({ id, lastSeq }) => ({ id, lastSeq })),
    more: rows.length > done.length || reached < done.at(-1)!.lastSeq,
  }
}

interface Batch {
  readonly id: number
  readonly epoch: number
  readonly firstSeq: number
  readonly lastSeq: number
  readonly receivedAt: string
}

/** The first batches that follow each other in one epoch, until `most` envelopes are reached; the first in any case. */
function together(batches: readonly Batch[], most: number): Batch[] {
  const taken: Batch[] = []
  let count = 0
  for (const batch of batches) {
    const last = taken.at(-1)
    if (last && (count >= most || batch.epoch !== last.epoch || batch.firstSeq !== last.lastSeq + 1)) break
    taken.push(batch)
    count += batch.lastSeq - batch.firstSeq + 1
  }
  return taken
}

/** Undefined when somebody else has it. */
async function lockSource(tx: InTenant, sourceId: number): Promise<ApplyingSource | undefined> {
  const { rows } = await tx.query<ApplyingSource>({
    name: 'intake-lock-source',
    text: `select s.source_id as "sourceId", s.public_id as source, s.kind, s.network_id as "networkId"
             from source_progress p join source s on s.tenant_id = p.tenant_id and s.source_id = p.source_id
            where p.tenant_id = $1 and s.tenant_id = $1 and p.source_id = $2 for no key update of p skip locked`,
    values: [tx.tenantId, sourceId],
  })
  return rows[0]
}

interface Row {
  readonly seq: number
  readonly header: Buffer
  readonly body: Buffer
  readonly receivedAt: string
}

async function readEnvelopes(
  tx: InTenant,
  sourceId: number,
  wanted: { epoch: number; from: number; until: number; at: string },
): Promise<TakenEnvelope[]> {
  const { rows } = await tx.query<Row>({
    name: 'intake-read-envelopes',
    text: `select seq, header, body, received_at as "receivedAt" from (
             select *, sum(octet_length(body)) over (order by seq) - octet_length(body) as before from envelope
              where tenant_id = $1 and source_id = $2 and epoch = $3 and seq between $4 and $5) wanted
            where before < ${bytesAtOnce} order by seq`,
    values: [tx.tenantId, sourceId, wanted.epoch, wanted.from, wanted.until],
  })
  const found = new Map(rows.map((row) => [row.seq, row]))
  const last = rows.at(-1)?.seq ?? wanted.from
  const envelopes: TakenEnvelope[] = []
  for (let seq = wanted.from; seq <= last; seq++) envelopes.push(await readEnvelope(wanted, seq, found.get(seq)))
  return envelopes
}

async function readEnvelope(
  wanted: { epoch: number; at: string },
  seq: number,
  row: Row | undefined,
): Promise<TakenEnvelope> {
  const place = { epoch: wanted.epoch, seq }
  if (!row) {
    // Only hands on the database do that; the stream must go on all the same.
    const problem = { reason: 'missing', detail: 'the envelope is no longer in the log' }
    return { ...place, sentAt: wanted.at, receivedAt: wanted.at, records: [], problem }
  }
  const { sentAt, encoding } = decodeHeader(row.header)
  const read = await readBody({ encoding, bytes: row.body })
  return { ...place, sentAt, receivedAt: row.receivedAt, ...read }
}

/** Reads a body that was stored; what is wrong with it is told, not thrown. */
export async function readBody(body: {
  readonly encoding: BodyEncoding
  readonly bytes: Uint8Array
}): Promise<Pick<TakenEnvelope, 'records' | 'problem'>> {
  try {
    return { records: await decodeBody(body) }
  } catch (error) {
    if (!(error instanceof EnvelopeError)) throw error
    return { records: [], problem: { reason: error.fault, detail: error.message } }
  }
}
