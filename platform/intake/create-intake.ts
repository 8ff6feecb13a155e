import {
  type BatchAnswer,
  type EnrolmentAnswer,
  type EnrolmentRequest,
  type EpochAnswer,
  type EpochRequest,
  type HeartbeatAnswer,
  type HeartbeatRequest,
  type RequestToSign,
  readRequestClaim,
  toInstant,
  verifyRequest,
} from '../envelope/index.ts'
import type { Database } from '../store/index.ts'
import { IntakeError } from './intake-error.ts'
import { AppendQueue } from './receive/append-queue.ts'
import { Backlog } from './receive/backlog.ts'
import { openDelivery } from './receive/open-delivery.ts'
import { Ring } from './receive/ring.ts'
import { enrol } from './sources/enrol.ts'
import { type HeartbeatHook, heartbeat } from './sources/heartbeat.ts'
import { openEpoch } from './sources/open-epoch.ts'
import { type DirectoryEntry, SourceDirectory } from './sources/source-directory.ts'
import { readTimeline } from './timeline.ts'

export interface IntakeOptions {
  /** What sources are told to trust, as of now. */
  readonly trust: () => unknown
  /** Milliseconds since 1970; the system's clock unless told. */
  readonly now?: () => number
  /** Envelopes of one tenant that may wait to be applied; 4096 unless told. */
  readonly mostWaiting?: number
  /** What is added to the answer to each sign of life. */
  readonly onHeartbeat?: HeartbeatHook
}

/** A source whose request is proven to be its own. */
export interface AuthenticSource extends DirectoryEntry {
  readonly offsetMs: number
}

/** The receiving side of the server. All methods may throw IntakeError, and StoreError while the database is away. */
export interface Intake {
  /** Takes in a new source. */
  enrol(request: EnrolmentRequest): Promise<EnrolmentAnswer>
  /** Checks the headers of a signed request. Throws `malformed`, `unknown-source`, `revoked`, `wrong-signature`, `outside-window`. */
  authenticate(
    request: RequestToSign & { readonly headers: Readonly<Record<string, string | string[] | undefined>> },
  ): Promise<AuthenticSource>
  heartbeat(source: AuthenticSource, request: HeartbeatRequest): Promise<HeartbeatAnswer>
  openEpoch(source: AuthenticSource, request: EpochRequest): Promise<EpochAnswer>
  /**
   * Takes a batch. `source` is the public id that the request names; the envelopes prove it themselves. Resolves when what
   * is answered as `stored` is on disk. Throws `unknown-source`, `revoked`, `malformed`, `too-large`, `backlog`.
   */
  receive(source: string, batch: Uint8Array): Promise<BatchAnswer>
  close(): Promise<void>
}

/** How long another timeline can stay unnoticed. */
const timelineMs = 1000

/** Opens the intake; it hears of revoked sources by itself. */
export async function createIntake(database: Database, options: IntakeOptions): Promise<Intake> {
  const now = options.now ?? Date.now
  const directory = new SourceDirectory(database, now)
  const queue = new AppendQueue(database)
  const backlog = new Backlog(database, options.mostWaiting)
  const ring = new Ring(database)
  const listening = await database.listen('holdfast_source', {
    notice: (source) => directory.forget(source),
    gap: () => directory.forget(),
  })
  let timeline = { id: await readTimeline(database), readAt: performance.now() }
  const currentTimeline = async () => {
    if (performance.now() - timeline.readAt > timelineMs)
      timeline = { id: await readTimeline(database), readAt: performance.now() }
    return timeline.id
  }
  return {
    enrol: async (request) => enrol(database, request, { now: now(), trust: options.trust }),
    async authenticate({ headers, ...request }) {
      const claim = readRequestClaim(headers)
      if (!claim)
        throw new IntakeError('malformed', 'The request is not signed: it needs Holdfast-Source, -Time and -Signature.')
      const entry = await directory.find(claim.source)
      const verdict = verifyRequest(request, claim, entry.publicKey, now())
      if (verdict.ok) return { ...entry, offsetMs: verdict.offsetMs }
      if (verdict.reason === 'wrong-signature')
        throw new IntakeError('wrong-signature', 'The request is not signed by the key of the source.')
      const seconds = Math.round(verdict.offsetMs / 1000)
      throw new IntakeError('outside-window', `The clock of the source is off by ${seconds} s.`, verdict.offsetMs)
    },
    heartbeat: (source, request) =>
      heartbeat(database, source, request, { now: now(), offsetMs: source.offsetMs, hook: options.onHeartbeat }),
    openEpoch: (source, request) => openEpoch(database, source, request, { now: now(), offsetMs: source.offsetMs }),
    async receive(source, batch) {
      const entry = await directory.find(source)
      backlog.refuseAtOnce(entry.tenantId)
      const delivery = openDelivery(entry, batch, now())
      await backlog.admit(entry.tenantId, { envelopes: delivery.received.length, bytes: batch.length })
      const answer = await queue.append(delivery)
      if (answer instanceof IntakeError) {
        directory.forget(source)
        throw answer
      }
      if (answer.some(({ status }) => status === 'stored')) ring.ring()
      return { timeline: await currentTimeline(), serverTime: toInstant(now()), outcomes: answer }
    },
    async close() {
      ring.close()
      await listening.close()
    },
  }
}
