import assert from 'node:assert/strict'
import { request } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { connect } from 'node:net'
import { after, test } from 'node:test'
import { Type } from 'typebox'
import { newSignInLink } from '../access/index.ts'
import { defineRoute, type Route } from '../contract/index.ts'
import { many, notFound, one, pageQuery, searchQuery, unprocessable } from './index.ts'
import { testHttp } from './testing/index.ts'

const thing = Type.Object({ id: Type.String(), name: Type.String(), version: Type.Integer() })
const things = new Map<string, { id: string; name: string; version: number; tenant: number }>()
let runs = 0

const routes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/things',
    summary: 'List',
    permission: 'things:read',
    query: Type.Object({ ...searchQuery }),
    reply: many(thing),
    async handle({ query, caller }) {
      const start = Number(query.cursor ?? 0)
      const mine = [...things.values()].filter(({ tenant }) => tenant === caller.tenantId)
      const limit = query.limit ?? 100
      const next = start + limit < mine.length ? String(start + limit) : null
      return {
        data: mine.slice(start, start + limit),
        page: { next, prev: null, total: mine.length, totalIsExact: true },
      }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/things',
    summary: 'Make',
    permission: 'things:write',
    body: Type.Object({
      name: Type.String({ minLength: 1, maxLength: 20 }),
      kind: Type.Optional(Type.Union([Type.Literal('a'), Type.Literal('b')])),
    }),
    reply: one(thing),
    status: 201,
    writes: true,
    async handle({ body, caller }) {
      runs++
      if (body.name === 'slow') await new Promise((resolve) => setTimeout(resolve, 300))
      if (body.name === 'wrong') throw unprocessable('/body/name', 'taken', 'is taken')
      if (body.name === 'bug') throw new TypeError('secret detail of a bug')
      const made = { id: `t${things.size + 1}`, name: body.name, version: 1, tenant: caller.tenantId }
      things.set(made.id, made)
      return { data: made }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/things/:thing',
    summary: 'Read',
    permission: 'things:read',
    params: Type.Object({ thing: Type.String() }),
    reply: one(thing),
    async handle({ params, caller }) {
      const found = things.get(params.thing)
      if (!found || found.tenant !== caller.tenantId) throw notFound('thing')
      return { data: found }
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/things/:thing',
    summary: 'Change',
    permission: 'things:write',
    params: Type.Object({ thing: Type.String() }),
    body: Type.Object({ name: Type.String() }),
    reply: one(thing),
    writes: true,
    async handle({ params, body }) {
      const found = things.get(params.thing)!
      await new Promise((resolve) => setTimeout(resolve, 50))
      found.name = body.name
      found.version++
      return { data: found }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/writing-reader',
    summary: 'Writes although it does not say so',
    permission: 'things:read',
    query: Type.Object({ ...pageQuery }),
    reply: one(Type.Null()),
    async handle({ tx }) {
      await tx.query(`insert into api_token (tenant_id) values (1)`)
      return { data: null }
    },
  }),
]

const { ask, url, tlsUrl, authority, cookie, token, database, tenantId, tenant, log, server } = await testHttp(
  { after },
  { routes, tls: true },
)

test('a list is paged by sealed cursors that hold for this list only', async () => {
  for (const name of ['one', 'two', 'three']) await ask('POST', '/api/v1/things', { body: { name } })
  const first = await ask('GET', '/api/v1/things?limit=2')
  assert.equal(first.status, 200)
  assert.deepEqual(
    first.json.data.map((each: { name: string }) => each.name),
    ['one', 'two'],
  )
  assert.equal(first.json.page.total, 3)
  assert.equal(first.json.tenant.name, 'First')
  const { next } = first.json.page
  assert.ok(next.length > 20 && !Buffer.from(next, 'base64url').toString('latin1').includes('2'.repeat(2)))
  const second = await ask('GET', `/api/v1/things?limit=2&cursor=${next}`)
  assert.deepEqual(
    second.json.data.map((each: { name: string }) => each.name),
    ['three'],
  )
  const otherFilter = await ask('GET', `/api/v1/things?q=x&cursor=${next}`)
  assert.deepEqual([otherFilter.status, otherFilter.json.code], [400, 'cursor-invalid'])
  const otherTenant = await ask('GET', `/api/v1/things?cursor=${next}`, { token: await token(['*'], await tenant()) })
  assert.equal(otherTenant.status, 400)
  const broken = await ask('GET', `/api/v1/things?cursor=${next.slice(0, -2)}xx`)
  assert.equal(broken.status, 400)
})

test('a long query goes by POST', async () => {
  const reply = await ask('POST', '/api/v1/things/search', { body: { q: 'x'.repeat(500_000), limit: 1 } })
  assert.equal(reply.status, 200)
  assert.equal(reply.json.data.length, 1)
})

test('what is wrong is told with pointers, as problem+json', async () => {
  const reply = await ask('POST', '/api/v1/things', { body: { name: '', kind: 'c', extra: 1 } })
  assert.equal(reply.status, 422)
  assert.match(reply.headers.get('content-type')!, /^application\/problem\+json/)
  const found = Object.fromEntries(
    reply.json.errors.map((each: { pointer: string; message: string }) => [each.pointer, each.message]),
  )
  assert.deepEqual(Object.keys(found).sort(), ['/body/extra', '/body/kind', '/body/name'])
  assert.equal(found['/body/kind'], 'must be one of "a", "b"')
  assert.equal(reply.json.traceId, reply.headers.get('x-trace-id'))
  const page = await (await fetch(url + reply.json.type)).text()
  assert.ok(page.includes(`id="${reply.json.code}"`))
  const typo = await ask('GET', '/api/v1/things?limt=3&limit=0x10')
  assert.deepEqual(typo.json.errors.map((each: { pointer: string }) => each.pointer).sort(), [
    '/query/limit',
    '/query/limt',
  ])
  const own = await ask('POST', '/api/v1/things', { body: { name: 'wrong' } })
  assert.deepEqual([own.status, own.json.errors[0].pointer], [422, '/body/name'])
})

test('bodies that nothing could take are refused, not failed on', async () => {
  const cases: [unknown, number][] = [
    ['{', 400],
    ['{"__proto__": {"a": 1}, "name": "x"}', 400],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400],
    [{ name: 'nul\0' }, 400],
    ['{"name": "\\ud800"}', 400],
    [JSON.stringify({ name: 'x'.repeat(3_000_000) }), 413],
    ['[]', 422],
    ['null', 422],
    ['"text"', 422],
    ['', 422],
  ]
  for (const [body, status] of cases) {
    const reply = await ask('POST', '/api/v1/things', { body })
    assert.equal(reply.status, status, String(body).slice(0, 40))
  }
  const media = await ask('POST', '/api/v1/things', {
    body: 'name=x',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  assert.deepEqual([media.status, media.json.code], [415, 'wrong-media-type'])
  const bytes = await fetch(`${url}/api/v1/things`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
    body: Buffer.from([0x22, 0xff, 0xfe, 0x22]),
  })
  assert.equal(bytes.status, 400)
})

test('a bug is a 500 that tells nothing but its trace id', async () => {
  const reply = await ask('POST', '/api/v1/things', { body: { name: 'bug' } })
  assert.equal(reply.status, 500)
  assert.ok(!reply.text.includes('secret detail'))
  assert.ok(log().includes('secret detail') && log().includes(reply.json.traceId))
})

test('a change needs the version that was seen, and one of two writers wins', async () => {
  const made = await ask('POST', '/api/v1/things', { body: { name: 'original' } })
  const path = made.headers.get('location')!
  const read = await ask('GET', path)
  const etag = read.headers.get('etag')!
  assert.equal((await ask('GET', path, { headers: { 'if-none-match': etag } })).status, 304)
  const without = await ask('PATCH', path, { body: { name: 'x' } })
  assert.deepEqual([without.status, without.json.code], [428, 'if-match-missing'])
  const both = await Promise.all(
    ['a', 'b'].map((name) => ask('PATCH', path, { body: { name }, headers: { 'if-match': etag } })),
  )
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 412])
  const lost = both.find(({ status }) => status === 412)!
  assert.equal(lost.headers.get('etag'), (await ask('GET', path)).headers.get('etag'))
})

