import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, test } from 'node:test'
import { writeMailServer } from '../channels/mail-server.ts'
import { readChannels } from '../channels/read-channels.ts'
import { rotateSecret } from '../channels/write-channel.ts'
import { redeliver, verifyWebhook } from '../index.ts'
import { httpReceiver, localTls, mailReceiver, syslogReceiver } from '../testing/index.ts'
import { notifyInstallation } from '../testing/notify-installation.ts'

const all = await notifyInstallation({ after })
const { database, tenant, channel, send, delivery, until, start, inTenant, pass, box, admin } = all
const headersOf = (headers: NodeJS.Dict<string | string[]>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
const stateIs = (id: number, of: string, state: string) => async () => (await delivery(id, of)).state === state

test('a webhook arrives signed, over TLS that is checked, with whole addresses', async (t) => {
  const receiver = await httpReceiver(t, localTls)
  const id = await tenant()
  const { id: hook, secret } = await channel(id, {
    name: 'Hook',
    webhook: { secretUrl: `${receiver.url}/in?key=topsecretkey`, ca: localTls.authority },
  })
  const distrusted = await channel(id, { name: 'Distrusted', webhook: { secretUrl: `${receiver.url}/out` } })
  const worker = start()
  try {
    const sent = await send(id, hook)
    await until('delivered', stateIs(id, sent, 'delivered'))
    const [post] = receiver.posts
    assert.equal(post!.path, '/in?key=topsecretkey')
    assert.ok(verifyWebhook(headersOf(post!.headers), post!.body, secret!, Date.now()))
    assert.ok(!verifyWebhook(headersOf(post!.headers), `${post!.body} `, secret!, Date.now()))
    assert.ok(!verifyWebhook(headersOf(post!.headers), post!.body, secret!, Date.now() + 301_000))
    const body = JSON.parse(post!.body)
    assert.equal(post!.headers['webhook-id'], sent)
    assert.deepEqual(
      [body.schemaVersion, body.id, body.items[0].url],
      [1, sent, 'https://holdfast.test/findings/fnd_1'],
    )
    const failed = await send(id, distrusted.id, 'test')
    await until('failed', stateIs(id, failed, 'failed'))
    assert.match((await delivery(id, failed)).answer!, /certificate/i)
    assert.equal(receiver.posts.length, 1)
  } finally {
    await worker.stop()
  }
})

test('a secret that is replaced counts for a day beside the new one', async (t) => {
  const receiver = await httpReceiver(t)
  const id = await tenant()
  const { id: hook, secret } = await channel(id, { name: 'Hook', webhook: { secretUrl: `${receiver.url}/` } })
  const turned = await inTenant(id, (tx) => rotateSecret(tx, hook, { box, by: 'x', now: Date.now() }))
  const worker = start()
  try {
    const sent = await send(id, hook)
    await until('delivered', stateIs(id, sent, 'delivered'))
    const [post] = receiver.posts
    for (const each of [secret!, turned.secret])
      assert.ok(verifyWebhook(headersOf(post!.headers), post!.body, each, Date.now()))
    await inTenant(id, (tx) => rotateSecret(tx, hook, { box, by: 'x', now: Date.now() - 25 * 3_600_000 }))
    const again = await send(id, hook)
    await until('delivered', stateIs(id, again, 'delivered'))
    const last = receiver.posts.at(-1)!
    assert.ok(!verifyWebhook(headersOf(last.headers), last.body, turned.secret, Date.now()))
  } finally {
    await worker.stop()
  }
})

test('places inside are refused, redirects are not followed, and answers are cut and without secrets', async (t) => {
  const receiver = await httpReceiver(t)
  const id = await tenant()
  const make = async (name: string, path: string) =>
    (await channel(id, { name, webhook: { secretUrl: receiver.url + path } })).id
  const closed = start({ networks: '' })
  const refused = await send(id, await make('Closed', '/closed'), 'test')
  await until('refused', stateIs(id, refused, 'failed'))
  assert.match((await delivery(id, refused)).answer!, /loopback.*HOLDFAST_NOTIFY_NETWORKS/)
  await closed.stop()
  assert.equal(receiver.posts.length, 0)
  const worker = start()
  try {
    receiver.answer = ({ path }) =>
      path === '/moved'
        ? { status: 302, headers: { location: `${receiver.url}/elsewhere` } }
        : { status: 500, body: `you sent ${path}\r\n${'x'.repeat(100_000)}` }
    const moved = await send(id, await make('Moved', '/moved'), 'test')
    await until('moved', stateIs(id, moved, 'failed'))
    assert.match((await delivery(id, moved)).answer!, /302.*not followed/)
    const leaky = await send(id, await make('Leaky', '/services/T000/B000/verysecret'), 'test')
    await until('leaky', stateIs(id, leaky, 'failed'))
    const { answer } = await delivery(id, leaky)
    assert.match(answer!, /^500 .*you sent \*\*\* x/)
    assert.ok(answer!.length <= 500)
    assert.ok(!receiver.posts.some(({ path }) => path === '/elsewhere'))
  } finally {
    await worker.stop()
  }
})

test('what fails waits longer each time, comes again under the same id, and 410 pauses the channel', async (t) => {
  const receiver = await httpReceiver(t)
  const id = await tenant()
  const { id: hook } = await channel(id, { name: 'Hook', webhook: { secretUrl: `${receiver.url}/` } })
  const worker = start({ random: () => 0.5 })
  try {
    receiver.answer = () => ({ status: 503 })
    const sent = await send(id, hook)
    const waits: number[] = []
    for (let failures = 1; failures <= 4; failures++) {
      await until(`failure ${failures}`, async () => (await delivery(id, sent)).tries.length === failures)
      const { nextAt, tries } = await delivery(id, sent)
      waits.push(Math.round((Date.parse(nextAt!) - Date.parse(tries[0]!.beganAt)) / 1000))
      await pass(id, '2 hours')
    }
    assert.deepEqual(
      waits.map((each) => Math.round(each / 10) * 10),
      [10, 20, 40, 80],
    )
    receiver.answer = () => ({ status: 200 })
    await pass(id, '2 hours')
    await until('delivered', stateIs(id, sent, 'delivered'))
    assert.deepEqual([...new Set(receiver.posts.map(({ headers }) => headers['webhook-id']))], [sent])
    await inTenant(id, (tx) => redeliver(tx, sent, Date.now()))
    await until('redelivered', () => receiver.posts.length === 6)
    assert.equal(receiver.posts.at(-1)!.headers['webhook-id'], sent)
    await until('noted', stateIs(id, sent, 'delivered'))
    receiver.answer = () => ({ status: 410 })
    const gone = await send(id, hook)
    await until('gone', stateIs(id, gone, 'failed'))
    const [shown] = await inTenant(id, (tx) => readChannels(tx, hook))
    assert.equal(shown!.state, 'paused')
    const later = await send(id, hook)
    await new Promise((resolve) => setTimeout(resolve, 150))
    assert.equal((await delivery(id, later)).attempts, 0)
  } finally {
    await worker.stop()
  }
})

test('what a worker took that was killed is sent by the next one, under the same id', async (t) => {
  const receiver = await httpReceiver(t)
  const id = await tenant()
  const { id: hook } = await channel(id, { name: 'Hook', webhook: { secretUrl: `${receiver.url}/` } })
  const sent = await send(id, hook)
  const behind = await send(id, hook)
  // Taken, and never said how it went.
  const taken = await database.jobsPool().query(`select * from holdfast.notify_take(2, 8, '300 milliseconds')`)
  assert.equal(taken.rowCount, 1, 'one of a channel at a time')
  const worker = start()
  try {
    await until(
      'both',
      async () => (await stateIs(id, sent, 'delivered')()) && (await stateIs(id, behind, 'delivered')()),
    )
    assert.deepEqual(
      receiver.posts.map(({ headers }) => headers['webhook-id']),
      [sent, behind],
    )
    assert.deepEqual([(await delivery(id, sent)).attempts, (await delivery(id, sent)).tries.length], [2, 1])
  } finally {
    await worker.stop()
  }
})

test('a dead channel holds up neither other channels nor other tenants', async (t) => {
  const dead = await httpReceiver(t)
  dead.answer = () => ({ status: 200, waitMs: 600_000 })
  const quick = await httpReceiver(t)
  const [one, two] = [await tenant(), await tenant()]
  const slow = await Promise.all(
    Array.from({ length: 6 }, (_, n) => channel(one, { name: `Dead ${n}`, webhook: { secretUrl: `${dead.url}/` } })),
  )
  for (const { id } of slow) for (let n = 0; n < 3; n++) await send(one, id)
  const { id: fine } = await channel(two, { name: 'Fine', webhook: { secretUrl: `${quick.url}/` } })
  const worker = start()
  try {
    await until('the dead one is asked', () => dead.posts.length === 2)
    const sent = await send(two, fine)
    await until('the other tenant is told', stateIs(two, sent, 'delivered'))
    assert.equal(dead.posts.length, 2, 'no more of a tenant at a time than its share')
  } finally {
    await worker.stop()
  }
})

test('mail arrives over STARTTLS with a login, as text and HTML, and a name cannot add a header', async (t) => {
  const receiver = await mailReceiver(t, localTls)
  const id = await tenant()
  const { id: people } = await channel(id, { name: 'People', mail: { to: ['ops@example.org', 'ciso@example.org'] } })
  const mail = {
    host: 'localhost',
    port: receiver.port,
    security: 'starttls',
    user: 'holdfast',
    password: 'mail-secret-7',
    from: 'Holdfast <alerts@example.org>',
    ca: localTls.authority,
  } as const
  const worker = start({ mail })
  try {
    const sent = await send(id, people, 'message', 'Evil\r\nBcc: everybody@example.net\r\n\r\n<script>')
    await until('delivered', stateIs(id, sent, 'delivered'))
    const [got] = receiver.mails
    assert.deepEqual([got!.to, got!.user, got!.secure], [['ops@example.org', 'ciso@example.org'], 'holdfast', true])
    const [head, ...rest] = got!.source.split('\r\n\r\n')
    assert.doesNotMatch(head!, /^Bcc/im)
    assert.match(head!, new RegExp(`^Message-ID: <${sent}@`, 'im'))
    assert.match(head!, /^Auto-Submitted: auto-generated/im)
    assert.doesNotMatch(head!, /List-Unsubscribe/i)
    assert.match(rest.join('\n'), /text\/html/)
    assert.doesNotMatch(rest.join('\n'), /<script>\s*<\/b>/)
  } finally {
    await worker.stop()
  }
  const wrong = start({ mail: { ...mail, password: 'wrong-password-9' } })
  try {
    const sent = await send(id, people, 'test')
    await until('refused', stateIs(id, sent, 'failed'))
    const { answer } = await delivery(id, sent)
    assert.match(answer!, /535|Invalid login|wrong password/)
    assert.doesNotMatch(answer!, /wrong-password-9/)
  } finally {
    await wrong.stop()
  }
})

test('a mail server that is down for a day: nothing is lost, and people get one digest instead of a flood', async (t) => {
  const receiver = await mailReceiver(t, localTls)
  receiver.up = false
  const id = await tenant()
  const { id: people } = await channel(id, { name: 'People', mail: { to: ['ops@example.org'] } })
  await inTenant(id, (tx) =>
    writeMailServer(
      tx,
      {
        host: 'localhost',
        port: receiver.port,
        security: 'starttls',
        user: 'holdfast',
        password: 'mail-secret-7',
        from: 'a@example.org',
        ca: localTls.authority,
      },
      { box, by: 'x' },
    ),
  )
  const worker = start()
  try {
    const sent: string[] = []
    for (let hour = 0; hour < 24; hour += 2) {
      sent.push(await send(id, people, 'message', `Alert of hour ${hour}`))
      const tried = async () =>
        (await admin.query('select count(*)::int as n from holdfast.notify_attempt where tenant_id = $1', [id])).rows[0]
          .n
      const before = await tried()
      await pass(id, '2 hours')
      await until('a try', async () => (await tried()) > before)
    }
    const { rows } = await admin.query('select count(*)::int as n from holdfast.notify_attempt where tenant_id = $1', [
      id,
    ])
    assert.ok(rows[0].n <= 60, `${rows[0].n} tries: a storm`)
    receiver.up = true
    await pass(id, '2 hours')
    await until('all ended', async () => {
      const states = await Promise.all(sent.map(async (each) => (await delivery(id, each)).state))
      return states.every((state) => state === 'folded' || state === 'delivered')
    })
    await until('mail', () => receiver.mails.length > 0)
    await until('nothing waits', async () => (await inTenant(id, (tx) => readChannels(tx, people)))[0]!.waiting === 0)
    const texts = receiver.mails.map(({ source }) => source).join('\n')
    for (let hour = 0; hour < 24; hour += 2) assert.match(texts, new RegExp(`Alert of hour ${hour}\\b`), `hour ${hour}`)
    assert.ok(receiver.mails.length <= 2, `${receiver.mails.length} mails`)
  } finally {
    await worker.stop()
  }
})

test('a recipient whom the server does not know is not tried again and again, and holds up nobody', async (t) => {
  const receiver = await mailReceiver(t, localTls)
  receiver.refuse = { code: 554, text: 'we do not want this' }
  const id = await tenant()
  const { id: people } = await channel(id, { name: 'People', mail: { to: ['ops@example.org'] } })
  const worker = start({
    mail: {
      host: 'localhost',
      port: receiver.port,
      security: 'starttls',
      user: 'holdfast',
      password: 'mail-secret-7',
      from: 'a@example.org',
      ca: localTls.authority,
    },
  })
  try {
    const sent = await send(id, people)
    await until('failed', stateIs(id, sent, 'failed'))
    assert.match((await delivery(id, sent)).answer!, /554.*do not want/)
    receiver.refuse = undefined
    const next = await send(id, people)
    await until('delivered', stateIs(id, next, 'delivered'))
  } finally {
    await worker.stop()
  }
})

test('syslog arrives over TLS, one entry per item; in the clear only where it is allowed', async (t) => {
  const receiver = await syslogReceiver(t, localTls)
  const id = await tenant()
  const make = (name: string, port: number, transport: 'tls' | 'tcp' | 'udp', ca?: string) =>
    channel(id, { name, syslog: { host: 'localhost', port, transport, format: 'cef', ...(ca && { ca }) } })
  const { id: trusted } = await make('Trusted', receiver.port, 'tls', localTls.authority)
  const { id: other } = await make('Other', receiver.port, 'tls')
  const worker = start()
  try {
    const sent = await send(id, trusted)
    await until('delivered', stateIs(id, sent, 'delivered'))
    await until('entries', () => receiver.entries.length === 2)
    assert.match(
      receiver.entries[0]!,
      new RegExp(`^<130>1 .* test-host holdfast - alert - .*CEF:0\\|Holdfast\\|.*externalId=${sent}`),
    )
    assert.match((await delivery(id, sent)).answer!, /bytes taken over TLSv1/)
    const bad = await send(id, other, 'test')
    await until('distrusted', stateIs(id, bad, 'failed'))
    assert.match((await delivery(id, bad)).answer!, /certificate/i)
    const lines: string[] = []
    const plain = createServer((socket) =>
      socket.on('data', (chunk) => lines.push(String(chunk))).on('end', () => socket.end()),
    )
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', () => resolve()))
    t.after(() => plain.close())
    const { id: tcp } = await make('Plain', (plain.address() as { port: number }).port, 'tcp')
    const clear = await send(id, tcp)
    await until('plain', stateIs(id, clear, 'delivered'))
    assert.match(lines.join(''), /^\d+ <130>1 /)
    const { id: udp } = await make('Datagrams', 9, 'udp')
    const datagram = await send(id, udp)
    await until('datagram', stateIs(id, datagram, 'delivered'))
  } finally {
    await worker.stop()
  }
})

test('what is sealed is nowhere in the database in the clear', async () => {
  const { rows } = await admin.query(
    `select string_agg(coalesce(sealed, '') || settings::text, ' ') as text from holdfast.notify_channel`,
  )
  const mail = await admin.query(
    `select string_agg(coalesce(sealed, '') || settings::text, ' ') as text from holdfast.notify_mail_server`,
  )
  assert.doesNotMatch(`${rows[0].text} ${mail.rows[0].text}`, /topsecretkey|verysecret|whsec_|mail-secret-7/)
  assert.deepEqual(all.errors, [])
})
