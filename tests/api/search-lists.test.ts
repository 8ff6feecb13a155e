import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { TenantTransaction, Upkeep } from '@holdfast/platform/contract'
import { serverFaces } from '../../apps/server.ts'
import { searchListsOf } from '../../programs/server/search-lists.ts'
import { slaOf } from '../../programs/server/sla.ts'
import { ticketsOf } from '../../programs/server/tickets.ts'
import { applyAndJudge, sampleInstallation } from './sample-installation.ts'

const { admin, ask, database, tenantId } = await sampleInstallation({ after })
const route = '/api/v1/search-lists'
const keep = (upkeep: Upkeep) => async () => {
  const next = () =>
    database.asTenant(tenantId, (tx) => upkeep.next(tx as unknown as TenantTransaction, Date.now(), undefined as never))
  while (await next());
}
const settleLists = keep(searchListsOf(serverFaces))
const settleSla = keep(slaOf(serverFaces))
const settleTickets = keep(ticketsOf(serverFaces))
/** What another scanner says of a host: critical, and nothing but these CVEs. */
async function report(host: string, ...cves: string[]): Promise<void> {
  const items = cves.map(
    (cve, at) =>
      `<ReportItem port="443" svc_name="www" protocol="tcp" severity="4" pluginID="${at + 1}" pluginName="Told of"><cve>${cve}</cve></ReportItem>`,
  )
  const content = `<?xml version="1.0"?><NessusClientData_v2><Report name="r"><ReportHost name="${host}">${items.join('')}</ReportHost></Report></NessusClientData_v2>`
  const { status, text } = await ask('POST', '/api/v1/vulnerabilities/reports', {
    body: { content: Buffer.from(content).toString('base64') },
  })
  assert.equal(status, 200, text)
  await applyAndJudge(database)
}
const findings = async (q: string) => {
  const { json, status, text } = await ask('GET', `/api/v1/findings?q=${encodeURIComponent(q)}&limit=200`)
  assert.equal(status, 200, text)
  return (json.data as { check: string; asset: { name: string } }[])
    .map(({ check, asset }) => `${asset.name} ${check.split('.').at(-1)}`)
    .sort()
}

await report('web-1', 'CVE-2024-3094', 'CVE-2023-1234')

test('a list of ids has the checks of these CVEs and ids, and findings are asked for by its name', async () => {
  const made = await ask('POST', route, {
    body: { name: 'Backdoors', ids: ['CVE-2024-3094', 'cve-2024-9999', 'CVE-2024-3094'] },
  })
  assert.equal(made.status, 201, made.text)
  assert.deepEqual(made.json.data.ids, ['CVE-2024-3094', 'cve-2024-9999'])
  assert.equal(made.json.data.checks, 1)
  assert.equal(made.json.data.findings, 1)
  assert.deepEqual(await findings('searchList:backdoors'), ['web-1 reported-cve-2024-3094'])
  assert.deepEqual(await findings('check:"*reported-cve*" and not searchList:Backdoors'), [
    'web-1 reported-cve-2023-1234',
  ])
  const { json } = await ask('GET', `${route}/${made.json.data.id}/checks`)
  assert.deepEqual(
    json.data.map(({ id, findings }: { id: string; findings: number }) => [id, findings]),
    [['vulnerabilities.reported-cve-2024-3094', 1]],
  )
})

test('ids are whole words, whatever is in them', async () => {
  const ids = ['CVE-2024', 'CVE-2024-*', 'a "quoted" one', "it's", 'back\\slash', '*', 'or']
  const { json, status, text } = await ask('POST', `${route}/preview`, { body: { ids } })
  assert.equal(status, 200, text)
  assert.equal(json.data.total, 0)
})

