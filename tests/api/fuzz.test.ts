import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { sampleInstallation } from './sample-installation.ts'

const requests = 10_000
const atOnce = 8
/** Far above any answer of a healthy server: whatever takes longer hangs. */
const answerWithin = 120_000
const seed = Number(process.env.HOLDFAST_FUZZ_SEED ?? Date.now() % 1_000_000)

const installation = await sampleInstallation({ after })
const { server, url, token, tenantId, ask } = installation
await installation.fill(tenantId, 'fuzz-')
const owner = await token()
const known = await realIds()

interface Operation {
  readonly parameters?: readonly { name: string; in: string; schema?: Schema }[]
  readonly requestBody?: { content: Record<string, { schema: Schema }> }
}
interface Schema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
}

const operations = Object.entries(server.openApi.paths as Record<string, Record<string, Operation>>)
  .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
  .filter(({ path }) => !path.endsWith('/events'))
const others = [
  '/',
  '/sign-in',
  '/docs/api',
  '/healthz',
  '/readyz',
  '/metrics',
  '/agent/v1/enrolment',
  '/agent/v1/envelopes',
  '/agent/v1/commands',
  '/agent/v1/archive/x',
  '/api/v1/nothing',
]

/** Texts that break things elsewhere. */
const hostile = fc.constantFrom(
  '',
  ' ',
  '\0',
  '\u0000null',
  "' or 1=1 --",
  '"; drop table asset; --',
  '%',
  '%00',
  '%ff',
  '%c0%af',
  '../../etc/passwd',
  '..%2f..%2f',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '\ud800',
  '\udfff',
  '\u202e',
  '\ufeff',
  '\u{1f4a9}',
  'ＡＢＣ',
  'ß',
  'İ',
  '\r\nSet-Cookie: a=b',
  'NaN',
  'Infinity',
  '-0',
  '1e400',
  '-1',
  '0',
  '99999999999999999999',
  '9007199254740993',
  '2147483648',
  '0x10',
  'true',
  'null',
  'undefined',
  '2026-02-30',
  '9999-12-31T23:59:59Z',
  '+275760-09-13T00:00:00Z',
  '-271821-04-20',
  'now-999999999999d',
  '{}',
  '[]',
  '$' + '{7*7}',
  '{{7*7}}',
  '<script>',
  'a'.repeat(5000),
  'severity:high',
  'severity >= ',
  '((((((((',
  'not not not',
  'name:*',
  'name ~ /(a+)+$/',
  'name ~ /[/',
  'firstFound:[.. now-7d]',
  'sort by',
  'group by severity',
  'count',
  'as of 2020-01-01',
  'limit 0',
  'a:"',
  'place:`\\`',
  '"'.repeat(999),
)
const harmless = fc.constantFrom(
  'web',
  'severity:high',
  'status:open',
  'name:f*',
  'severity >= low and not place:x',
  'risk-accepted',
  'now',
  '2030-01-01T00:00:00Z',
  '-severity',
  'severity',
  '*',
)
const text = fc.oneof(
  { weight: 12, arbitrary: harmless },
  { weight: 3, arbitrary: hostile },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 6, arbitrary: fc.constantFrom(...Object.values(known)) },
)
const json = fc.oneof(
  { weight: 2, arbitrary: text },
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(...[[], {}, [[[[[]]]]], { __proto__: null, a: 1 }]),
)

/** Mostly what the schema wants, now and then something else. */
function value(schema: Schema | undefined, depth = 0): fc.Arbitrary<unknown> {
  const wrong = { weight: 1, arbitrary: json as fc.Arbitrary<unknown> }
  if (!schema || depth > 4) return json
  if (schema.enum) return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...schema.enum) }, wrong)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => value(each, depth + 1)))
  switch (schema.type) {
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(
        ([name, each]) => [name, value(each, depth + 1)] as const,
      )
      const object = fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, {
        requiredKeys: [],
      })
      return fc.oneof({ weight: 20, arbitrary: object }, wrong)
    }
    case 'array':
      return fc.oneof({ weight: 4, arbitrary: fc.array(value(schema.items, depth + 1), { maxLength: 4 }) }, wrong)
    case 'integer':
    case 'number':
      return fc.oneof({ weight: 2, arbitrary: fc.integer({ min: 0, max: 1000 }) }, fc.maxSafeInteger(), wrong)
    case 'boolean':
      return fc.oneof({ weight: 4, arbitrary: fc.boolean() }, wrong)
    default:
      return fc.oneof({ weight: 20, arbitrary: text as fc.Arbitrary<unknown> }, wrong)
  }
}

interface Sent {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body?: string | Buffer
}

const header = text.map((each) => each.replace(/[^\x21-\x7e]/g, '').slice(0, 300))

