import { setTimeout as sleep } from 'node:timers/promises'
import type { TenantTransaction } from '../../contract/index.ts'
import { jobsPart } from '../../jobs/index.ts'
import { outboxPart } from '../../outbox/index.ts'
import { testDatabase } from '../../store/testing/index.ts'
import { SecretBox } from '../../trust/index.ts'
import {
  createChannel,
  EgressGuard,
  enqueue,
  type MailServer,
  type NewChannel,
  notifyPart,
  readDelivery,
  startDelivering,
} from '../index.ts'
import { sampleMessage } from './sample-message.ts'

/** A database with channels, and what brings messages through them. */
export async function notifyInstallation(t: { after(fn: () => unknown): void }) {
  const { database, access, admin, tenant } = await testDatabase(t, { parts: [jobsPart, outboxPart, notifyPart] })
  const box = new SecretBox(Buffer.alloc(32, 3))
  const inTenant = <T>(id: number, work: (tx: TenantTransaction) => Promise<T>) =>
    database.asTenant(id, (tx) => work(tx as unknown as TenantTransaction))
  const writer = () => ({ box, by: 'per_x', now: Date.now() })
  const errors: unknown[] = []
  const start = (
    options: { mail?: MailServer; leaseSeconds?: number; networks?: string; random?: () => number } = {},
  ) => {
    const { mail, networks = '127.0.0.0/8, ::1', ...rest } = options
    return startDelivering({
      database,
      box,
      guard: EgressGuard.of(networks),
      mail,
      server: () => 'https://holdfast.test',
      host: 'test-host',
      version: '0',
      pollMs: 20,
      onError: (error) => errors.push(error),
      ...rest,
    })
  }
  return {
    database,
    access,
    admin,
    tenant,
    box,
    inTenant,
    start,
    errors,
    channel: (id: number, channel: NewChannel) => inTenant(id, (tx) => createChannel(tx, channel, writer())),
    async send(id: number, channel: string, kind: 'message' | 'test' = 'message', summary = sampleMessage.summary) {
      return inTenant(id, async (tx) => {
        const { rows } = await tx.query<{ id: number }>(
          'select channel_id as id from notify_channel where tenant_id = $1 and public_id = $2',
          [id, channel],
        )
        const body = { ...sampleMessage, summary }
        const made = await enqueue(tx, { origin: 'alr_1', body, channelIds: [rows[0]!.id], kind, now: Date.now() })
        return made.deliveries[0]!
      })
    },
    delivery: async (id: number, delivery: string) => (await inTenant(id, (tx) => readDelivery(tx, delivery)))!,
    /** As if so much time had passed for everything that waits. */
    async pass(id: number, interval: string) {
      await admin.query(
        `update holdfast.notify_delivery set next_at = next_at - $2::interval, created_at = created_at - $2::interval,
                give_up_at = give_up_at - $2::interval where tenant_id = $1 and state in ('waiting', 'sending')`,
        [id, interval],
      )
      await admin.query(
        'update holdfast.notify_channel set not_before = not_before - $2::interval where tenant_id = $1',
        [id, interval],
      )
    },
    async until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
      for (let waited = 0; !(await holds()); waited++) {
        if (waited > 2000) throw new Error(`waited in vain for: ${what}; ${errors.map(String).join('; ')}`)
        await sleep(10)
      }
    },
  }
}
