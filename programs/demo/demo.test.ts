import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import Schema from 'typebox/schema'
import { serverFaces } from '../../apps/server.ts'
import { newActivationKey } from '../../tests/durability/installation-database.ts'
import { startInstallation } from '../../tests/journeys/installation.ts'
import { httpDoor } from './agent-door.ts'
import { drawHost } from './draw-host.ts'
import { installUpdates } from './install-updates.ts'
import { readPackageIndex } from './package-index.ts'
import { simulateFleet, tenantOf } from './simulate-fleet.ts'

const folder = mkdtempSync(join(tmpdir(), 'hf-simulate-'))
after(() => rmSync(folder, { recursive: true }))

const stanza = (name: string, more: string) =>
  `Package: ${name}\nVersion: 1.2-3+deb12u${(name.length % 4) + 1}\nArchitecture: amd64\nMaintainer: M <m@example.org>\nInstalled-Size: 120\n${more}\n`
const text = [
  stanza('libc6', 'Priority: required\nSource: glibc (2.36-9+deb12u9)\n'),
  stanza('dpkg', 'Essential: yes\nDepends: libc6 (>= 2.15), tar | other-tar\n'),
  stanza('tar', 'Priority: important\nPre-Depends: libc6\n'),
  ...['nginx', 'openssh-server', 'postgresql', 'sudo', 'curl', 'git', 'cups'].map((name) =>
    stanza(name, 'Priority: optional\nDepends: libc6\n'),
  ),
  ...Array.from({ length: 300 }, (_, number) => stanza(`package-${number}`, 'Priority: optional\n')),
].join('\n')
const path = join(folder, 'Packages.gz')
writeFileSync(path, gzipSync(text))
const index = await readPackageIndex(path)
const now = '2026-11-22T10:00:00.000Z'

test('an index is read with what its packages need', () => {
  assert.equal(index.size, 310)
  assert.deepEqual(index.get('dpkg')?.needs, ['libc6', 'tar'])
  assert.deepEqual(
    [index.get('libc6')?.sourceName, index.get('libc6')?.sourceVersion, index.get('dpkg')?.base],
    ['glibc', '2.36-9+deb12u9', true],
  )
})

test('what is drawn are facts as the collectors state them, and the same for the same seed', () => {
  const checks = new Map(
    serverFaces.flatMap(({ app }) => app.facts).map((fact) => [fact.name as string, Schema.Compile(fact.schema)]),
  )
  let behind = 0
  for (let number = 0; number < 200; number++) {
    const host = drawHost(index, 'seed', number, now)
    assert.deepEqual(drawHost(index, 'seed', number, now), host)
    for (const { fact, items } of host.facts) {
      for (const item of items) {
        const [isValid, errors] = checks.get(fact)!.Errors(item)
        assert.ok(isValid, `${fact}: ${JSON.stringify(errors)} in ${JSON.stringify(item)}`)
      }
    }
    const names = host.facts.find(({ fact }) => fact === 'inventory.package')!.items.map(({ name }) => name)
    assert.ok(['libc6', 'dpkg', 'tar'].every((base) => names.includes(base)))
    const change = installUpdates(host)
    if (!change) continue
    behind++
    assert.equal(change.packages.items.length, change.updatesGone.length)
    for (const item of change.packages.items)
      assert.ok(String(item.purl).includes(encodeURIComponent(String(item.version))), JSON.stringify(item))
  }
  assert.ok(behind > 20)
  assert.notDeepEqual(drawHost(index, 'seed', 1, now), drawHost(index, 'other', 1, now))
})

test('tenants have a long tail', () => {
  const sizes = [0, 0, 0, 0]
  for (let number = 0; number < 1000; number++) sizes[tenantOf(number, 1000, 4)]!++
  assert.deepEqual(sizes, [500, 250, 125, 125])
})

test('fleets enrol at a real installation: hosts are found, updates are pending where they were not installed', async () => {
  const installation = await startInstallation({ arguments: ['--no-agent'] })
  try {
    const keys = [await newActivationKey(installation.home)]
    const fleet = {
      ...{
        door: () => httpDoor({ url: `http://127.0.0.1:${installation.port}` }),
        keys,
        index,
        agents: 15,
        atOnce: 4,
        log: () => {},
      },
    }
    const left = await simulateFleet({ ...fleet, seed: 'left', updated: 0 })
    const done = await simulateFleet({ ...fleet, seed: 'done', updated: 1 })
    assert.deepEqual([left.agents, left.envelopes, left.updated, done.agents], [15, 15, 0, 15])
    assert.ok(done.updated > 0 && done.envelopes === 15 + 2 * done.updated)
    const pending = Array.from({ length: 15 }, (_, number) => drawHost(index, 'left', number, now)).flatMap(
      ({ facts }) => facts.find(({ fact }) => fact === 'inventory.pending-update')!.items,
    ).length
    assert.ok(pending > 0)
    const count = async (entity: string, query: string) =>
      (await installation.run('query', query, '--entity', entity, '--all', '-o', 'ndjson')).split('\n').filter(Boolean)
        .length
    const wanted = [30, pending]
    let found: number[] = []
    for (let tries = 0; tries < 60 && `${found}` !== `${wanted}`; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 500))
      found = [
        await count('assets', 'kind:host'),
        await count('findings', 'status:open and check:inventory.no-security-update-is-pending'),
      ]
    }
    assert.deepEqual(found, wanted)
  } finally {
    await installation.remove()
  }
})