test('an idempotency key carries a request out once', async () => {
  const headers = { 'idempotency-key': 'k1' }
  const before = runs
  const first = await ask('POST', '/api/v1/things', { body: { name: 'keyed' }, headers })
  const again = await ask('POST', '/api/v1/things', { body: { name: 'keyed' }, headers })
  assert.equal(runs, before + 1)
  assert.deepEqual([again.status, again.text, again.headers.get('idempotent-replayed')], [201, first.text, 'true'])
  const other = await ask('POST', '/api/v1/things', { body: { name: 'other' }, headers })
  assert.deepEqual([other.status, other.json.code], [422, 'idempotency-key-reused'])
  const slow = { body: { name: 'slow' }, headers: { 'idempotency-key': 'k2' } }
  const race = await Promise.all([ask('POST', '/api/v1/things', slow), ask('POST', '/api/v1/things', slow)])
  assert.deepEqual(race.map(({ status }) => status).sort(), [201, 409])
  const elsewhere = await ask('POST', '/api/v1/things', { body: { name: 'keyed' }, headers, token: await token() })
  assert.notEqual(elsewhere.json.data.id, first.json.data.id)
  const failed = { body: { name: 'wrong' }, headers: { 'idempotency-key': 'k3' } }
  await ask('POST', '/api/v1/things', failed)
  assert.equal((await ask('POST', '/api/v1/things', failed)).status, 422)
})

