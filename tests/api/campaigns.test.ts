import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startUpkeep } from '@holdfast/platform/jobs'
import { newSigningKey } from '@holdfast/platform/trust'
import { ownPacks } from '../../apps/campaigns/store/packs/own-packs.ts'
import { signPack } from '../../apps/campaigns/store/packs/signed-pack.ts'
import { serverFaces } from '../../apps/server.ts'
import { sampleInstallation } from './sample-installation.ts'

const installation = await sampleInstallation({ after })
const { ask, tenantId } = installation
await installation.fill(tenantId, 'mine-')
const failures: unknown[] = []
const upkeep = startUpkeep(
  installation.database,
  serverFaces.flatMap((face) => face.upkeep ?? []),
  async () => [],
  (error) => failures.push(error),
)
after(() => upkeep.stop())

const states = ['infected', 'exploitable', 'unknown', 'mitigated', 'patched'] as const
const key = newSigningKey()
await ask('POST', '/api/v1/campaigns/publishers', { body: { name: 'Example', publicKey: key.publicKey } })

/** A pack of somebody else: every host is in its scope, and those whose name has an "s" are exploitable. */
const pack = (revision: number, more: object = {}) => ({
  ...ownPacks().get('moveit')!,
  id: 'made',
  title: 'Made <b>here</b>',
  revision,
  scope: { query: 'kind:host', words: 'all hosts' },
  exploitable: { query: 'name:account', words: 'a name of this kind' },
  mitigations: [{ title: 'Be empty', how: 'Have no password.', query: 'name:empty' }],
  ...more,
})
const imported = (value: ReturnType<typeof pack>) =>
  ask('POST', '/api/v1/campaigns/packs', { body: { text: JSON.stringify(signPack(value, key)) } })

async function listed(id: string, since?: string) {
  for (let tries = 0; tries < 200; tries++) {
    const { data } = (await ask('GET', `/api/v1/campaigns/${id}`)).json
    if (data.listedAt !== null && data.evaluatedAt !== since) return data
    await sleep(50)
  }
  throw new Error(`the campaign has no list: ${failures}`)
}

let id = ''

test('every number of a campaign is that of the list that its query gives', async () => {
  assert.equal((await imported(pack(1))).status, 200)
  id = (await ask('POST', '/api/v1/campaigns', { body: { pack: 'made' } })).json.data.id
  const campaign = await listed(id)
  assert.ok(campaign.counts.exploitable > 0 && campaign.counts.mitigated > 0 && campaign.counts.unknown > 0)
  for (const state of states) {
    const q = encodeURIComponent(`campaign:(name:made and state:${state})`)
    const { page } = (await ask('GET', `/api/v1/assets?limit=1&q=${q}`)).json
    assert.equal(page.total, campaign.counts[state], state)
    const mine = (await ask('GET', `/api/v1/campaigns/${id}/assets?state=${state}&limit=500`)).json.data
    assert.equal(mine.length, campaign.counts[state], state)
  }
  const all = (await ask('GET', `/api/v1/assets?limit=1&q=${encodeURIComponent('campaign:made')}`)).json.page.total
  assert.equal(all, campaign.total)
  const shares = campaign.byOperatingSystem as { counts: Record<string, number> }[]
  for (const state of states)
    assert.equal(
      shares.reduce((sum, { counts }) => sum + counts[state]!, 0),
      campaign.counts[state],
    )
})

test('a newer revision is worked by at once, an older or equal one refused', async () => {
  const before = await listed(id)
  assert.equal((await imported(pack(2, { mitigations: [] }))).status, 200)
  const now = await listed(id, before.evaluatedAt)
  assert.equal(now.revision, 2)
  assert.deepEqual(
    [now.counts.mitigated, now.counts.exploitable],
    [0, before.counts.exploitable + before.counts.mitigated],
  )
  const again = await imported(pack(2))
  assert.deepEqual([again.status, again.json.code], [409, 'older-revision'])
})

test('a report holds everything that is left, and what people wrote stays text', async () => {
  const reply = await ask('GET', `/api/v1/campaigns/${id}/report`)
  assert.equal(reply.status, 200)
  assert.match(reply.headers.get('content-type') ?? '', /^text\/html/)
  const { counts } = await listed(id)
  const rows = reply.text.split('Assets that are left')[1]!.split('<tr><td>').length - 1
  assert.equal(rows, counts.exploitable + counts.unknown + counts.infected)
  assert.ok(reply.text.includes('Made &lt;b&gt;here&lt;/b&gt;') && !reply.text.includes('<b>here'))
  assert.ok(reply.text.endsWith('</html>\n'))
  assert.ok(!/(src|href)=/.test(reply.text), 'it fetches nothing')
})

test('the owners are told by mail', async () => {
  await installation.admin.query(`update holdfast.person set email = 'owner@example.org'`)
  const { json } = await ask('POST', `/api/v1/campaigns/${id}/tell`)
  assert.equal(json.data.people, 1)
  const { rows } = await installation.admin.query<{ body: { summary: string; path: string } }>(
    'select body from holdfast.notify_message order by message_id desc limit 1',
  )
  assert.match(rows[0]!.body.summary, /^Made .*can be exploited now/)
  assert.equal(rows[0]!.body.path, `/campaigns/${id}`)
  assert.deepEqual(failures, [])
})
