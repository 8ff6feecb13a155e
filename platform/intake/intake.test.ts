import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { type EnvelopeOutcome, encodeBatch, newChain, newSourceKey, signRequest, toInstant } from '../envelope/index.ts'
import { inTenant } from './in-tenant.ts'
import {
  account,
  beginTimeline,
  createIntake,
  listActivationKeys,
  listSources,
  readSource,
  revokeActivationKey,
  revokeSource,
} from './index.ts'
import { SampleAgent } from './testing/sample-agent.ts'
import { sampleIntake } from './testing/sample-intake.ts'

const { database, tenant, intake, key, agents, admin } = await sampleIntake({ after })

const clock = (n: number) => ({ type: 'clock', at: '2026-11-22T10:14:00.000Z', jumpMs: n }) as const
const statuses = (answer: { outcomes: readonly EnvelopeOutcome[] }) =>
  answer.outcomes.map((outcome) =>
    'expected' in outcome
      ? `${outcome.status} ${outcome.expected}`
      : 'reason' in outcome
        ? outcome.reason
        : outcome.status,
  )
const stored = async (agent: SampleAgent) => {
  const { rows } = await admin.query(
    `select e.seq, encode(e.digest, 'hex') as digest, e.header, e.signature, e.body from holdfast.envelope e
       join holdfast.source s on s.tenant_id = e.tenant_id and s.source_id = e.source_id
      where s.public_id = $1 order by e.epoch, e.seq`,
    [agent.source],
  )
  return rows
}
const seqs = async (agent: SampleAgent) => (await stored(agent)).map(({ seq }) => Number(seq))
const balanced = async (tenantId: number) => {
  const found = await inTenant(database, tenantId, (tx) => account(tx))
  assert.deepEqual(found.problems, [])
  return found
}

test('an activation key lets in as many as it may, and its secret is nowhere in the database', async () => {
  const id = await tenant()
  const { key: activationKey } = await key(id, 2)
  const first = await new SampleAgent(intake).enrol(activationKey)
  await new SampleAgent(intake).enrol(activationKey)
  await assert.rejects(new SampleAgent(intake).enrol(activationKey), { fault: 'activation-key' })
  assert.match(first.source, /^src_/)
  const { rows } = await admin.query('select a::text as text from holdfast.activation_key a')
  assert.ok(rows.every(({ text }) => !text.includes(activationKey)))
  const [listed] = await inTenant(database, id, (tx) => listActivationKeys(tx))
  assert.deepEqual([listed?.uses, listed?.limit, activationKey.startsWith(listed?.hint ?? 'x')], [2, 2, true])
})

test('a lost answer to an enrolment is asked for again without using the key up', async () => {
  const id = await tenant()
  const { key: activationKey } = await key(id, 1)
  const agent = await new SampleAgent(intake).enrol(activationKey)
  const { source } = agent
  await agent.enrol(activationKey)
  assert.equal(agent.source, source)
  assert.deepEqual(statuses(await agent.tell([clock(1)])), ['stored'])
})

test('a tenant that tells faster than is applied is asked to keep the rest, and others are not', async (t) => {
  const [flood, calm] = [await tenant(), await tenant()]
  const narrow = await createIntake(database, { trust: () => null, mostWaiting: 4 })
  t.after(() => narrow.close())
  const [first, second] = await Promise.all(
    [flood, calm].map(async (id) => new SampleAgent(narrow).enrol((await key(id)).key)),
  )
  for (let n = 0; n < 4; n += 1) assert.deepEqual(statuses(await first!.tell([clock(n)])), ['stored'])
  const kept = first!.seal([[clock(6)]])
  await sleep(1100)
  await assert.rejects(first!.send(kept), { fault: 'backlog', status: 429 })
  assert.deepEqual(statuses(await second!.tell([clock(1)])), ['stored'])
  // Applied meanwhile.
  await admin.query('delete from holdfast.envelope_batch where tenant_id = $1', [flood])
  await sleep(1100)
  assert.deepEqual(statuses(await first!.send(kept)), ['stored'])
})

