import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { TenantTransaction } from '@holdfast/platform/contract'
import { tagNext } from '@holdfast/platform/tags'
import { serverFaces } from '../../apps/server.ts'
import { keepOwnChecks } from '../../apps/vulnerabilities/store/own-checks/keep-own-checks.ts'
import { statesFactsOf } from '../../programs/server/states-facts.ts'
import { taggingOf } from '../../programs/server/tagging.ts'
import { applyAndJudge, sampleInstallation } from './sample-installation.ts'

const { ask, database, tenantId } = await sampleInstallation({ after })
const route = '/api/v1/vulnerabilities/own-checks'
const tagging = { ...taggingOf(serverFaces), database, now: () => Date.now() }
const stateFacts = statesFactsOf(serverFaces)
const failures: unknown[] = []

/** Does what a worker does, until nothing is left to do. Answers with how many assets were stated. */
async function settle(): Promise<number> {
  while (await tagNext({ ...tagging, onError: (error) => failures.push(error) }, tenantId));
  let turns = 0
  const next = () =>
    database.asTenant(tenantId, (tx) => keepOwnChecks.next(tx as unknown as TenantTransaction, Date.now(), stateFacts))
  while (await next()) turns++
  await applyAndJudge(database)
  assert.deepEqual(failures, [])
  return turns
}

const install = (asset: string, ...names: string[]) =>
  ask('POST', '/api/v1/inventory/sboms', {
    body: {
      asset,
      content: Buffer.from(
        JSON.stringify({
          bomFormat: 'CycloneDX',
          specVersion: '1.6',
          components: names.map((name) => ({ type: 'library', name, version: '1', purl: `pkg:npm/${name}@1` })),
        }),
      ).toString('base64'),
    },
  })
const found = async () => {
  const { json } = await ask('GET', `/api/v1/findings?q=${encodeURIComponent('place:"Own check*"')}&limit=100`)
  return (json.data as { place: string; status: string; severity: string; asset: { name: string }; summary: string }[])
    .map(({ place, status, asset }) => `${asset.name} ${place} ${status}`)
    .sort()
}

await install('web-1', 'left', 'right')
await install('web-2', 'right')
const tag = (await ask('POST', '/api/v1/tags', { body: { name: 'Has left', query: 'software:(name:left)' } })).json.data
  .id
let id = ''

test('what carries the tag of a check has the finding, and nothing else', async () => {
  const body = { name: 'no-left', tag, title: 'Left is installed', severity: 'high', remedy: 'Remove left.' }
  const made = await ask('POST', route, { body })
  assert.equal(made.status, 201, made.text)
  id = made.json.data.id
  await settle()
  assert.deepEqual(await found(), ['web-1 Own check no-left new'])
  assert.equal((await ask('GET', `${route}/${id}`)).json.data.assets, 1)
  assert.equal(await settle(), 0, 'nothing is said twice')
})

test('what own checks find is no report, and no report can take its place', async () => {
  const reports = '/api/v1/vulnerabilities/reports'
  assert.deepEqual((await ask('GET', reports)).json.data, [])
  const content = Buffer.from('[]').toString('base64')
  const taken = await ask('POST', reports, { body: { content, name: 'own checks', asset: 'web-1' } })
  assert.equal(taken.status, 422)
  assert.match(taken.text, /body\/name/)
})

test('an asset that comes to the query is found, and one that leaves it is fixed', async () => {
  await install('web-2', 'right', 'left')
  await install('web-1', 'right')
  await settle()
  assert.deepEqual(await found(), ['web-1 Own check no-left fixed', 'web-2 Own check no-left new'])
})

test('what a check says is changed, and its findings say it', async () => {
  const headers = { 'if-match': (await ask('GET', `${route}/${id}`)).headers.get('etag')! }
  const changed = await ask('PATCH', `${route}/${id}`, { body: { severity: 'critical', title: 'Left again' }, headers })
  assert.equal(changed.status, 200, changed.text)
  await settle()
  const { json } = await ask(
    'GET',
    `/api/v1/findings?q=${encodeURIComponent('severity:critical and asset.name:web-2')}`,
  )
  assert.equal(json.data.length, 1)
  assert.match(json.data[0].summary, /Left again/)
})

test('an asset that comes to a tag while a check of it is being made is found', async () => {
  const late = (await ask('POST', '/api/v1/tags', { body: { name: 'Has late', query: 'software:(name:late)' } })).json
    .data.id
  await install('web-3', 'late')
  await applyAndJudge(database)
  let made: ReturnType<typeof ask> | undefined
  // The tag is given in a transaction that has not ended when the check is made.
  await database.asTenant(tenantId, async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('tags ' || $1::text, 0))`, [tenantId])
    await tx.query(
      `insert into asset_tag (tenant_id, asset_id, tag_id, since)
       select $1, a.asset_id, t.tag_id, now() from asset a, tag t where a.tenant_id = $1 and a.name = 'web-3' and t.tenant_id = $1 and t.public_id = $2`,
      [tenantId, late],
    )
    made = ask('POST', route, { body: { name: 'late', tag: late, title: 'Late is there', severity: 'low' } })
    await new Promise((done) => setTimeout(done, 300))
  })
  assert.equal((await made!).status, 201)
  await settle()
  assert.ok((await found()).includes('web-3 Own check late new'))
  const headers = { 'if-match': '*' }
  assert.equal((await ask('DELETE', `${route}/${(await made!).json.data.id}`, { headers })).status, 200)
})

test('a name is taken once, a tag must be there', async () => {
  const body = { name: 'no-left', tag, title: 'Another', severity: 'low' }
  assert.equal((await ask('POST', route, { body })).status, 409)
  assert.equal((await ask('POST', route, { body: { ...body, name: 'x', tag: `tag_${'0'.repeat(22)}` } })).status, 422)
})

test('a check that stands for a CVE is a finding of it; taken away, all that it found is closed', async () => {
  const body = { name: 'odd', tag, title: 'Odd', severity: 'low', cves: ['CVE-2026-4242'] }
  const other = (await ask('POST', route, { body })).json.data.id
  await settle()
  const q = encodeURIComponent('cve:CVE-2026-4242 and status:[new, active]')
  assert.equal((await ask('GET', `/api/v1/findings?q=${q}`)).json.data.length, 1)
  for (const each of [id, other]) {
    const headers = { 'if-match': (await ask('GET', `${route}/${each}`)).headers.get('etag')! }
    assert.equal((await ask('DELETE', `${route}/${each}`, { headers })).status, 200)
  }
  await settle()
  assert.deepEqual(await found(), [
    'web-1 Own check no-left fixed',
    'web-2 Own check no-left fixed',
    'web-3 Own check late fixed',
  ])
  assert.equal((await ask('GET', `/api/v1/findings?q=${q}`)).json.data.length, 0)
  assert.deepEqual((await ask('GET', route)).json.data, [])
})
