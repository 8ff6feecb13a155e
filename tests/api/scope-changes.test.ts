import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createApiToken } from '@holdfast/platform/access'
import type { TenantTransaction } from '@holdfast/platform/contract'
import { defineJob, type JobKind, startJob } from '@holdfast/platform/jobs'
import { keepSight } from '@holdfast/platform/scope'
import { Type } from 'typebox'
import { runJob } from '../../platform/jobs/run-job.ts'
import { sampleInstallation } from './sample-installation.ts'

const installation = await sampleInstallation({ after })
const { database, admin, tenantId, url } = installation
const ask = (method: string, path: string, body?: unknown, token?: string) =>
  installation.ask(method, `/api/v1${path}`, {
    headers: { 'if-match': '*' },
    ...(body !== undefined && { body }),
    ...(token && { token }),
  })
await installation.fill(tenantId, 'alpha-')
const hosts = (await ask('GET', '/assets?limit=1000')).json.data as { readonly id: string; readonly name: string }[]
const [seen, hidden] = [hosts[0]!, hosts[1]!]
const tagOf = async (name: string, host: string) => {
  const { id } = (await ask('POST', '/tags', { name })).json.data
  await ask('POST', `/assets/${host}/tags`, { tag: id })
  return id as string
}
const mine = await tagOf('mine', seen.id)
const theirs = await tagOf('theirs', hidden.id)
const spare = (await ask('POST', '/tags', { name: 'spare' })).json.data.id as string

const inTenant = <T>(work: (tx: TenantTransaction) => Promise<T>) =>
  database.asTenant(tenantId, (tx) => work(tx as unknown as TenantTransaction))
const scopeOf = (tag: string) => inTenant((tx) => keepSight(tx, { include: [tag] })).then(({ scopeId }) => scopeId!)
const limited = async (tag = mine) => {
  const scopeId = await scopeOf(tag)
  const made = await database.asTenant(tenantId, (tx) => createApiToken(tx, { name: 'x', scopes: ['*'], scopeId }))
  return { ...made, scopeId }
}

test('a stream tells somebody limited of what they see, and ends when they are to see another part', async () => {
  const token = await limited()
  const reply = await fetch(`${url}/api/v1/events`, { headers: { authorization: `Bearer ${token.secret}` } })
  let text = ''
  let acted = 0
  for await (const chunk of reply.body!) {
    text += Buffer.from(chunk as Uint8Array).toString()
    if (acted === 0) {
      acted = 1
      await ask('POST', `/assets/${hidden.id}/tags`, { tag: spare })
      await ask('POST', `/assets/${seen.id}/tags`, { tag: spare })
    }
    if (acted === 1 && text.includes(seen.id)) {
      acted = 2
      await admin.query('update holdfast.api_token set scope_id = $2 where public_id = $1', [
        token.id,
        await scopeOf(theirs),
      ])
      await ask('DELETE', `/assets/${seen.id}/tags/${spare}`)
      await ask('DELETE', `/assets/${hidden.id}/tags/${spare}`)
    }
  }
  assert.equal(acted, 2)
  assert.match(text, /event: asset\.tagged/)
  assert.ok(!text.includes(hidden.id) && !text.includes(theirs), text)
  assert.equal(text.split('event: asset.tagged').length, 2, 'a message by a scope that was taken away')
})

test('a job reaches what its starter sees, and ends when that is another part', async () => {
  const token = await limited()
  const found: string[][] = []
  let between = async () => {}
  const kind = defineJob({
    id: 'test.look',
    args: Type.Object({}),
    title: () => 'Look',
    async run(job) {
      for (let round = 0; round < 2; round++) {
        found.push(
          await job.inTenant(async (tx) => {
            const { rows } = await tx.query<{ name: string }>('select name from asset where tenant_id = $1', [tenantId])
            return rows.map(({ name }) => name)
          }),
        )
        await between()
      }
    },
  }) as unknown as JobKind
  const run = async () => {
    const scope = { id: token.scopeId, caller: token.id }
    const { id } = await database.asTenant(
      tenantId,
      (tx) => startJob(tx as unknown as TenantTransaction, kind, {}, `x (${token.id})`),
      { scope },
    )
    const { rows } = await admin.query<{ job: number }>(
      `update holdfast.job set state = 'running', attempts = 1 where public_id = $1 returning job_id::int as job`,
      [id],
    )
    const kinds = new Map([[kind.id, kind]])
    const stop = new AbortController().signal
    await runJob(
      { database, kinds, stop, onError: () => {}, beatMs: 50 },
      { tenantId, jobId: rows[0]!.job, attempt: 1 },
    )
    return (await ask('GET', `/jobs/${id}`)).json.data as { state: string; error: string | null }
  }
  assert.equal((await run()).state, 'done')
  assert.deepEqual(found, [[seen.name], [seen.name]])
  found.length = 0
  between = async () => {
    await admin.query('update holdfast.api_token set scope_id = $2 where public_id = $1', [
      token.id,
      await scopeOf(theirs),
    ])
  }
  const ended = await run()
  assert.equal(ended.state, 'failed')
  assert.match(ended.error ?? '', /may see changed/)
  assert.deepEqual(found, [[seen.name]])
})

test('somebody limited finds no way up', async () => {
  const { secret } = await limited()
  const tries: readonly (readonly [string, string, unknown])[] = [
    ['POST', '/tags', { name: 'everything', parent: mine, query: 'name:*' }],
    ['POST', '/tags', { name: 'at the root' }],
    ['PATCH', `/tags/${mine}`, { name: 'ours' }],
    ['PATCH', `/tags/${spare}`, { parent: mine }],
    ['POST', '/people/invitations', { name: 'Friend', role: 'reader' }],
    ['POST', '/people/invitations', { name: 'Friend', role: 'reader', sees: { include: [theirs] } }],
    ['POST', '/tokens', { name: 'more', scopes: ['*:read'], sees: { include: [theirs] } }],
    ['POST', '/units', { name: 'more', include: [theirs] }],
    ['POST', '/exceptions', { scope: { asset: hidden.id }, reason: 'wont-fix', justification: 'Because.' }],
  ]
  for (const [method, path, body] of tries) {
    const { status, text } = await ask(method, path, body, secret)
    assert.ok([403, 404, 409, 422].includes(status), `${method} ${path}: ${status} ${text}`)
  }
  const below = await ask('POST', '/tags', { name: 'below', parent: mine }, secret)
  assert.equal(below.status, 200 + 1, below.text)
  const own = await ask('POST', '/tokens', { name: 'own', scopes: ['assets:read'] }, secret)
  const { data } = (await ask('GET', '/assets', undefined, own.json.data.secret)).json
  assert.deepEqual(
    data.map(({ id }: { id: string }) => id),
    [seen.id],
  )
  const invited = await ask(
    'POST',
    '/people/invitations',
    { name: 'Friend', role: 'reader', sees: { include: [mine] } },
    secret,
  )
  assert.equal(invited.status, 201, invited.text)
})