test('an enrolment that proves nothing is refused', async () => {
  const id = await tenant()
  const { id: keyId, key: activationKey } = await key(id)
  const agent = new SampleAgent(intake)
  const right = agent.enrolment(activationKey)
  const refused: [string, object, string][] = [
    ['another key', { ...right, publicKey: newSourceKey().publicKey }, 'wrong-signature'],
    ['a key that proves nothing', { ...right, publicKey: `${'A'.repeat(43)}` }, 'malformed'],
    ['no key', { ...right, publicKey: 7 }, 'malformed'],
    ['rubbish', { ...right, run: 'x' }, 'malformed'],
    ['an old moment', agent.enrolment(activationKey, Date.now() - 3600_000), 'outside-window'],
    ['an unknown activation key', agent.enrolment('hfak_unknown'), 'activation-key'],
    ['nothing', {}, 'malformed'],
  ]
  for (const [what, request, fault] of refused)
    await assert.rejects(intake.enrol(request as typeof right), { fault }, what)
  await inTenant(database, id, (tx) => revokeActivationKey(tx, keyId, toInstant(Date.now())))
  await assert.rejects(agent.enrol(activationKey), { fault: 'activation-key' })
})

test('envelopes are stored byte for byte, in order, and the account is balanced', async () => {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  const envelopes = agent!.seal([[clock(1)], [clock(2)], [], [clock(4)]])
  assert.deepEqual(statuses(await agent!.send(envelopes)), ['stored', 'stored', 'stored', 'stored'])
  const rows = await stored(agent!)
  assert.deepEqual(
    rows.map(({ header, signature, body }) => [header, signature, body]),
    envelopes.map(({ header, signature, body }) => [Buffer.from(header), Buffer.from(signature), Buffer.from(body)]),
  )
  const { received, pending } = await balanced(id)
  assert.deepEqual([received.came, received.stored, pending], [4, 4, 4])
})

test('what was sent before is a duplicate, never stored twice', async () => {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  const envelopes = agent!.seal([[clock(1)], [clock(2)], [clock(3)]])
  await agent!.send(envelopes.slice(0, 2))
  assert.deepEqual(statuses(await agent!.send(envelopes)), ['duplicate', 'duplicate', 'stored'])
  assert.deepEqual(statuses(await agent!.send(envelopes)), ['duplicate', 'duplicate', 'duplicate'])
  assert.deepEqual(await seqs(agent!), [1, 2, 3])
  assert.equal((await balanced(id)).received.repeated, 5)
})

test('what comes too early is not stored, and what is expected is told', async () => {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  const envelopes = agent!.seal([[clock(1)], [clock(2)], [clock(3)]])
  assert.deepEqual(statuses(await agent!.send([envelopes[1]!, envelopes[0]!, envelopes[2]!])), [
    'out-of-order 1',
    'stored',
    'out-of-order 2',
  ])
  assert.deepEqual(await seqs(agent!), [1])
  assert.equal((await balanced(id)).received.early, 2)
})

test('another envelope with a taken number is kept aside and not acknowledged', async () => {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  await agent!.tell([clock(1)])
  const before = agent!.chain
  await agent!.tell([clock(2)])
  const last = agent!.chain
  agent!.chain = before
  // The second has a free number, and follows something that was never stored here.
  assert.deepEqual(statuses(await agent!.tell([clock(99)], [clock(100)])), ['conflict', 'conflict'])
  agent!.chain = newChain(agent!.source, last.epoch)
  assert.deepEqual(statuses(await agent!.tell([clock(98)])), ['conflict'])
  assert.deepEqual(await seqs(agent!), [1, 2])
  const { rows } = await admin.query(
    'select seq::int, octet_length(body) > 0 as kept from holdfast.envelope_conflict where tenant_id = $1 order by seq',
    [id],
  )
  assert.deepEqual(rows, [
    { seq: 1, kept: true },
    { seq: 2, kept: true },
    { seq: 3, kept: true },
  ])
  assert.equal((await balanced(id)).received.conflicts, 3)
})

test('forged, changed and foreign envelopes are refused alone', async () => {
  const id = await tenant()
  const [agent, other] = await agents(id, 2)
  const [first, second] = agent!.seal([[clock(1)], [clock(2)]])
  const [foreign] = other!.seal([[clock(1)]])
  const changed = { ...second!, body: Buffer.from('[]') }
  const forged = { ...second!, signature: Buffer.alloc(64, 7) }
  const answer = await agent!.send([first!, changed, forged, foreign!, second!])
  assert.deepEqual(statuses(answer), ['stored', 'wrong-digest', 'wrong-signature', 'wrong-source', 'stored'])
  assert.equal((await balanced(id)).received.refused, 3)
  await assert.rejects(intake.receive(agent!.source, Buffer.from('rubbish')), { fault: 'malformed' })
  await assert.rejects(intake.receive(agent!.source, Buffer.alloc(9 * 1024 * 1024)), { fault: 'too-large' })
  await assert.rejects(intake.receive('src_0000000000000000000000', encodeBatch([first!])), { fault: 'unknown-source' })
})

