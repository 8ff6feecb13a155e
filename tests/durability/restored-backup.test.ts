import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { FactType } from '@holdfast/platform/contract'
import { readFacts } from '@holdfast/platform/facts'
import { account, inTenant } from '@holdfast/platform/intake'
import { serverFaces } from '../../apps/server.ts'
import { freePorts, startInstallation } from '../journeys/installation.ts'
import { firstTenant, newActivationKey, withInstallationDatabase } from './installation-database.ts'
import { cutPower } from './installation-processes.ts'
import { runVerb } from './run-verb.ts'
import { sampleStation, until } from './sample-station.ts'

const group = serverFaces.flatMap(({ app }) => app.facts).find(({ name }) => name === 'inventory.group') as FactType
const asGroup = (name: string, size: string) => ({ name, gid: Number(size), members: [] })

test('a backup of a running installation, restored under live agents into another home: they go on, and nothing is lost or doubled', async (t) => {
  const [home, second, folder] = ['hf-first-', 'hf-second-', 'hf-beside-'].map((name) =>
    mkdtempSync(join(tmpdir(), name)),
  ) as [string, string, string]
  t.after(async () => {
    for (const each of [home, second]) await cutPower(each)
    for (const each of [home, second, folder]) rmSync(each, { recursive: true, force: true })
  })
  const [port = 0, tlsPort = 0] = await freePorts(2)
  const ports = { HOLDFAST_PORT: String(port), HOLDFAST_TLS_PORT: String(tlsPort) }
  const options = { environment: ports, arguments: ['--no-agent'] }
  const file = join(folder, 'live.backup')
  writeFileSync(join(folder, 'passphrase'), 'a passphrase for the test\n', { mode: 0o600 })
  const passphrase = ['--passphrase-file', join(folder, 'passphrase')]

  let installation = await startInstallation({ home, ...options })
  const station = await sampleStation(t, {
    ...{
      url: `http://127.0.0.1:${port}`,
      activationKey: await newActivationKey(home),
      folder: join(folder, 'spool'),
      fact: group,
      item: asGroup,
    },
  })
  station.things.set('before', '1')
  await station.look()
  await station.delivered()
  await until(async () => 'before' in (await groups(home, station.source)), 'what the source tells is known')

  // While it runs; wrong ways first.
  const verb = (at: string, ...words: string[]) => runVerb(words, { ...ports, HOLDFAST_HOME: at })
  const made = await verb(home, 'backup', file, ...passphrase)
  assert.equal(made.code, 0, made.err)
  assert.match(made.err, /rows of \d+ tables/)
  assert.deepEqual(
    [
      (await verb(home, 'backup', file, ...passphrase)).code,
      (await verb(home, 'backup', join(folder, 'no', 'x'), ...passphrase)).code,
    ],
    [2, 2],
  )
  const unasked = await verb(home, 'backup', join(folder, 'other'))
  assert.equal(unasked.code, 2)
  assert.match(unasked.err, /no terminal to ask/)
  const verified = await verb(home, 'backup', 'verify', file, ...passphrase, '-o', 'json')
  assert.ok(JSON.parse(verified.out).tables.length > 30)
  writeFileSync(join(folder, 'wrong'), 'not the one that was used')
  assert.equal((await verb(home, 'backup', 'verify', file, '--passphrase-file', join(folder, 'wrong'))).code, 4)
  const inUse = await verb(home, 'restore', file, ...passphrase)
  assert.equal(inUse.code, 6)
  assert.match(inUse.err, /in use by process/)

  // The day goes on after the backup, and what it brings is known to the agent alone once the home is lost.
  station.things.delete('before')
  station.things.set('after', '2')
  await station.look()
  await station.delivered()
  await installation.stop()
  station.things.set('meanwhile', '3')
  await station.look()
  const restored = await verb(second, 'restore', file, ...passphrase)
  assert.equal(restored.code, 0, restored.err)

  installation = await startInstallation({ home: second, ...options })
  await until(
    async () =>
      JSON.stringify(Object.keys(await groups(second, station.source))) ===
      JSON.stringify([...station.things.keys()].sort()),
    'the restored server knows what the host is',
  )
  await station.delivered()
  const story = await withInstallationDatabase(second, async (database) =>
    inTenant(database, await firstTenant(database), async (tx) => ({
      streams: (
        await tx.query<{ because: string }>(
          `select m.opened_because as because from stream m join source s on s.tenant_id = m.tenant_id and s.source_id = m.source_id
            where s.tenant_id = $1 and s.public_id = $2 order by m.epoch`,
          [tx.tenantId, station.source],
        )
      ).rows.map(({ because }) => because),
      timelines: (await tx.query<{ because: string }>('select because from timeline order by ordinal')).rows.map(
        ({ because }) => because.split(' ')[0],
      ),
      assets: (await tx.query('select from asset where tenant_id = $1 and merged_into is null', [tx.tenantId])).rows
        .length,
      problems: (await account(tx)).problems,
    })),
  )
  assert.deepEqual(story, {
    streams: ['enrolment', 'new-timeline'],
    timelines: ['installed', 'restored'],
    assets: 1,
    problems: [],
  })
  await installation.stop()
})

/** The groups that the server knows of the host of a source. */
function groups(home: string, source: string): Promise<Record<string, unknown>> {
  return withInstallationDatabase(home, async (database) =>
    inTenant(database, await firstTenant(database), async (tx) => {
      const { rows } = await tx.query<{ assetId: number }>(
        `select o.asset_id as "assetId" from asset_source o join source s on s.tenant_id = o.tenant_id and s.source_id = o.source_id
          where s.tenant_id = $1 and s.public_id = $2`,
        [tx.tenantId, source],
      )
      const found = rows[0] ? await readFacts(tx, rows[0].assetId, [group.name]) : []
      return Object.fromEntries(found.flatMap(({ items }) => [...items]).sort(([a], [b]) => (a < b ? -1 : 1)))
    }),
  )
}
