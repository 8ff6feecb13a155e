import { setTimeout as sleep } from 'node:timers/promises'
import type { Database, TransactionScope } from '../store/index.ts'

/** A change as it is told on. */
export interface OutboxMessage {
  readonly kind: 'message'
  /** Grows by one per message of the tenant; the place to resume from. */
  readonly seq: number
  readonly topic: string
  readonly body: unknown
  readonly at: string
}

/** `anew`: messages after the asked place are no longer kept, or never were; look at everything again and go on from `seq`. */
export type Followed = OutboxMessage | { readonly kind: 'anew'; readonly seq: number }

export interface FollowOptions {
  readonly tenantId: number
  /** The last number that is known; `now` for what comes from here on. */
  readonly after: number | 'now'
  /** Topics to hear, or beginnings of them that end in a dot: `finding.`. All when absent. */
  readonly topics?: readonly string[]
  /** Of somebody who hears only what is about what they see. */
  readonly scope?: TransactionScope | undefined
  readonly signal: AbortSignal
}

const page = 500
/** Notices can be lost with a connection; this is how long such a loss can stay unseen. */
const lookAgainMs = 5000

/** Gives the messages of a tenant in their order, each once, and waits for more until the signal comes. Survives a database that was away. */
export async function* follow(database: Database, options: FollowOptions): AsyncGenerator<Followed, void, undefined> {
  const { tenantId, topics, scope, signal } = options
  const bell = new Bell()
  const look = () => bell.ring()
  signal.addEventListener('abort', look, { once: true })
  const listening = await database.listen('holdfast_outbox', {
    notice: (payload) => payload === String(tenantId) && look(),
    gap: look,
  })
  try {
    let after = options.after
    while (!signal.aborted) {
      const found = await read(database, tenantId, after, topics, scope)
      if (!found) {
        await sleep(1000, undefined, { signal }).catch(() => {})
        continue
      }
      if (found.anew) yield { kind: 'anew', seq: found.seq }
      for (const message of found.messages) {
        if (signal.aborted) return
        yield message
      }
      after = found.seq
      if (!found.more) await bell.wait(lookAgainMs)
    }
  } finally {
    signal.removeEventListener('abort', look)
    await listening.close()
  }
}

interface Found {
  readonly messages: readonly OutboxMessage[]
  /** The place up to which everything was looked at. */
  readonly seq: number
  readonly anew: boolean
  readonly more: boolean
}

/** Undefined while the database is away. */
async function read(
  database: Database,
  tenantId: number,
  after: number | 'now',
  topics: readonly string[] | undefined,
  scope: TransactionScope | undefined,
): Promise<Found | undefined> {
  try {
    return await database.asTenant(
      tenantId,
      async (tx) => {
        const head = await tx.first<{ seq: number; dropped: number }>(
          'select seq, dropped from outbox_head where tenant_id = $1',
          [tenantId],
        )
        const last = head?.seq ?? 0
        if (after === 'now') return { messages: [], seq: last, anew: false, more: false }
        // Behind what is kept, or ahead of what was ever told, as after a restore.
        if (after < (head?.dropped ?? 0) || after > last) return { messages: [], seq: last, anew: true, more: false }
        const { rows } = await tx.query<OutboxMessage & { heard: boolean }>(
          `select 'message' as kind, seq, topic, body, at,
                  $4::text[] is null or exists (select from unnest($4::text[]) as wanted (topic)
                    where outbox.topic = wanted.topic or (right(wanted.topic, 1) = '.' and starts_with(outbox.topic, wanted.topic))) as heard
             from outbox where tenant_id = $1 and seq > $2 and seq <= $3 order by seq limit ${page}`,
          [tenantId, after, last, topics ?? null],
        )
        const more = rows.length === page
        const seq = more ? (rows.at(-1)?.seq ?? last) : last
        const messages = rows.filter(({ heard }) => heard).map(({ heard: _, ...message }) => message)
        return { messages, seq, anew: false, more }
      },
      { readOnly: true, isolation: 'repeatable read', scope },
    )
  } catch {
    return undefined
  }
}

/** Lets one waiter go on; a ring that nobody waits for counts for the next wait. */
class Bell {
  #rung = false
  #go: (() => void) | undefined

  ring() {
    this.#rung = true
    this.#go?.()
  }

  async wait(mostMs: number): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, mostMs)
        this.#go = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.#go = undefined
    this.#rung = false
  }
}