const byRoute: fc.Arbitrary<Sent> = fc.constantFrom(...operations).chain(({ path, method, operation }) => {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
  const parameters = (operation.parameters ?? []).filter((each) => each.in === 'query')
  const body = operation.requestBody && Object.values(operation.requestBody.content)[0]?.schema
  return fc
    .record({
      ids: fc.tuple(...names.map((name) => fc.oneof({ weight: 8, arbitrary: fc.constant(known[name] ?? 'x') }, text))),
      query: fc.record(Object.fromEntries(parameters.map(({ name, schema }) => [name, value(schema)])), {
        requiredKeys: [],
      }),
      stray: fc.option(fc.tuple(text, text), { freq: 1 }),
      body: body
        ? fc.oneof({ weight: 12, arbitrary: value(body).map((each) => JSON.stringify(each)) }, text)
        : fc.constant(undefined),
      match: fc.constantFrom(undefined, '*', '"1.x"', '"', 'W/"x"', ',,,'),
      key: fc.option(header, { freq: 8 }),
      type: fc.oneof({ weight: 40, arbitrary: fc.constant('application/json') }, header),
    })
    .map(({ ids, query, stray, body: content, match, key, type }): Sent => {
      let at = 0
      const filled = path.replace(/\{\w+\}/g, () => encode(ids[at++] as string))
      const pairs = [...Object.entries(query), ...(stray ? [stray] : [])]
      const search = pairs.map(
        ([name, each]) => `${encode(name)}=${encode(typeof each === 'string' ? each : (JSON.stringify(each) ?? ''))}`,
      )
      const headers = {
        'content-type': type || 'x',
        ...(match && { 'if-match': match }),
        ...(key && { 'idempotency-key': key }),
      }
      const sent = {
        method: method.toUpperCase(),
        path: filled + (search.length > 0 ? `?${search.join('&')}` : ''),
        headers,
      }
      return content === undefined || content === null ? sent : { ...sent, body: content }
    })
})

const elsewhere: fc.Arbitrary<Sent> = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
    path: fc.constantFrom(...others),
    tail: text,
    bytes: fc.uint8Array({ maxLength: 200 }),
  })
  .map(({ method, path, tail, bytes }) => ({
    method,
    path: `${path}${encode(tail)}`,
    headers: {},
    ...(method !== 'GET' && method !== 'HEAD' && { body: Buffer.from(bytes) }),
  }))

/** As a hostile client would: mostly well-formed, sometimes with broken escapes. */
function encode(part: string): string {
  return /%(?![0-9a-f]{2})/i.test(part) && part.length % 2 === 0
    ? part.replace(/[^\x21-\x7e]/g, '')
    : encodeURIComponent(part.toWellFormed())
}

const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
after(() => agent.destroy())

function send({ method, path, headers, body }: Sent): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url + path,
      { method, agent, timeout: answerWithin, headers: { authorization: `Bearer ${owner}`, ...headers } },
      (reply) => {
        reply.resume()
        reply.on('close', () =>
          reply.complete ? resolve(reply.statusCode!) : reject(new Error(`a broken answer (${reply.statusCode})`)),
        )
      },
    )
    sent.on('error', reject)
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${answerWithin} ms`)))
    sent.end(body)
  })
}

test(`${requests} fuzzed requests: no 500 (HOLDFAST_FUZZ_SEED=${seed})`, async () => {
  const all = fc.sample(fc.oneof({ weight: 9, arbitrary: byRoute }, elsewhere), { numRuns: requests, seed })
  const statuses = new Map<number, number>()
  const failures: string[] = []
  let next = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < all.length) {
        const sent = all[next++]!
        // The path may be one that Node's own client refuses to send.
        const status = await send(sent).catch((error: NodeJS.ErrnoException) =>
          error.code === 'ERR_UNESCAPED_CHARACTERS' ? 0 : error,
        )
        if (typeof status === 'number') statuses.set(status, (statuses.get(status) ?? 0) + 1)
        if (typeof status !== 'number' || status >= 500)
          failures.push(
            `${status} ${sent.method} ${sent.path} ${JSON.stringify(sent.headers)} ${String(sent.body).slice(0, 300)}`,
          )
      }
    }),
  )
  const failed = installation
    .log()
    .split('\n')
    .filter((line) => line.includes('"level":50'))
  assert.deepEqual([failures.slice(0, 5), failed.slice(0, 2)], [[], []])
  const good = [...statuses]
    .filter(([status]) => status >= 200 && status < 300)
    .reduce((sum, [, count]) => sum + count, 0)
  // A fuzzer that never gets through tests the door only.
  assert.ok(good > requests / 20, JSON.stringify([...statuses]))
  process.stdout.write(`# statuses ${JSON.stringify(Object.fromEntries([...statuses].sort()))}\n`)
})

async function realIds(): Promise<Record<string, string>> {
  const first = async (path: string) => (await ask('GET', path)).json.data[0]?.id as string
  const finding = await first('/api/v1/findings')
  const asset = (await ask('GET', `/api/v1/findings/${finding}`)).json.data.asset.id as string
  const made = await ask('POST', '/api/v1/exceptions', {
    body: { scope: { asset }, reason: 'not-applicable', justification: 'It is not.' },
  })
  return {
    finding,
    asset,
    source: await first('/api/v1/sources'),
    key: await first('/api/v1/activation-keys'),
    exception: made.json.data.id,
  }
}
