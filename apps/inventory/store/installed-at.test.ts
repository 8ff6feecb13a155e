import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TenantTransaction } from '@holdfast/platform/contract'
import { newPublicId } from '@holdfast/platform/store'
import { everyPart, testDatabase } from '@holdfast/platform/store/testing'
import type { Package } from '../facts/index.ts'
import { countHolders, installedNamed } from './installed.ts'
import { countHoldersAt, installedNamedAt } from './installed-at.ts'
import { projectSoftware } from './project-software.ts'

const { database, tenant } = await testDatabase({ after }, { parts: everyPart() })

const libssl = (version: string): Package => ({
  ecosystem: 'deb',
  name: 'libssl3',
  version,
  architecture: 'amd64',
  sourceName: 'openssl',
  sourceVersion: version,
  purl: `pkg:deb/debian/libssl3@${version}?arch=amd64&distro=debian-12`,
})

test('what was installed at a time is told with what it was built from, also what nobody has any more', async () => {
  const tenantId = await tenant()
  const work = <T>(run: (tx: TenantTransaction) => Promise<T>) =>
    database.asTenant(tenantId, (tx) => run(tx as unknown as TenantTransaction))
  const { rows } = await work(async (tx) => {
    await tx.query(`insert into network (tenant_id, public_id, name, is_default) values ($1, $2, 'Default', true)`, [
      tenantId,
      newPublicId('net'),
    ])
    return tx.query<{ id: string }>(
      `insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
       select $1, $2, network_id, 'host', 'h', now(), now() from network where tenant_id = $1 returning asset_id::text as id`,
      [tenantId, newPublicId('ast')],
    )
  })
  const asset = { id: rows[0]!.id, kind: 'host' } as const
  const moments: string[] = []
  const moment = async () => {
    await sleep(20)
    moments.push(new Date().toISOString())
    await sleep(20)
  }
  await moment()
  for (const version of ['3.0.14-1', '3.0.15-1']) {
    await work((tx) => projectSoftware.project(tx, asset, new Map([['inventory.package', [libssl(version)]]]) as never))
    await moment()
  }
  await work((tx) => projectSoftware.project(tx, asset, new Map()))
  await moment()
  const told = (each: Awaited<ReturnType<typeof installedNamed>>) =>
    each.map(({ version, source, assets }) => [version, source?.name, assets])
  const at = await Promise.all(moments.map((each) => work((tx) => installedNamedAt(tx, ['openssl'], each))))
  assert.deepEqual(at.map(told), [[], [['3.0.14-1', 'openssl', 1]], [['3.0.15-1', 'openssl', 1]], []])
  const ids = at.flat().map(({ id }) => id)
  const counts = await Promise.all(moments.map((each) => work((tx) => countHoldersAt(tx, ids, each))))
  assert.deepEqual(counts, [0, 1, 1, 0])
  assert.deepEqual(await work((tx) => installedNamed(tx, ['openssl'])), [])
  assert.equal(await work((tx) => countHolders(tx, ids)), 0)
})
