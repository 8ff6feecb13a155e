import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createApiToken } from '@holdfast/platform/access'
import type { TenantTransaction } from '@holdfast/platform/contract'
import { keepSight } from '@holdfast/platform/scope'
import fc from 'fast-check'
import { sampleInstallation } from './sample-installation.ts'

const installation = await sampleInstallation({ after })
const ask = (method: string, path: string, body?: unknown, token?: string) =>
  installation.ask(method, `/api/v1${path}`, {
    headers: { 'if-match': '*' },
    ...(body !== undefined && { body }),
    ...(token && { token }),
  })

await installation.fill(installation.tenantId, 'alpha-')
await installation.fill(installation.tenantId, 'beta-')
const hosts = (await ask('GET', '/assets?limit=1000')).json.data as { readonly id: string; readonly name: string }[]
/** Three at the root; the last two stand one below the other below the first. */
const tags: string[] = []
for (const [index, name] of ['one', 'two', 'three', 'below', 'deeper'].entries()) {
  const parent = index === 3 ? tags[0] : index === 4 ? tags[3] : undefined
  tags.push((await ask('POST', '/tags', { name, ...(parent && { parent }) })).json.data.id)
}
const has = new Map(tags.map((tag) => [tag, new Set<string>()]))

/** Tags with all that stand below them. */
const reach = (ids: readonly string[]) =>
  ids.flatMap((id) => (id === tags[0] ? [id, tags[3]!, tags[4]!] : id === tags[3] ? [id, tags[4]!] : [id]))

/** The names of hosts that a scope shows, worked out in memory. */
function shown(include: readonly string[], exclude: readonly string[]): string[] {
  const carries = (host: { id: string }, ids: readonly string[]) => reach(ids).some((id) => has.get(id)!.has(host.id))
  return hosts.filter((host) => carries(host, include) && !carries(host, exclude)).map(({ name }) => name)
}

async function give(tag: string, host: string, gives: boolean): Promise<void> {
  if (has.get(tag)!.has(host) === gives) return
  const done = gives
    ? await ask('POST', `/assets/${host}/tags`, { tag })
    : await ask('DELETE', `/assets/${host}/tags/${tag}`)
  assert.equal(done.status, 200, done.text)
  if (gives) has.get(tag)!.add(host)
  else has.get(tag)!.delete(host)
}

async function tokenFor(include: string[], exclude: string[]): Promise<string> {
  return installation.database.asTenant(installation.tenantId, async (transaction) => {
    const tx = transaction as unknown as TenantTransaction
    const { scopeId } = await keepSight(tx, { include, exclude })
    return (await createApiToken(transaction, { name: 'limited', scopes: ['*'], scopeId: scopeId! })).secret
  })
}

/** Everything that a list says, with facets and totals; ids of rows in their order. */
async function list(path: string, q: string, token?: string) {
  const { status, json, text } = await ask('POST', `${path}/search`, { q, limit: 1000, facets: '*' }, token)
  assert.equal(status, 200, text)
  return json
}

const byNames = (token: string, chosen: readonly string[]) =>
  chosen.length === 0 ? `${token}:\`nobody is called this\`` : chosen.map((name) => `${token}:\`${name}\``).join(' or ')

test('somebody limited sees what the filter in memory shows: in every list, facet, total, export, completion and counter', async () => {
  const pick = fc.subarray([0, 1, 2, 3, 4])
  const change = fc.record({ tag: fc.nat(4), host: fc.nat(1000), gives: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 12 }),
      pick.filter((some) => some.length > 0),
      pick,
      async (changes, included, excluded) => {
        const [include, exclude] = [included.map((n) => tags[n]!), excluded.map((n) => tags[n]!)]
        if (include.every((id) => exclude.includes(id))) return
        // Half of the changes come before the scope is made, half after it.
        const half = Math.floor(changes.length / 2)
        const apply = async (some: typeof changes) => {
          for (const { tag, host, gives } of some) await give(tags[tag]!, hosts[host % hosts.length]!.id, gives)
        }
        await apply(changes.slice(0, half))
        const token = await tokenFor(include, exclude)
        await apply(changes.slice(half))
        await agree(token, shown(include, exclude))
      },
    ),
    { numRuns: Number(process.env.HOLDFAST_RUNS ?? 12), includeErrorInReport: true },
  )
})

async function agree(token: string, expected: readonly string[]): Promise<void> {
  const seen = await list('/assets', '', token)
  assert.deepEqual(seen.data.map(({ name }: { name: string }) => name).sort(), [...expected].sort())
  for (const [path, member] of [
    ['/assets', 'name'],
    ['/findings', 'asset.name'],
    ['/not-assessed', 'asset.name'],
  ] as const) {
    const filtered = await list(path, byNames(member, expected))
    const limited = await list(path, '', token)
    assert.deepEqual(limited.data, filtered.data, path)
    // A facet does not count by its own filter: that of the names is held against the names.
    const facets = (list: typeof limited) => list.facets.filter(({ token }: { token: string }) => token !== member)
    assert.deepEqual(facets(limited), facets(filtered), `${path} facets`)
    for (const { token: of, values } of limited.facets as { token: string; values: { value: string }[] }[])
      if (of === member) assert.ok(values.every(({ value }) => expected.includes(value)))
    assert.equal(limited.page.total, filtered.page.total, path)
  }
  const findings = (await list('/findings', '', token)).data as { severity: string; status: string }[]
  const home = (await ask('GET', '/home', undefined, token)).json.data
  for (const [severity, count] of Object.entries(home.open))
    assert.equal(
      findings.filter((each) => each.severity === severity && each.status !== 'fixed').length,
      count,
      severity,
    )
  assert.equal(home.assets.total, expected.length)
  const exported = await ask('POST', '/findings/export/search', { q: '', format: 'ndjson', columns: 'id' }, token)
  assert.equal(exported.text.split('\n').filter((line) => line.includes('fnd_')).length, findings.length)
  await completions(token, expected)
}

/** What completion offers, with its counts, against the tags that are really there and the hosts that are shown. */
async function completions(token: string, expected: readonly string[]): Promise<void> {
  const complete = async (entity: string, text: string) => {
    const reply = await ask('POST', `/query/${entity}/complete`, { text, cursor: text.length }, token)
    assert.equal(reply.status, 200, reply.text)
    return reply.text
  }
  const outside = hosts.filter(({ name }) => !expected.includes(name))
  for (const [entity, text] of [
    ['assets', 'name:'],
    ['assets', 'name:al'],
    ['findings', 'asset.name:be'],
    ['not-assessed', 'asset.name:'],
  ] as const) {
    const offered = await complete(entity, text)
    for (const { name } of outside) assert.ok(!offered.includes(`${name}"`), `${entity} ${text} offers ${name}`)
  }
  const listed = (await ask('GET', '/tags', undefined, token)).json.data as { id: string; assets: number }[]
  for (const { id, assets } of listed) {
    const carriers = has.get(id)
    if (!carriers) continue
    const wanted = hosts.filter((host) => carriers.has(host.id) && expected.includes(host.name)).length
    assert.equal(assets, wanted)
  }
}