test('a route that does not say that it writes cannot', async () => {
  const reply = await ask('GET', '/api/v1/writing-reader')
  assert.equal(reply.status, 500)
  assert.match(log(), /read-only transaction/)
})

test('nobody, somebody without the permission, and a token of less', async () => {
  assert.equal((await ask('GET', '/api/v1/things', { token: '' })).status, 401)
  assert.equal((await ask('GET', '/api/v1/things', { token: 'hfst_invented' })).status, 401)
  const reader = await token(['*:read'])
  assert.equal((await ask('GET', '/api/v1/things', { token: reader })).status, 200)
  const refused = await ask('POST', '/api/v1/things', { token: reader, body: { name: 'x' } })
  assert.deepEqual([refused.status, refused.json.code], [403, 'not-permitted'])
  assert.match(refused.json.detail, /things:write/)
})

test('a cookie of one door signs in at that door only, and changes need the header', async () => {
  const jar = await cookie()
  assert.match(jar, /^holdfast-local=/)
  const me = await ask('GET', '/api/v1/session', { token: '', headers: { cookie: jar } })
  assert.equal(me.json.data.role, 'owner')
  const change = (headers: Record<string, string>) =>
    ask('POST', '/api/v1/things', { token: '', body: { name: 'by cookie' }, headers: { cookie: jar, ...headers } })
  assert.deepEqual((await change({})).json.code, 'request-header-missing')
  assert.equal((await change({ 'x-holdfast-request': '1' })).status, 201)
  assert.equal((await change({ 'x-holdfast-request': '1', origin: url })).status, 201)
  const foreign = await change({ 'x-holdfast-request': '1', origin: 'http://evil.example' })
  assert.deepEqual([foreign.status, foreign.json.code], [403, 'foreign-origin'])
  assert.equal((await change({ 'x-holdfast-request': '1', 'sec-fetch-site': 'cross-site' })).status, 403)
  const out = await ask('DELETE', '/api/v1/session', { token: '', headers: { cookie: jar, 'x-holdfast-request': '1' } })
  assert.equal(out.json.data.ended, true)
  assert.equal((await ask('GET', '/api/v1/session', { token: '', headers: { cookie: jar } })).status, 401)
})

test('the TLS door has cookies and links of its own', async () => {
  const owner = { tenantId, personId: 1 }
  const link = await newSignInLink(database, owner, 'tls')
  assert.equal((await ask('POST', '/api/v1/session', { token: '', body: { link } })).status, 401)
  const reply = await overTls('POST', '/api/v1/session', JSON.stringify({ link }))
  assert.equal(reply.status, 201)
  const set = String(reply.headers['set-cookie'])
  assert.match(set, /^__Host-holdfast=.*HttpOnly; SameSite=Strict.*Secure/)
  assert.match(String(reply.headers['strict-transport-security']), /max-age/)
  const value = set.split(';')[0]!.split('=')[1]
  assert.equal(
    (await ask('GET', '/api/v1/session', { token: '', headers: { cookie: `holdfast-local=${value}` } })).status,
    401,
  )
  assert.equal((await overTls('GET', '/metrics')).status, 401)
})