test('an envelope from the future is taken, with the time at which it really came', async () => {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  const envelopes = agent!.seal([[clock(1)]], '2099-01-01T00:00:00.000Z')
  assert.deepEqual(statuses(await agent!.send(envelopes)), ['stored'])
  const { rows } = await admin.query(
    `select extract(year from sent_at)::int as sent, received_at between now() - interval '1 minute' and now() as now
       from holdfast.envelope where tenant_id = $1`,
    [id],
  )
  assert.deepEqual(rows, [{ sent: 2099, now: true }])
})

test('a new epoch closes the one before', async () => {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  await agent!.tell([clock(1)])
  const old = agent!.chain
  const [duplicate, late] = [agent!.seal([[clock(2)]]), agent!.seal([[clock(3)]])]
  await agent!.send(duplicate)
  await agent!.reopen()
  assert.ok(agent!.chain.epoch > old.epoch)
  assert.deepEqual(statuses(await agent!.send([...duplicate, ...late])), ['duplicate', 'epoch-closed'])
  assert.deepEqual(statuses(await agent!.tell([clock(4)])), ['stored'])
  agent!.chain = newChain(agent!.source, 12345)
  assert.deepEqual(statuses(await agent!.tell([clock(5)])), ['epoch-unknown'])
})

test('a source that begins anew without end is turned away', async () => {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  await assert.rejects(
    async () => {
      for (let n = 0; n < 70; n++) await agent!.reopen()
    },
    { fault: 'too-many-epochs', status: 429 },
  )
})

test('a server that went back is told by its own numbers, and takes up with a new epoch', async () => {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  await agent!.tell([clock(1)], [clock(2)], [clock(3)])
  assert.equal((await agent!.beat()).advice, 'go-on')
  // Yesterday's state: the last two were never stored.
  await admin.query('delete from holdfast.envelope where tenant_id = $1 and seq > 1', [id])
  await admin.query(
    `update holdfast.stream set last_seq = 1, last_digest = (select digest from holdfast.envelope where tenant_id = $1)
      where tenant_id = $1`,
    [id],
  )
  const timeline = await beginTimeline(database, 'restored')
  assert.deepEqual(statuses(await agent!.tell([clock(4)])), ['out-of-order 2'])
  const beat = await agent!.beat(3)
  assert.deepEqual([beat.advice, beat.timeline], ['new-epoch', timeline])
  const reopened = await agent!.reopen('server-went-back')
  assert.equal(reopened.timeline, timeline)
  assert.deepEqual(statuses(await agent!.tell([clock(5)])), ['stored'])
  assert.equal((await agent!.beat()).advice, 'go-on')
})

test('two machines with one key are told apart: the one that comes back must enrol again', async () => {
  let time = Date.now()
  const moved = await sampleIntake({ after }, { now: () => time })
  const id = await moved.tenant()
  const [agent] = await moved.agents(id, 1)
  await agent!.tell([clock(1)])
  const clone = agent!.clone()
  time += 60_000
  assert.equal((await clone.beat()).advice, 'go-on')
  // A sign of life that was under way while the program started anew is none of a second machine.
  time += 10_000
  assert.equal((await agent!.beat()).advice, 'go-on')
  time += 60_000
  assert.equal((await agent!.beat()).advice, 'enrol-again')
  assert.equal((await agent!.reopen()).status, 'enrol-again')
  assert.equal((await clone.beat()).advice, 'go-on')
  const [listed] = await inTenant(moved.database, id, (tx) => listSources(tx, { limit: 10 }))
  assert.ok(listed?.cloneSeenAt)
})

test('two machines with one key that send at the same time are told apart within seconds', async () => {
  let time = Date.now()
  const moved = await sampleIntake({ after }, { now: () => time })
  const id = await moved.tenant()
  const [agent] = await moved.agents(id, 1)
  await agent!.tell([clock(1)])
  const clone = agent!.clone()
  await agent!.tell([clock(2)])
  assert.deepEqual(statuses(await clone.tell([clock(3)])), ['conflict'])
  assert.equal((await clone.reopen('conflict')).status, 'opened')
  time += 6000
  assert.deepEqual(statuses(await agent!.tell([clock(4)])), ['epoch-closed'])
  assert.equal((await agent!.reopen('closed')).status, 'enrol-again')
  assert.deepEqual(statuses(await clone.tell([clock(5)])), ['stored'])
})