test('what finds something for the first time comes to the lists that ask for it', async () => {
  await report('web-2', 'CVE-2024-9999', 'CVE-2024-8888')
  assert.deepEqual(await findings('searchList:backdoors'), ['web-1 reported-cve-2024-3094'])
  await settleLists()
  assert.deepEqual(await findings('searchList:backdoors'), [
    'web-1 reported-cve-2024-3094',
    'web-2 reported-cve-2024-9999',
  ])
})

test('a list by a query follows what is said of checks', async () => {
  const made = await ask('POST', route, { body: { name: 'Of 2024', query: 'cve:CVE-2024-* and severity >= low' } })
  assert.equal(made.status, 201, made.text)
  assert.equal(made.json.data.checks, 3)
  await admin.query('update holdfast.check_definition set severity = 1, changed_at = now() where id = $1', [
    'vulnerabilities.reported-cve-2024-8888',
  ])
  await settleLists()
  const { json } = await ask('GET', `${route}/${made.json.data.id}`)
  assert.equal(json.data.checks, 2)
  const { json: page } = await ask('GET', `${route}/${made.json.data.id}/checks?limit=1`)
  assert.equal(page.data.length, 1)
  const { json: second } = await ask(
    'GET',
    `${route}/${made.json.data.id}/checks?limit=1&cursor=${encodeURIComponent(page.page.next)}`,
  )
  assert.notEqual(second.data[0].id, page.data[0].id)
  assert.equal(second.page.next, null)
})

test('a preview says what would be on it, and what is wrong with a query and where', async () => {
  const { json } = await ask('POST', `${route}/preview`, { body: { query: 'cve:CVE-2023-1234' } })
  assert.equal(json.data.total, 1)
  const wrong = await ask('POST', `${route}/preview`, { body: { query: 'severty:high' } })
  assert.equal(wrong.status, 422)
  assert.match(wrong.text, /severity/)
  const neither = await ask('POST', route, { body: { name: 'Nothing' } })
  assert.match(neither.text, /either ids or a query/)
  const taken = await ask('POST', route, { body: { name: 'BACKDOORS', ids: ['x'] } })
  assert.equal(taken.status, 422)
  assert.match(taken.text, /already/)
})

test('rules about time and policies of tickets ask for lists, of what is new too', async () => {
  const rules = [{ id: 'backdoors', name: 'Backdoors', query: 'searchList:Backdoors', days: 1 }]
  const put = await ask('PUT', '/api/v1/sla/rules', { body: { rules }, headers: { 'if-match': '*' } })
  assert.equal(put.status, 200, put.text)
  const policy = [
    { id: 'backdoors', name: 'Backdoors', query: 'searchList:Backdoors', action: 'open', grouping: 'finding' },
  ]
  const policed = await ask('PUT', '/api/v1/ticket-policy', { body: { rules: policy }, headers: { 'if-match': '*' } })
  assert.equal(policed.status, 200, policed.text)
  const list = (await ask('GET', route)).json.data.find(({ name }: { name: string }) => name === 'Backdoors')
  await ask('PATCH', `${route}/${list.id}`, {
    body: { ids: [...list.ids, 'CVE-2025-1111'] },
    headers: { 'if-match': '*' },
  })
  await report('web-3', 'CVE-2025-1111')
  // In the unlucky order.
  await settleSla()
  await settleTickets()
  assert.equal((await ask('GET', '/api/v1/tickets')).json.data.length, 0)
  await settleLists()
  await settleTickets()
  await settleSla()
  assert.deepEqual(await findings('slaRule:backdoors and asset:web-3'), ['web-3 reported-cve-2025-1111'])
  assert.equal((await ask('GET', '/api/v1/tickets')).json.data.length, 1)
})

test('a list that is removed is asked for in vain', async () => {
  for (const { id } of (await ask('GET', route)).json.data)
    assert.equal((await ask('DELETE', `${route}/${id}`, { headers: { 'if-match': '*' } })).status, 200)
  assert.deepEqual(await findings('searchList:*'), [])
  await settleSla()
  assert.deepEqual(await findings('slaRule:backdoors'), [])
})
