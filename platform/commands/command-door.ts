import type { TenantTransaction } from '../contract/index.ts'
import { tell } from '../outbox/index.ts'
import type { Database } from '../store/index.ts'
import type { SignedCommand } from '../trust/index.ts'

/** The source that asks, as its signed request proved. */
export interface AskingSource {
  readonly tenantId: number
  readonly sourceId: number
  /** Public id. */
  readonly source: string
}

/** Where sources wait for commands. One per server process. */
export interface CommandDoor {
  /**
   * What is laid out for the source, at once where there is something, otherwise as soon as something comes, or nothing after `seconds`. What was delivered and
   * not answered is delivered again after a minute: a source does one id once.
   */
  take(source: AskingSource, seconds: number, stop?: AbortSignal): Promise<readonly SignedCommand[]>
  close(): Promise<void>
}

const mostSeconds = 60
const mostAtOnce = 20
const againAfter = '1 minute'
/** A notice can be lost with a connection; this is how long such a loss can stay unseen. */
const lookAgainMs = 10_000

export async function openCommandDoor(database: Database): Promise<CommandDoor> {
  const waiting = new Map<string, Set<() => void>>()
  const wakeAll = () => {
    for (const wakes of waiting.values()) for (const wake of wakes) wake()
  }
  const listening = await database.listen('holdfast_command', {
    notice: (source) => {
      for (const wake of waiting.get(source) ?? []) wake()
    },
    gap: wakeAll,
  })
  let closed = false
  return {
    async take(source, seconds, stop) {
      const until = performance.now() + Math.min(Math.max(seconds, 0), mostSeconds) * 1000
      const bell = hang(waiting, source.source)
      stop?.addEventListener('abort', bell.ring, { once: true })
      try {
        for (;;) {
          const found = await takeOnce(database, source)
          const left = until - performance.now()
          if (found.length > 0 || left <= 0 || closed || stop?.aborted) return found
          await bell.wait(Math.min(left, lookAgainMs))
        }
      } finally {
        stop?.removeEventListener('abort', bell.ring)
        bell.takeDown()
      }
    },
    async close() {
      closed = true
      wakeAll()
      await listening.close()
    },
  }
}

async function takeOnce(
  database: Database,
  { tenantId, sourceId, source }: AskingSource,
): Promise<readonly SignedCommand[]> {
  return database.asTenant(tenantId, async (transaction) => {
    const tx = transaction as unknown as TenantTransaction
    const { rows } = await tx.query<{ id: string; kind: string; text: string; signature: string; first: boolean }>(
      `update command c set state = case state when 'issued' then 'delivered' else state end,
              delivered_at = now(), deliveries = deliveries + 1
         from (select command_id from command
                where tenant_id = $1 and source_id = $2 and state in ('issued', 'delivered') and expires_at > now()
                  and (delivered_at is null or delivered_at < now() - $3::interval)
                order by command_id limit $4 for update skip locked) due
        where c.tenant_id = $1 and c.command_id = due.command_id
       returning c.public_id as id, c.kind, c.text, c.signature, c.deliveries = 1 as first`,
      [tenantId, sourceId, againAfter, mostAtOnce],
    )
    const first = rows.filter((row) => row.first)
    await tell(
      tx,
      ...first.map(({ id, kind }) => ({
        topic: 'command.changed',
        body: { command: id, source, kind, state: 'delivered' },
      })),
    )
    return rows.map(({ text, signature }) => ({ command: text, signature }))
  })
}

/** A bell for one waiter; it rings also between two waits. */
function hang(waiting: Map<string, Set<() => void>>, name: string) {
  let rung = false
  let go = () => {}
  const ring = () => {
    rung = true
    go()
  }
  const bells = waiting.get(name) ?? new Set()
  waiting.set(name, bells.add(ring))
  return {
    ring,
    async wait(ms: number): Promise<void> {
      if (!rung)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          go = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      go = () => {}
      rung = false
    },
    takeDown() {
      bells.delete(ring)
      if (bells.size === 0 && waiting.get(name) === bells) waiting.delete(name)
    },
  }
}
