import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createApiToken, ensureFirstOwner } from '@holdfast/platform/access'
import { withInstallationDatabase } from '../durability/installation-database.ts'
import { cutPower } from '../durability/installation-processes.ts'
import { runVerb } from '../durability/run-verb.ts'
import { startInstallation } from '../journeys/installation.ts'

/** Four simulated hosts with a tag, a view and an accepted finding, as version 0.1.0 wrote them when its schema had 112 tables. */
const older = fileURLToPath(new URL('older/first-light.backup', import.meta.url))
const holds = [
  ['/assets?limit=1', 4],
  ['/findings?limit=1', 109],
  [`/findings?limit=1&q=${encodeURIComponent('status:open')}`, 58],
  [`/findings?limit=1&q=${encodeURIComponent('disposition:accepted')}`, 1],
  [`/assets?limit=1&q=${encodeURIComponent('tags:"Made before" and criticality:4')}`, 4],
] as const

test('an installation of an older schema is brought to this one with all that it holds', async (t) => {
  const [home, folder] = ['hf-older-', 'hf-beside-'].map((name) => mkdtempSync(join(tmpdir(), name))) as [
    string,
    string,
  ]
  t.after(async () => {
    await cutPower(home)
    for (const each of [home, folder]) rmSync(each, { recursive: true, force: true })
  })
  const passphrase = join(folder, 'passphrase')
  writeFileSync(passphrase, 'older-passphrase-for-tests', { mode: 0o600 })
  const restored = await runVerb(['restore', older, '--passphrase-file', passphrase], { HOLDFAST_HOME: home })
  assert.equal(restored.code, 0, restored.err)
  const installation = await startInstallation({ home, arguments: ['--no-agent'] })
  const token = await withInstallationDatabase(home, async (database) => {
    const { tenantId, personId } = await ensureFirstOwner(database, { tenant: 'Other', person: 'Other' })
    return database.asTenant(tenantId, (tx) => createApiToken(tx, { name: 'after', scopes: ['*'], personId }))
  })
  const ask = async (path: string) => {
    const url = `http://localhost:${installation.port}/api/v1${path}`
    const reply = await fetch(url, { headers: { authorization: `Bearer ${token.secret}` } })
    const text = await reply.text()
    assert.equal(reply.status, 200, `${path}: ${text}`)
    return JSON.parse(text)
  }
  for (const [path, total] of holds) assert.equal((await ask(path)).page.total, total, path)
  assert.deepEqual(
    (await ask('/views?list=findings')).data.map(({ name }: { name: string }) => name),
    ['Before'],
  )
  const [finding] = (await ask(`/findings?q=${encodeURIComponent('disposition:accepted')}`)).data
  assert.ok((await ask(`/findings/${finding.id}/history`)).data.length >= 2)
  await installation.stop()
})
