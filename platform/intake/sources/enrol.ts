import { defaultNetwork } from '../../assets/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import {
  type EnrolmentAnswer,
  type EnrolmentRequest,
  EnvelopeError,
  isInstant,
  limits,
  readPublicKey,
  toInstant,
  verifyEnrolment,
} from '../../envelope/index.ts'
import { tell } from '../../outbox/index.ts'
import { type Database, newPublicId } from '../../store/index.ts'
import { inTenant } from '../in-tenant.ts'
import { IntakeError } from '../intake-error.ts'
import { digestOfKey } from './activation-key.ts'
import { messageProblem } from './message-schema.ts'
import { openStream } from './open-epoch.ts'
import { isClone } from './source-run.ts'
import { keepState } from './source-state.ts'

interface KeyRow {
  readonly tenant_id: number
  readonly activation_key_id: number
  readonly network_id: number | null
}

/**
 * Takes in a new source. The same public key again gets the same answer, so that a lost answer can be asked for anew.
 * Throws IntakeError `malformed`, `wrong-signature`, `outside-window`, `activation-key`.
 */
export async function enrol(
  database: Database,
  request: EnrolmentRequest,
  options: { readonly now: number; readonly trust: () => unknown },
): Promise<EnrolmentAnswer> {
  const at = toInstant(options.now)
  checkRequest(request, options.now)
  const key = await findKey(database, request.activationKey, at)
  const { source, stream } = await inTenant(database, key.tenant_id, async (tx) => {
    const known = await findEnrolled(tx, key, request.publicKey)
    const entry = known ?? (await newSource(tx, key, request, at))
    if (!known) await tell(tx, { topic: 'source.new', body: { source: entry.source, name: request.name } })
    await keepState(tx, entry.sourceId, { ...request, at })
    await isClone(tx, entry, request.run, { at, graceMs: 0 })
    const opened = await openStream(tx, entry.sourceId, { now: options.now, because: 'enrolment', claimed: null })
    return { source: entry.source, stream: opened }
  })
  return { source, epoch: stream.epoch, timeline: stream.timeline, serverTime: at, trust: options.trust() }
}

function checkRequest(request: EnrolmentRequest, now: number): void {
  const problem = messageProblem('enrolment', request)
  if (problem) throw new IntakeError('malformed', `The enrolment is malformed: ${problem}.`)
  if (!isInstant(request.time)) throw new IntakeError('malformed', 'The enrolment is malformed: /time is no instant.')
  const offset = Date.parse(request.time) - now
  let isProven: boolean
  try {
    isProven = verifyEnrolment(request, request.proof, readPublicKey(request.publicKey))
  } catch (error) {
    if (error instanceof EnvelopeError)
      throw new IntakeError('malformed', `The enrolment is malformed: ${error.message}.`)
    throw error
  }
  if (!isProven) throw new IntakeError('wrong-signature', 'The enrolment is not signed by the key it names.')
  if (Math.abs(offset) > limits.requestWindowMs)
    throw new IntakeError('outside-window', `The clock of the source is off by ${Math.round(offset / 1000)} s.`, offset)
}

async function findKey(database: Database, activationKey: string, at: string): Promise<KeyRow> {
  const row = await database.asPlatform(
    (tx) =>
      tx.first<KeyRow>(
        `select k.tenant_id, k.activation_key_id, k.network_id
           from activation_key k join tenant t on t.id = k.tenant_id
          where k.digest = $1 and k.revoked_at is null and k.disabled_at is null and (k.expires_at is null or k.expires_at > $2) and t.state = 'active'`,
        [digestOfKey(activationKey), at],
      ),
    { readOnly: true },
  )
  if (!row) throw refusedKey()
  return row
}

/** One message for all causes: nobody learns by trying which keys exist. */
function refusedKey(): IntakeError {
  return new IntakeError(
    'activation-key',
    'The activation key is unknown, expired, disabled, revoked or used up. Make a new one.',
  )
}

interface Enrolled {
  readonly source: string
  readonly sourceId: number
}

async function findEnrolled(tx: TenantTransaction, key: KeyRow, publicKey: string): Promise<Enrolled | undefined> {
  const { rows } = await tx.query<Enrolled & { status: string }>(
    `select public_id as source, source_id as "sourceId", status from source where tenant_id = $1 and public_key = $2`,
    [key.tenant_id, publicKey],
  )
  if (rows[0] && rows[0].status !== 'active')
    throw new IntakeError('revoked', 'This source has been revoked: make a new key.')
  return rows[0]
}

async function newSource(tx: TenantTransaction, key: KeyRow, request: EnrolmentRequest, at: string): Promise<Enrolled> {
  const used = await tx.query(
    `update activation_key set uses = uses + 1, last_used_at = $3
      where tenant_id = $1 and activation_key_id = $2 and (source_limit is null or uses < source_limit)
        and revoked_at is null and disabled_at is null and (expires_at is null or expires_at > $3)`,
    [key.tenant_id, key.activation_key_id, at],
  )
  if (used.rowCount === 0) throw refusedKey()
  await withinQuota(tx, key.tenant_id)
  const source = newPublicId('src')
  const { rows } = await tx.query<{ source_id: number }>(
    `with made as (
       insert into source (tenant_id, public_id, kind, name, public_key, network_id, activation_key_id, enrolled_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning source_id
     ), progress as (
       insert into source_progress (tenant_id, source_id) select $1, source_id from made
     )
     select source_id from made`,
    [
      key.tenant_id,
      source,
      request.kind,
      request.name,
      request.publicKey,
      key.network_id ?? (await defaultNetwork(tx)),
      key.activation_key_id,
      at,
    ],
  )
  return { source, sourceId: rows[0]!.source_id }
}

/** A provider may bound what a tenant has. Two that come at once wait for each other, so that they do not both get the last place. Throws IntakeError `activation-key`. */
async function withinQuota(tx: TenantTransaction, tenantId: number): Promise<void> {
  const { rows: bound } = await tx.query<{ sources: number | null; assets: number | null; bytes: number | null }>(
    `select (settings #>> '{quota,sources,hard}')::int as sources, (settings #>> '{quota,assets,hard}')::int as assets,
            (settings #>> '{quota,bytes,hard}')::bigint as bytes
       from tenant where id = $1 and settings ? 'quota'`,
    [tenantId],
  )
  if (!bound[0]) return
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('quota ' || $1::text, 0))`, [tenantId])
  const { rows } = await tx.query<{ sources: number; assets: number }>(
    `select (select count(*)::int from source where tenant_id = $1 and status = 'active') as sources,
            (select count(*)::int from asset where tenant_id = $1 and merged_into is null) as assets`,
    [tenantId],
  )
  const { bytes } = bound[0]
  if (bytes !== null) {
    const usage = await tx.query<{ bytes: number }>('select bytes from tenant_usage where tenant_id = $1', [tenantId])
    const used = usage.rows[0]?.bytes ?? 0
    if (used >= bytes)
      throw new IntakeError(
        'activation-key',
        `This tenant keeps about ${used} bytes of ${bytes}: nothing more can enrol. What is enrolled goes on. Ask the provider for more, or keep less.`,
      )
  }
  for (const what of ['sources', 'assets'] as const) {
    const most = bound[0][what]
    if (most === null || rows[0]![what] < most) continue
    throw new IntakeError(
      'activation-key',
      `This tenant may have ${most} ${what} and has ${rows[0]![what]}: nothing more can enrol. Ask the provider for more, or revoke what is gone.`,
    )
  }
}
