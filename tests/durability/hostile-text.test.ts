import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type FactType, itemKey } from '@holdfast/platform/contract'
import { type EnvelopeRecord, limits, storable, storableText, toInstant } from '@holdfast/platform/envelope'
import { readFacts } from '@holdfast/platform/facts'
import { inTenant } from '@holdfast/platform/intake'
import { quoteStored } from '@holdfast/platform/search/language'
import { serverFaces } from '../../apps/server.ts'
import type { SampleAgent } from '../../platform/intake/testing/sample-agent.ts'
import { receivingServer } from './receiving-server.ts'

/** What a host that means harm may say in place of any word. */
const hostile: Readonly<Record<string, string>> = {
  'a script': '<script>document.title="owned"</script>',
  'an image that fails': '"><img src=x onerror=\'document.title="owned"\'>',
  'an address that runs': 'javascript:document.title="owned"',
  'the end of a statement': "'; drop table asset cascade; --",
  placeholders: `$1 %s %n \${7*7} {{7*7}} #{7*7}`,
  NUL: 'be\u0000fore',
  'half a surrogate pair': 'high \ud83d low \udca9',
  'colours and titles of a terminal': '\u001b[31mred\u001b[0m\u001b]0;owned\u0007',
  'text that runs backwards': '\u202egpj.exe\u2066',
  'lines of a header': 'x\r\nset-cookie: a=b\r\n\r\n<html>',
  'a name of every object': '__proto__',
  'another one': 'constructor',
  'a way up': '../../../../etc/passwd%00.png',
  'a formula': "=cmd|' /C calc'!A0",
  'an escape of JSON': '\\u0000\\"},{"x":"',
  'invisible letters': 'a\u200bd\u200cm\u00adi\ufeffn',
  'white space': ' \t\n\u00a0\u2028\u2029 ',
  'a long word': 'W'.repeat(250),
  'many letters in one': `e${'\u0301'.repeat(120)}`,
}

const server = await receivingServer({ after }, { faces: serverFaces })
const facts = serverFaces.flatMap(({ app }) => app.facts)
const everyPage = await apiPages()

type Schema = {
  readonly type?: string
  readonly enum?: unknown
  readonly const?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly maxLength?: number
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
}

/** An item with `text` wherever its fact lets a text be. */
function poison(schema: Schema, example: unknown, text: string): unknown {
  if (schema.type === 'string') {
    const isFree = schema.enum === undefined && schema.const === undefined && !schema.format && !schema.pattern
    return isFree ? text.slice(0, schema.maxLength) : example
  }
  if (schema.type === 'array') {
    const first = Array.isArray(example) ? (example[0] as unknown) : undefined
    if (first === undefined && schema.items?.type !== 'string') return []
    const item = poison(schema.items ?? {}, first, text)
    return item === undefined ? [] : [item]
  }
  if (schema.type !== 'object' || !schema.properties) return example
  const fields = Object.entries(schema.properties).map(
    ([name, field]) => [name, poison(field, (example as Record<string, unknown> | undefined)?.[name], text)] as const,
  )
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined))
}

function hostileFacts(
  fact: FactType,
  text: string,
  mode: 'full' | 'delta' = 'full',
  item = poison(fact.schema as Schema, fact.example, text) as Record<string, unknown>,
): EnvelopeRecord {
  return {
    ...{ type: 'facts', about: 'self', fact: fact.name, version: fact.version, scope: `scope ${text}`.slice(0, 700) },
    ...{ mode, complete: true, observedAt: toInstant(Date.now()), gone: [], set: { [itemKey(fact, item)]: item } },
  } as EnvelopeRecord
}