test('signed requests are recognised, others are not, and a wrong clock is told', async () => {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  assert.equal((await agent!.authentic()).tenantId, id)
  const request = { method: 'GET', path: '/x' }
  const signed = (time: number) =>
    signRequest(request, { source: agent!.source, privateKey: agent!.privateKey, time: toInstant(time) })
  await assert.rejects(intake.authenticate({ ...request, headers: {} }), { fault: 'malformed' })
  await assert.rejects(intake.authenticate({ ...request, path: '/y', headers: signed(Date.now()) }), {
    fault: 'wrong-signature',
  })
  await assert.rejects(
    intake.authenticate({ ...request, headers: signed(Date.now() + 3600_000) }),
    (error: { fault: string; offsetMs: number }) =>
      error.fault === 'outside-window' && Math.abs(error.offsetMs - 3600_000) < 10_000,
  )
})

test('a revoked source is refused at once', async () => {
  const id = await tenant()
  const [agent] = await agents(id, 1)
  await agent!.tell([clock(1)])
  assert.ok(
    await inTenant(database, id, (tx) => revokeSource(tx, agent!.source, { by: 'per_1', at: toInstant(Date.now()) })),
  )
  await assert.rejects(agent!.tell([clock(2)]), { fault: 'revoked' })
  await assert.rejects(agent!.authentic(), { fault: 'revoked' })
  assert.equal((await inTenant(database, id, (tx) => readSource(tx, agent!.source)))?.status, 'revoked')
  assert.deepEqual(await seqs(agent!), [1])
})

test('many sources of many tenants at once: all is stored once, each in its order', async () => {
  const tenants = await Promise.all([tenant(), tenant(), tenant()])
  const fleet = (await Promise.all(tenants.map((id) => agents(id, 6)))).flat()
  await Promise.all(
    fleet.map(async (agent) => {
      for (let round = 0; round < 5; round++) {
        const envelopes = agent.seal([[clock(round)], [clock(round + 100)]])
        // Each is sent twice at the same time, as after an answer that was lost.
        const answers = await Promise.all([agent.send(envelopes), agent.send(envelopes)])
        assert.deepEqual(answers.flatMap(statuses).sort(), ['duplicate', 'duplicate', 'stored', 'stored'])
      }
    }),
  )
  for (const agent of fleet) assert.deepEqual(await seqs(agent), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  for (const id of tenants) assert.equal((await balanced(id)).received.stored, 60)
})

test('one tenant sees nothing of another', async () => {
  const [mine, other] = [await tenant(), await tenant()]
  const [agent] = await agents(other, 1)
  await agent!.tell([clock(1)])
  assert.deepEqual(await inTenant(database, mine, (tx) => listSources(tx, { limit: 10 })), [])
  const { rowCount } = await inTenant(database, mine, (tx) => tx.query('select from envelope'))
  assert.equal(rowCount, 0)
})

type Step = 'new' | 'again' | 'skip' | 'fork' | 'reopen'

test('property: whatever is sent in whatever order, what is acknowledged is what is stored', async () => {
  const id = await tenant()
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom<Step>('new', 'new', 'again', 'skip', 'fork', 'reopen'), { minLength: 1, maxLength: 12 }),
      async (steps) => {
        const [agent] = await agents(id, 1)
        const acknowledged = new Map<string, string>()
        let sent: ReturnType<SampleAgent['seal']> = []
        const note = async (envelopes: typeof sent) => {
          const answer = await agent!.send(envelopes)
          for (const [index, { status }] of answer.outcomes.entries()) {
            const { header } = envelopes[index]!
            const { epoch, seq } = JSON.parse(Buffer.from(header).toString())
            if (status === 'stored' || status === 'duplicate')
              acknowledged.set(`${epoch}:${seq}`, Buffer.from(header).toString())
          }
        }
        for (const [step, kind] of steps.entries()) {
          if (kind === 'new') {
            sent = agent!.seal([[clock(step)], [clock(step + 50)]])
            await note(sent)
          }
          if (kind === 'again' && sent.length > 0) await note(sent)
          if (kind === 'skip') await note(agent!.seal([[clock(step)], [clock(step)]]).slice(1))
          if (kind === 'fork' && agent!.chain.seq > 0) {
            const kept = agent!.chain
            agent!.chain = { ...kept, seq: kept.seq - 1 }
            await note(agent!.seal([[clock(-step)]]))
            agent!.chain = kept
          }
          if (kind === 'reopen') await agent!.reopen()
        }
        const { rows } = await admin.query(
          `select e.epoch || ':' || e.seq as place, convert_from(e.header, 'UTF8') as header from holdfast.envelope e
             join holdfast.source s using (tenant_id, source_id) where s.public_id = $1`,
          [agent!.source],
        )
        assert.deepEqual(new Map(rows.map(({ place, header }) => [place, header])), acknowledged)
      },
    ),
    { numRuns: 25 },
  )
  await balanced(id)
})
