import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { knownFleet } from '../../tests/known-fleet.fixture.ts'
import { readCampaigns, readDays } from '../campaigns/read-campaigns.ts'
import { changeCampaign, openCampaign } from '../campaigns/write-campaign.ts'

const fleet = await knownFleet({ after })
const { addHost, find, inTenant, settle, states, tenantId } = fleet
const sshd = 'openssh-server 1:9.2p1-2+deb12u2'
const open = (pack: string) => inTenant((tx) => openCampaign(tx as never, { pack, by: 'test', now: Date.now() }))
const campaign = async (id: string) => (await inTenant((tx) => readCampaigns(tx as never, id)))[0]!

const hosts = {
  open: await addHost({ name: 'open', software: sshd, judged: true }),
  fixed: await addHost({ name: 'fixed', software: sshd, judged: true }),
  absent: await addHost({ name: 'absent', software: sshd, judged: true }),
  unjudged: await addHost({ name: 'unjudged', software: sshd }),
  uncovered: await addHost({ name: 'uncovered', software: sshd, judged: true, gaps: ['deb'] }),
  otherGap: await addHost({ name: 'other-gap', software: sshd, judged: true, gaps: ['npm', 'deb/curl'] }),
  controlled: await addHost({ name: 'controlled', software: sshd, judged: true }),
  other: await addHost({ name: 'other', software: 'nginx 1.22.1-9', judged: true }),
}
await find(hosts.open, 'CVE-2024-6387', 'active')
await find(hosts.fixed, 'CVE-2024-6387', 'fixed')
await find(hosts.controlled, 'CVE-2024-6387', 'active', 'mitigated')

const expected = {
  absent: 'patched',
  controlled: 'mitigated',
  fixed: 'patched',
  open: 'exploitable',
  'other-gap': 'patched',
  unjudged: 'unknown',
  uncovered: 'unknown',
}
let id = ''

test('the first complete list tells the state of every asset in scope, and of no other', async () => {
  id = await open('regresshion')
  assert.equal((await campaign(id)).listedAt, null)
  await settle()
  assert.deepEqual(await states(), expected)
  const { counts, listedAt, problem } = await campaign(id)
  assert.deepEqual(counts, { infected: 0, exploitable: 1, unknown: 2, mitigated: 1, patched: 3 })
  assert.ok(listedAt)
  assert.equal(problem, null)
})

test('asked again, nothing changes: no row is written and nothing flaps', async () => {
  const rows = () =>
    inTenant((tx) =>
      tx.query('select asset_id, xmin::text, state, since from campaigns_asset where tenant_id = $1 order by 1', [
        tenantId,
      ]),
    )
  const before = (await rows()).rows
  await inTenant((tx) => tx.query('update campaigns_campaign set due_at = now() where tenant_id = $1', [tenantId]))
  assert.ok((await settle()) > 0)
  assert.deepEqual((await rows()).rows, before)
})

test('a finding that is fixed, opened or excepted is heard of at once, asset by asset', async () => {
  await find(hosts.open, 'CVE-2024-6387', 'fixed')
  await find(hosts.absent, 'CVE-2024-6387', 'new')
  await settle()
  assert.deepEqual(await states(), { ...expected, open: 'patched', absent: 'exploitable' })
  await find(hosts.absent, 'CVE-2024-6387', 'new', 'mitigated')
  await settle()
  assert.equal((await states()).absent, 'mitigated')
  await find(hosts.absent, 'CVE-2024-6387', 'new', 'accepted')
  await settle()
  assert.equal((await states()).absent, 'exploitable', 'an accepted risk can be exploited like any other')
  await find(hosts.absent, 'CVE-2024-6387', 'fixed')
  await settle()
  const { firstExposedAt, firstDoneAt } = await campaign(id)
  assert.ok(firstExposedAt !== null && firstDoneAt !== null && firstExposedAt <= firstDoneAt)
})

test('what was never judged becomes known with its first judgement', async () => {
  await inTenant((tx) =>
    tx.query(
      `insert into assessment (tenant_id, asset_id, judge, basis_no, tests) select $1, $2, judge, basis_no, 1 from judge_basis where judge = 'vulnerabilities.software'`,
      [tenantId, hosts.unjudged],
    ),
  )
  await inTenant((tx) =>
    tx.query('delete from not_assessed where tenant_id = $1 and asset_id = $2', [tenantId, hosts.uncovered]),
  )
  await settle()
  const now = await states()
  assert.deepEqual([now.unjudged, now.uncovered], ['patched', 'patched'])
})

test('an asset that comes later is in the list, one that was merged or removed is not', async () => {
  const late = await addHost({ name: 'late', software: sshd })
  await settle()
  assert.equal((await states()).late, 'unknown')
  await inTenant((tx) =>
    tx.query('update asset set merged_into = $3 where tenant_id = $1 and asset_id = $2', [tenantId, late, hosts.open]),
  )
  await settle()
  assert.equal((await states()).late, undefined)
  await inTenant((tx) =>
    tx.query('update asset set merged_into = null where tenant_id = $1 and asset_id = $2', [tenantId, late]),
  )
  await settle()
  assert.equal((await states()).late, 'unknown')
})

test('today has the counts of now', async () => {
  const [today, ...others] = await inTenant((tx) => readDays(tx as never, id))
  assert.deepEqual(others, [])
  const { day: _, ...counts } = today!
  assert.deepEqual(counts, (await campaign(id)).counts)
})

test('a closed campaign keeps its list, and goes on where it was opened again', async () => {
  await inTenant((tx) => changeCampaign(tx as never, id, { state: 'closed' }, 'test'))
  await find(hosts.fixed, 'CVE-2024-6387', 'reopened')
  assert.equal(await settle(), 0)
  assert.equal((await states()).fixed, 'patched')
  await assert.rejects(open('no-such-pack'), /There is no such pack/)
  assert.equal(await open('regresshion'), id)
  await assert.rejects(open('regresshion'), /is open already/)
  await settle()
  assert.equal((await states()).fixed, 'exploitable')
})

test('a newer revision that came with the program is worked by without anybody asking', async () => {
  const worked = async () => {
    const { pack } = await campaign(id)
    return [pack.revision, pack.summary]
  }
  const before = await worked()
  await inTenant((tx) =>
    tx.query(
      `update campaigns_campaign set revision = 0, body = body || '{"revision": 0, "summary": "older"}', due_at = now() where tenant_id = $1 and public_id = $2`,
      [tenantId, id],
    ),
  )
  await settle()
  assert.deepEqual(await worked(), before)
})

test('what the pack calls exploitable and patched is asked of what is installed', async () => {
  await inTenant((tx) => changeCampaign(tx as never, id, { state: 'closed' }, 'test'))
  await addHost({ name: 'xz-bad', software: 'liblzma5 5.6.1-1' })
  await addHost({ name: 'xz-back', software: 'liblzma5 5.6.1+really5.4.5-1', judged: true })
  await addHost({ name: 'xz-reverted', software: 'xz 5.6.1.revertto5.4-3.2', judged: true })
  await addHost({ name: 'xz-rebuilt', software: 'xz 5.6.1-r2', judged: true })
  await addHost({ name: 'xz-first', software: 'xz 5.6.1-r1', judged: true })
  const xz = await open('xz-backdoor')
  await settle()
  assert.deepEqual((await campaign(xz)).counts, { infected: 0, exploitable: 2, unknown: 0, mitigated: 0, patched: 3 })
})