async function hostileHost(text: string): Promise<SampleAgent> {
  const agent = await server.agent()
  const name = text.slice(0, 500)
  const identifiers = [
    { kind: 'agent-id', value: `${agent.run} ${name.slice(0, 200)}` },
    { kind: 'hostname', value: name },
  ]
  await agent.tell(
    [{ type: 'asset', ref: 'self', kind: 'host', name, identifiers }],
    facts.map((fact) => hostileFacts(fact, text)),
    facts.map((fact) => ({
      ...{ type: 'problem', about: 'self', fact: fact.name, scope: `other ${text}`.slice(0, 700), reason: 'denied' },
      ...{ detail: text, observedAt: toInstant(Date.now()) },
    })) as EnvelopeRecord[],
  )
  return agent
}

/** The same value with ordinary prototypes. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

/** Asset of an agent. */
async function assetOf(agent: SampleAgent): Promise<{ assetId: number; id: string; name: string }> {
  const { rows } = await server.admin.query<{ asset_id: string; public_id: string; name: string }>(
    `select a.asset_id, a.public_id, a.name from holdfast.asset a
       join holdfast.asset_source o on o.tenant_id = a.tenant_id and o.asset_id = a.asset_id
       join holdfast.source s on s.tenant_id = o.tenant_id and s.source_id = o.source_id where s.public_id = $1`,
    [agent.source],
  )
  assert.equal(rows.length, 1)
  return { assetId: Number(rows[0]!.asset_id), id: rows[0]!.public_id, name: rows[0]!.name }
}

/** An operation as the document of the API describes it; `security` where it is not that of all. */
interface Described {
  readonly responses: Record<string, { content?: object }>
  readonly security?: readonly object[]
}

/** All reading routes of the API that a token may ask, as the server itself lists them. */
async function apiPages(): Promise<readonly string[]> {
  const { json } = await server.ask('GET', '/api/v1/openapi.json')
  const paths = json.paths as Record<string, Record<string, Described>>
  return Object.entries(paths)
    .filter(([, { get }]) => Object.keys(get?.responses['200']?.content ?? {}).includes('application/json'))
    .filter(([, { get }]) => get!.security?.every((scheme) => 'token' in scheme) ?? true)
    .map(([path]) => path)
}

/** Every page of the API that can be filled with these ids; each is JSON that says so, and no failure. */
async function readPages(ids: Readonly<Record<string, string>>): Promise<string> {
  const bodies: string[] = []
  for (const path of everyPage) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
    if (named.some((name) => ids[name] === undefined)) continue
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name]!))
    const reply = await server.ask('GET', `/api/v1${filled.replace(/^\/api\/v1/, '')}`)
    assert.ok([200, 400, 404].includes(reply.status), `${filled}: ${reply.status} ${reply.text.slice(0, 300)}`)
    assert.match(reply.headers.get('content-type') ?? '', /^application\/(problem\+)?json\b/, filled)
    assert.equal(reply.headers.get('x-content-type-options'), 'nosniff', filled)
    assert.equal(reply.headers.get('set-cookie'), null, filled)
    bodies.push(JSON.stringify(reply.json))
  }
  assert.ok(bodies.length > 10, 'there are pages to read')
  return bodies.join('\n')
}

const hosts = new Map<string, SampleAgent>()
before(async () => {
  for (const [what, text] of Object.entries(hostile)) hosts.set(what, await hostileHost(text))
  await server.apply()
  await server.judge()
})

for (const [what, text] of Object.entries(hostile)) {
  test(`${what} in every field of every fact is kept and served as the text it is`, async () => {
    const agent = hosts.get(what)!
    const asset = await assetOf(agent)
    assert.equal(asset.name, storableText(text.slice(0, 500)))
    const stored = await inTenant(server.database, server.tenantId, (tx) => readFacts(tx, asset.assetId))
    for (const fact of facts) {
      const given = hostileFacts(fact, text) as Extract<EnvelopeRecord, { type: 'facts' }>
      const [known] = stored.filter((each) => each.fact === fact.name)
      assert.ok(known, `${fact.name} is known`)
      assert.equal(known.scope, storableText(given.scope))
      assert.deepEqual(plain([...known.items]), plain(Object.entries(storable(given.set) as object)), fact.name)
    }
    const findings = (await server.ask('GET', '/api/v1/findings?limit=200')).json.data as { id: string }[]
    const served = await readPages({ asset: asset.id, source: agent.source, finding: findings[0]?.id ?? 'fnd_none' })
    assert.ok(served.includes(JSON.stringify(asset.name).slice(1, -1)), 'the name is served')
    const query = encodeURIComponent(`name:${quoteStored(asset.name)}`)
    const found = await server.ask('GET', `/api/v1/assets?q=${query}`)
    assert.equal(found.status, 200, found.text)
    assert.deepEqual(
      (found.json.data as { id: string }[]).map(({ id }) => id),
      [asset.id],
      'it is found by its name, as a text of the query language',
    )
    assert.deepEqual(server.errors(), [])
  })
}

