import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sampleInstallation } from '../../../tests/api/sample-installation.ts'
import { runVerb } from '../../../tests/durability/run-verb.ts'

const installation = await sampleInstallation({ after })
await installation.fill(installation.tenantId, 'mine')
const folder = mkdtempSync(join(tmpdir(), 'hf-fleet-verbs-'))
after(() => rmSync(folder, { recursive: true }))
const token = await installation.token()

const agent = (...words: string[]) =>
  runVerb(['agent', ...words], { HOLDFAST_SERVER: installation.url, HOLDFAST_TOKEN: token })

/** The JSON of a verb that must succeed. */
async function told(...words: string[]) {
  const { code, out, err } = await agent(...words, '-o', 'json')
  assert.equal(code, 0, err)
  return JSON.parse(out).data
}

const ask = async (path: string, body: object) => (await installation.ask('POST', `/api/v1${path}`, { body })).json.data

await ask('/tags', { name: 'Lab' })

test('a key is made with what it gives and allows, listed, disabled and enabled', async () => {
  const words = ['Plant 7', '--tag', 'lab', '--module', 'inventory', '--limit', '40', '--days', '30']
  const made = await told('key', 'create', ...words)
  assert.match(made.key, /^hfak_/)
  assert.ok(made.command.includes(made.key) && made.command.includes('install.sh'))
  const only = await agent('key', 'create', 'ci', '--key-only')
  assert.match(only.out, /^hfak_\S+\n$/)
  const find = async () => (await told('key', 'list')).find(({ id }: { id: string }) => id === made.id)
  const key = await find()
  assert.deepEqual(
    [key.name, key.state, key.tags.map(({ name }: { name: string }) => name), key.modules, key.limit],
    ['Plant 7', 'works', ['Lab'], ['inventory'], 40],
  )
  assert.equal((await agent('key', 'disable', 'plant 7', '--reason', 'It stood in a mail.')).code, 0)
  assert.deepEqual([(await find()).state, (await find()).disabledBecause], ['disabled', 'It stood in a mail.'])
  assert.equal((await agent('key', 'enable', made.id)).code, 0)
  assert.equal((await find()).state, 'works')
  assert.equal((await agent('key', 'revoke', made.id)).code, 0)
  assert.equal((await find()).state, 'revoked')
  const { code, err } = await agent('key', 'disable', 'Plant 8')
  assert.equal(code, 2)
  assert.match(err, /There is no activation key “Plant 8”[\s\S]*Plant 7/)
  assert.match((await agent('key', 'create', 'x', '--tag', 'Nowhere')).err, /There is no tag “Nowhere”/)
})

test('a profile is shown, and is for whom it is told', async () => {
  await ask('/agent-profiles', { name: 'Web servers', settings: { statusSeconds: 30 } })
  assert.match((await agent('profile', 'show', 'web servers')).out, /for\s+nobody yet[\s\S]*statusSeconds\s+30/)
  assert.equal((await agent('profile', 'assign', 'Web servers', '--tag', 'Lab', '--priority', '5')).code, 0)
  const [profile] = await told('profile', 'list')
  assert.deepEqual([profile.name, profile.priority, profile.tags[0].name], ['Web servers', 5, 'Lab'])
  assert.match((await agent('profile', 'assign', 'Web servers')).err, /Say for whom/)
  await agent('profile', 'assign', 'Web servers', '--nobody')
  assert.deepEqual((await told('profile', 'show', 'Web servers')).tags, [])
  const path = join(folder, 'profile.json')
  writeFileSync(path, (await agent('profile', 'show', 'Web servers', '-o', 'json')).out)
  const made = await agent('profile', 'create', 'Gentle', '--settings', path, '--tag', 'Lab', '--priority', '7')
  assert.match(made.out, /^prf_\w{22}\n$/, made.err)
  const copy = await told('profile', 'show', 'Gentle')
  assert.deepEqual([copy.settings, copy.priority, copy.tags[0].name], [{ statusSeconds: 30 }, 7, 'Lab'])
  writeFileSync(path, '[1]')
  assert.match((await agent('profile', 'create', 'x', '--settings', path)).err, /holds no settings/)
  writeFileSync(path, '{"statusSeconds": -1}')
  assert.equal((await agent('profile', 'create', 'x', '--settings', path)).code, 2)
})

test('rings are set in the form in which they are listed, and a version goes through them and back', async () => {
  const rings = await told('ring', 'list')
  assert.equal(rings.length, 3)
  const path = join(folder, 'rings.json')
  writeFileSync(path, JSON.stringify({ data: [{ ...rings[0], tag: 'Lab' }, rings[2]] }))
  assert.equal((await agent('ring', 'set', path)).code, 0)
  const now = await told('ring', 'list')
  assert.deepEqual(
    now.map(({ name, tagName }: { name: string; tagName: string }) => [name, tagName]),
    [
      ['First few', 'Lab'],
      ['All others', null],
    ],
  )
  writeFileSync(path, '{"rings": 1}')
  assert.match((await agent('ring', 'set', path)).err, /holds no list of rings/)
  assert.match((await agent('ring', 'rollback')).err, /No version went through the rings yet/)
  const out = await agent('ring', 'rollout')
  assert.match(out.out, /^rol_\w{22}\n$/, out.err)
  assert.match((await agent('ring', 'pause', '--reason', 'The freeze begins.')).err, /1\.0\.1: paused/)
  assert.match((await agent('ring', 'resume', '1.0.1')).err, /1\.0\.1: running/)
  assert.match((await agent('ring', 'stop', '9.9.9')).err, /No rollout is “9.9.9”/)
  const back = await agent('ring', 'rollback', '--reason', 'It is slow.')
  assert.equal(back.out, out.out)
  assert.match((await agent('ring', 'list')).err, /Version 1\.0\.1: roll/)
})

test('a rule is tried before it is carried out', async () => {
  await ask('/asset-rules', { name: 'Mine', query: 'name:mine*', action: 'mark-stale' })
  const found = await told('rule', 'preview', 'mine')
  assert.ok(found.length > 3)
  assert.deepEqual(await told('rule', 'preview', '--query', 'name:mine*'), found)
  assert.match((await agent('rule', 'preview', '--query', 'lastSeen < now-90d', '--purge')).err, /Time alone/)
  assert.match((await agent('rule', 'preview')).err, /Name a rule/)
  assert.equal((await told('rule', 'list'))[0].name, 'Mine')
  const made = await agent('rule', 'create', 'Second', '--query', 'name:mine-web*')
  assert.match(made.out, /^rul_\w{22}\n$/, made.err)
  assert.match(made.err, /calls stale/)
  assert.match((await agent('rule', 'create', 'Third')).err, /Say which assets/)
  assert.match((await agent('rule', 'create', 'Third', '--query', 'lastSeen < now-9d', '--purge')).err, /Time alone/)
  const run = await agent('rule', 'run', 'Mine', '--detach')
  assert.match(run.out, /^job_\w+\n$/, run.err)
  assert.match(run.err, /calls stale \d+ assets/)
})
