import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TenantTransaction } from '../contract/index.ts'
import { testDatabase } from '../store/testing/index.ts'
import { dropOldMessages, type Followed, follow, outboxPart, tell } from './index.ts'

const { database, tenant } = await testDatabase({ after }, { parts: [outboxPart] })

const inTenant = <T>(id: number, work: (tx: TenantTransaction) => Promise<T>) =>
  database.asTenant(id, (tx) => work(tx as unknown as TenantTransaction))
const say = (id: number, ...numbers: number[]) =>
  inTenant(id, (tx) => tell(tx, ...numbers.map((n) => ({ topic: n % 2 ? 'odd.said' : 'even.said', body: { n } }))))

async function hear(tenantId: number, from: number | 'now', count: number, topics?: string[]): Promise<Followed[]> {
  const heard: Followed[] = []
  const stop = new AbortController()
  const options = { tenantId, after: from, signal: stop.signal, ...(topics && { topics }) }
  for await (const message of follow(database, options)) {
    heard.push(message)
    if (heard.length >= count) stop.abort()
  }
  return heard
}
const bodies = (heard: Followed[]) => heard.map((each) => each.kind === 'message' && (each.body as { n: number }).n)
const seqs = (heard: Followed[]) => heard.map(({ seq }) => seq)

test('what is told is heard in its order, each message once', async () => {
  const id = await tenant()
  await say(id, 1, 2, 3)
  await say(id, 4)
  const heard = await hear(id, 0, 4)
  assert.deepEqual(bodies(heard), [1, 2, 3, 4])
  assert.deepEqual(seqs(heard), [1, 2, 3, 4])
  assert.deepEqual(bodies(await hear(id, 2, 2)), [3, 4])
})

test('a follower hears what comes while it waits, of its tenant and topics only', async () => {
  const id = await tenant()
  const other = await tenant()
  await say(id, 100)
  const heard = hear(id, 'now', 2, ['odd.'])
  await sleep(50)
  await say(other, 1, 3)
  await say(id, 2, 5)
  await say(id, 7)
  assert.deepEqual(bodies(await heard), [5, 7])
})

test('what is undone is never heard and leaves no hole', async () => {
  const id = await tenant()
  await assert.rejects(
    inTenant(id, async (tx) => {
      await tell(tx, { topic: 'odd.said', body: { n: 1 } })
      throw new Error('no')
    }),
  )
  await say(id, 2)
  assert.deepEqual(seqs(await hear(id, 0, 1)), [1])
})

test('numbers follow the order of commits, not of telling: a reader never misses a slow one', async () => {
  const id = await tenant()
  let slowTold = () => {}
  const told = new Promise<void>((resolve) => {
    slowTold = resolve
  })
  const slow = inTenant(id, async (tx) => {
    await tell(tx, { topic: 'slow.said', body: { n: 1 } })
    slowTold()
    await sleep(150)
  })
  await told
  await say(id, 2)
  const first = await hear(id, 0, 1)
  await slow
  assert.deepEqual(bodies([...first, ...(await hear(id, first[0]!.seq, 1))]), [2, 1])
})

test('many writers and a reader at the same time: everything is heard once, without a hole', async () => {
  const id = await tenant()
  const heard = hear(id, 0, 200)
  await Promise.all(
    Array.from({ length: 20 }, async (_, writer) => {
      for (let n = 0; n < 5; n++) await say(id, writer * 10 + n * 2, writer * 10 + n * 2 + 1)
    }),
  )
  assert.deepEqual(
    seqs(await heard),
    Array.from({ length: 200 }, (_, index) => index + 1),
  )
})

test('who comes from too far behind, or from ahead, is told to start anew', async () => {
  const id = await tenant()
  await say(id, 1, 2, 3)
  await sleep(5)
  assert.equal(await dropOldMessages(database, new Date(), 0), 3 + (await leftovers()))
  await say(id, 4)
  assert.deepEqual(await hear(id, 1, 1), [{ kind: 'anew', seq: 4 }])
  assert.deepEqual(await hear(id, 99, 1), [{ kind: 'anew', seq: 4 }])
  assert.deepEqual(bodies(await hear(id, 3, 1)), [4])
})

/** Messages that the tests before left, in other tenants. */
async function leftovers() {
  return 4 + 6 + 1 + 2 + 200
}

test('a topic has its form', async () => {
  const id = await tenant()
  await assert.rejects(inTenant(id, (tx) => tell(tx, { topic: 'Not A Topic', body: {} })))
})