test('fields as long as they may be, of letters that do not compress, are kept', async () => {
  const noise = Array.from({ length: 4096 }, () =>
    String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 20_000)),
  ).join('')
  const agent = await server.agent()
  const identifiers = [{ kind: 'agent-id', value: agent.run }]
  const items = facts.map((fact) => {
    const item = poison(fact.schema as Schema, fact.example, noise) as Record<string, unknown>
    const key = Object.fromEntries(fact.key.map((field) => [field, (fact.example as Record<string, unknown>)[field]]))
    return [fact, { ...item, ...key }] as const
  })
  await agent.tell(
    [{ type: 'asset', ref: 'self', kind: 'host', name: 'noisy', identifiers }],
    ...items.map(([fact, item]) => [hostileFacts(fact, '', 'full', item)]),
  )
  await server.apply()
  const asset = await assetOf(agent)
  const stored = await inTenant(server.database, server.tenantId, (tx) => readFacts(tx, asset.assetId))
  const missing = items.filter(([fact]) => !stored.some((each) => each.fact === fact.name && each.items.size === 1))
  const tooLarge = items.filter(([, item]) => Buffer.byteLength(JSON.stringify(item)) > limits.itemBytes)
  assert.deepEqual(
    missing.map(([fact]) => fact.name),
    tooLarge.map(([fact]) => fact.name),
    'all but what is larger than an item may be',
  )
  await server.judge()
  await readPages({ asset: asset.id, source: agent.source })
  assert.deepEqual(server.errors(), [])
})

test('texts beyond every bound are set aside whole, and the rest of what was said is taken', async () => {
  const agent = await server.agent()
  const huge = `<b>${'\u{1f600}'.repeat(250_000)}</b>`
  const [fact] = facts.filter(({ name }) => name === 'inventory.package')
  const identifiers = [{ kind: 'agent-id', value: agent.run }]
  await agent.tell(
    [{ type: 'asset', ref: 'self', kind: 'host', name: 'large', identifiers }],
    [{ type: 'asset', ref: 'other', kind: 'host', name: huge, identifiers }],
    facts.map((each) => hostileFacts(each, huge, 'delta')),
    [hostileFacts(fact!, 'an honest package')],
    [{ type: 'gap', from: toInstant(0), to: toInstant(1), reason: huge }],
  )
  await server.apply()
  const asset = await assetOf(agent)
  assert.equal(asset.name, 'large')
  const stored = await inTenant(server.database, server.tenantId, (tx) => readFacts(tx, asset.assetId, [fact!.name]))
  assert.ok(stored.some(({ items }) => [...items.values()].some(({ name }) => name === 'an honest package')))
  const { json } = await server.ask('GET', '/api/v1/set-aside/records?reason=malformed&limit=200')
  const aside = (json.data as { source: string; record: { name?: string } }[]).filter(
    ({ source }) => source === agent.source,
  )
  assert.ok(aside.length >= 2)
  assert.ok(
    aside.some(({ record }) => record.name === huge),
    'not a letter of it is lost',
  )
  await readPages({ asset: asset.id, source: agent.source })
})

test('after all of this what was counted adds up, and the server has failed at nothing', async () => {
  assert.deepEqual((await server.account()).problems, [])
  assert.deepEqual(server.errors(), [])
})
