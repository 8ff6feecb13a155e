import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { inTenant } from '@holdfast/platform/intake'
import { SampleAgent } from '../../platform/intake/testing/sample-agent.ts'
import { version } from '../../programs/agent/version.ts'
import { firstTenant, newActivationKey, withInstallationDatabase } from '../durability/installation-database.ts'
import { noBrowser, violations } from './browser.ts'
import { visit } from './visitor.ts'

test('an owner sees that an agent is older than the server, and orders the update', { skip: noBrowser }, async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'hf-update-'))
  const visitor = await visit({ home, arguments: ['--no-agent'] })
  const { origin, page, installation } = visitor
  t.after(async () => {
    await visitor.leave()
    rmSync(home, { recursive: true, force: true })
  })
  await page.goto(installation.link())
  await visitor.settled()
  const agent = new SampleAgent(undefined as never)
  const enrol = async (name: string, its: string) => {
    const body = agent.enrolment(await newActivationKey(home), Date.now(), { name, version: its })
    const reply = await fetch(`${origin}/agent/v1/enrolment`, { method: 'POST', body: JSON.stringify(body) })
    return ((await reply.json()) as { source: string }).source
  }
  const old = await enrol('old-host', '0.0.9')
  await visitor.open(`/sources?row=${old}`)
  const button = visitor.drawer().getByRole('button', { name: `Update to ${version}` })
  await button.waitFor()
  assert.deepEqual(await violations(page), [])
  await button.click()
  await page.getByText(`Asked it to update to ${version}`).waitFor({ timeout: 120_000 })
  const { rows } = await withInstallationDatabase(home, async (database) =>
    inTenant(database, await firstTenant(database), (tx) =>
      tx.query<{ kind: string; wanted: string; platform: string }>(
        `select c.kind, c.args ->> 'version' as wanted, c.args ->> 'platform' as platform
           from command c join source s on s.tenant_id = c.tenant_id and s.source_id = c.source_id
          where c.tenant_id = $1 and s.public_id = $2`,
        [tx.tenantId, old],
      ),
    ),
  )
  assert.deepEqual(rows, [{ kind: 'update', wanted: version, platform: 'linux-x64' }])

  await page.keyboard.press('Escape')
  const same = new SampleAgent(undefined as never)
  Object.assign(agent, { key: same.key, privateKey: same.privateKey })
  await visitor.open(`/sources?row=${await enrol('new-host', version)}`)
  await visitor.drawer().getByRole('button', { name: 'Collect now' }).waitFor()
  assert.equal(
    await visitor
      .drawer()
      .getByRole('button', { name: /^Update to/ })
      .count(),
    0,
  )
  assert.deepEqual(visitor.complaints, [])
})