function overTls(method: string, path: string, body?: string) {
  return new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
    const sent = tlsRequest(
      tlsUrl + path,
      { method, ca: authority, headers: { 'content-type': 'application/json' } },
      (reply) => {
        reply.resume()
        resolve({ status: reply.statusCode!, headers: reply.headers })
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

test('a name that was re-bound to loopback is turned away', async () => {
  const status = (host: string) =>
    new Promise((resolve, reject) => {
      request(`${url}/healthz`, { headers: { host } }, (reply) => resolve(reply.resume().statusCode))
        .on('error', reject)
        .end()
    })
  for (const host of ['localhost', 'localhost:9999', '127.0.0.1:1', '[::1]:80', 'holdfast.localhost'])
    assert.equal(await status(host), 200, host)
  for (const host of ['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example', '192.0.2.1'])
    assert.equal(await status(host), 421, host)
})

test('what is no HTTP gets a line and the door is closed', async () => {
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write('\x16\x03\x01nonsense\r\n\r\n'))
    socket.on('data', (data) => resolve(String(data)))
  })
  assert.match(answer, /^HTTP\/1.1 400/)
})

test('every reply has the headers that keep pages apart', async () => {
  for (const path of [
    '/healthz',
    '/docs/api',
    '/docs/api/problems',
    '/nowhere',
    '/api/v1/things',
    '/%zz',
    '/api/v1/openapi.json',
  ]) {
    const { headers } = await ask('GET', path)
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/, path)
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
    assert.match(headers.get('x-trace-id') ?? '', /^[0-9a-f]{32}$/, path)
  }
  const traced = await ask('GET', '/healthz', {
    headers: { traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` },
  })
  assert.equal(traced.headers.get('x-trace-id'), 'ab'.repeat(16))
})

test('pages need nothing from elsewhere and nothing inline', async () => {
  for (const path of ['/docs/api', '/docs/api/problems']) {
    const { text } = await ask('GET', path)
    assert.ok(text.includes('</html>'))
    assert.deepEqual(
      [...text.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1]).filter((target) => !/^[/#]/.test(target!)),
      [],
    )
    assert.ok(!/<style|<script|style=|onclick/i.test(text))
  }
})

test('metrics count by route, never by address', async () => {
  await ask('GET', '/api/v1/things/t1')
  const { text } = await ask('GET', '/metrics')
  assert.match(
    text,
    /holdfast_http_request_seconds_count\{method="GET",route="\/api\/v1\/things\/:thing",status="200"\} \d+/,
  )
  assert.ok(!text.includes('/things/t1"'))
})

test('secrets stay out of the log', async () => {
  const by = await token()
  const jar = await cookie()
  await ask('GET', `/api/v1/things?q=${by}`, { token: by, headers: { cookie: jar } })
  assert.ok(!log().includes(by))
  assert.ok(!log().includes(jar.split('=')[1]!))
})

test('routes that break the conventions are not mounted', async () => {
  const { prepareRoutes } = await import('./api/prepared-route.ts')
  const change = {
    method: 'DELETE',
    path: '/x/:x',
    summary: '',
    permission: 'a:b',
    reply: one(Type.Null()),
    writes: true,
  } as const
  const handle = async () => ({ data: null })
  assert.throws(() => prepareRoutes([{ ...change, handle }]), /no GET/)
  assert.throws(() => prepareRoutes([...routes, routes[0]!]), /one already/)
  assert.throws(() => prepareRoutes([{ ...change, method: 'GET', path: '/X_y', handle }]), /odd path/)
})

test('the OpenAPI document names every route', () => {
  const paths = server.openApi.paths as Record<string, Record<string, unknown>>
  assert.deepEqual(
    Object.keys(paths).filter((path) => path.includes('things')),
    ['/api/v1/things', '/api/v1/things/search', '/api/v1/things/{thing}'],
  )
  assert.deepEqual(Object.keys(paths['/api/v1/things/{thing}']!), ['get', 'patch'])
})
