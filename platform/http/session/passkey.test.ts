import assert from 'node:assert/strict'
import { request } from 'node:https'
import { after, test } from 'node:test'
import { newSignInLink } from '../../access/index.ts'
import { outboxPart } from '../../outbox/index.ts'
import { passkeyHost } from '../../sign-in/index.ts'
import { type Lies, SoftAuthenticator } from '../../sign-in/testing/index.ts'
import { testHttp } from '../testing/index.ts'

const http = await testHttp({ after }, { parts: [outboxPart], tls: true })
const { database, admin, authority } = http
const { port, host } = new URL(http.tlsUrl!)
const origin = `https://${host}`
const { rows } = await admin.query(
  'select m.person_id::int as "personId", m.tenant_id::int as "tenantId" from holdfast.membership m',
)

interface Reply {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at what it expects
  readonly json: any
  readonly cookies: string
}

/** Asks at the TLS door. */
function ask(method: string, path: string, cookie = '', body?: unknown): Promise<Reply> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: 'localhost',
        port,
        method,
        path: `/api/v1${path}`,
        ca: authority,
        headers: {
          host,
          cookie,
          'x-holdfast-request': '1',
          ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        },
      },
      (reply) => {
        let all = ''
        reply.setEncoding('utf8').on('data', (part) => {
          all += part
        })
        reply.on('end', () => {
          const cookies = (reply.headers['set-cookie'] ?? [])
            .map((each) => each.split(';')[0]!)
            .filter((each) => !each.endsWith('='))
          resolve({ status: reply.statusCode!, json: all ? JSON.parse(all) : undefined, cookies: cookies.join('; ') })
        })
      },
    )
    sent.on('error', reject)
    sent.end(text)
  })
}

async function byLink(): Promise<string> {
  const link = await newSignInLink(database, rows[0], 'tls')
  return (await ask('POST', '/session', '', { link })).cookies
}

async function register(key: SoftAuthenticator, lies: Lies = {}, own?: string): Promise<Reply> {
  const session = own ?? (await byLink())
  const begun = await ask('POST', '/account/passkeys/options', session)
  const credential = key.make(begun.json.data.options, lies)
  return ask('POST', '/account/passkeys', `${session}; ${begun.cookies}`, { name: 'Key', credential })
}

async function signIn(key: SoftAuthenticator, lies: Lies = {}): Promise<Reply> {
  const begun = await ask('POST', '/session/passkey/options')
  const credential = key.show(begun.json.data.options, lies)
  return ask('POST', '/session/passkey', begun.cookies, { credential })
}

const key = new SoftAuthenticator({ rpId: 'localhost', origin })

test('a passkey is made, named, and signs in without a name, as strong as two factors', async () => {
  assert.equal((await register(key)).status, 201)
  const reply = await signIn(key)
  assert.deepEqual([reply.status, reply.json?.data.state], [200, 'signed-in'])
  const me = await ask('GET', '/account/sign-in', reply.cookies)
  assert.deepEqual([me.json.data.passkeys.length, me.json.data.passkeys[0].host], [1, 'localhost'])
  const found = await admin.query(`select factors from holdfast.session order by id desc limit 1`)
  assert.deepEqual(found.rows[0].factors, ['passkey'])
  const id = me.json.data.passkeys[0].id
  assert.equal(
    (await ask('POST', '/account/passkeys/rename', reply.cookies, { passkey: id, name: 'Mine' })).status,
    200,
  )
})

test('what does not stand the check lets nobody in', async () => {
  const lies: Record<string, Lies> = {
    'another origin': { origin: 'https://localhost.example' },
    'another relying party': { rpId: 'example.org' },
    'an invented challenge': { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
    'no check of its user': { verified: false },
    'a counter that went back': { counter: 1 },
  }
  for (const [name, lie] of Object.entries(lies)) {
    const reply = await signIn(key, lie)
    assert.deepEqual([reply.status, reply.json?.code, reply.cookies], [403, 'passkey-refused', ''], name)
  }
  for (const [name, lie] of Object.entries(lies).slice(0, 4)) {
    const other = new SoftAuthenticator({ rpId: 'localhost', origin })
    assert.deepEqual((await register(other, lie)).json.code, 'passkey-refused', name)
  }
  assert.equal((await signIn(new SoftAuthenticator({ rpId: 'localhost', origin }))).status, 403, 'not known')
})

test('an answer is taken once, and only in the browser that asked', async () => {
  const begun = await ask('POST', '/session/passkey/options')
  const other = await ask('POST', '/session/passkey/options')
  const credential = key.show(begun.json.data.options)
  assert.equal((await ask('POST', '/session/passkey', other.cookies, { credential })).status, 403)
  assert.equal((await ask('POST', '/session/passkey', '', { credential })).status, 401)
  assert.equal((await ask('POST', '/session/passkey', begun.cookies, { credential })).status, 200)
  assert.equal((await ask('POST', '/session/passkey', begun.cookies, { credential })).status, 403)
})

test('a passkey is made for the session that asked, and for no other', async () => {
  const [one, two] = [await byLink(), await byLink()]
  const begun = await ask('POST', '/account/passkeys/options', one)
  const credential = new SoftAuthenticator({ rpId: 'localhost', origin }).make(begun.json.data.options)
  const reply = await ask('POST', '/account/passkeys', `${two}; ${begun.cookies}`, { name: 'Stolen', credential })
  assert.equal(reply.json.code, 'passkey-refused')
})

test('of two that use one passkey at the same moment with the same counter, one gets in', async () => {
  const [a, b] = [await ask('POST', '/session/passkey/options'), await ask('POST', '/session/passkey/options')]
  const replies = await Promise.all(
    [a, b].map((begun) =>
      ask('POST', '/session/passkey', begun.cookies, {
        credential: key.show(begun.json.data.options, { counter: 500 }),
      }),
    ),
  )
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 403])
})

test('whoever has a passkey is not let in by less, and a removed one lets nobody in', async () => {
  const own = await byLink()
  const { id } = (await ask('GET', '/account/sign-in', own)).json.data.passkeys[0]
  const body = { name: 'heron', password: 'a sentence about three grey herons' }
  assert.equal((await ask('POST', '/account/password', own, body)).status, 200)
  const half = await ask('POST', '/session/password', '', body)
  assert.deepEqual([half.json.data.state, half.json.data.ways], ['second-factor', ['passkey']])
  assert.deepEqual((await ask('GET', '/session/ways', half.cookies)).json.data.pending, ['passkey'])
  key.forge()
  assert.equal((await signIn(key, { counter: 900 })).status, 403)
  assert.equal((await ask('POST', '/account/passkeys/remove', own, { passkey: id })).status, 200)
  assert.equal((await signIn(key, { counter: 901 })).json.code, 'passkey-refused')
})

test('passkeys belong to a name over TLS', async () => {
  assert.deepEqual(passkeyHost('tls', 'Holdfast.example:8443'), {
    rpId: 'holdfast.example',
    origin: 'https://holdfast.example:8443',
  })
  assert.match(String(passkeyHost('tls', '192.0.2.7:8443')), /IP address/)
  assert.match(String(passkeyHost('tls', '[2001:db8::1]:8443')), /IP address/)
  assert.match(String(passkeyHost('loopback', 'localhost:8080')), /TLS door/)
  assert.equal(typeof passkeyHost('tls', 'a b'), 'string')
  const plain = await http.ask('POST', '/api/v1/session/passkey/options', { token: '' })
  assert.deepEqual([plain.status, plain.json.code], [409, 'passkeys-not-here'])
})
