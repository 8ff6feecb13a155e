import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { account, inTenant } from '@holdfast/platform/intake'
import { type Installation, startInstallation } from '../journeys/installation.ts'
import { CountingSource } from './counting-source.ts'
import { firstTenant, newActivationKey, withInstallationDatabase } from './installation-database.ts'
import { cutPower } from './installation-processes.ts'
import { until } from './sample-station.ts'
import { noSmallDisk, smallDisk } from './small-disk.ts'

const megabyte = 1024 * 1024
const sources = 3

test('a disk that fills up under a running installation: it says so, loses nothing acknowledged, and heals when there is space', {
  skip: noSmallDisk,
}, async (t) => {
  const disk = smallDisk(t, 700 * megabyte)
  const home = join(disk.path, 'home')
  const stop = new AbortController()
  let load: readonly CountingSource[] = []
  let running: Promise<unknown> | undefined
  t.after(async () => {
    stop.abort()
    for (const source of load) source.giveUp()
    await running?.catch(() => {})
    await cutPower(home)
  })
  const installation: Installation = await startInstallation({ home, arguments: ['--no-agent'] })
  const key = await newActivationKey(home)
  const url = () => `http://127.0.0.1:${installation.port}`
  load = await Promise.all(Array.from({ length: sources }, () => new CountingSource(url).enrol(key)))
  running = Promise.all(load.map((source) => source.run(stop.signal)))
  running.catch(() => stop.abort())
  const acknowledged = () => load.reduce((sum, source) => sum + source.acknowledged.size, 0)
  const failures = () => load.reduce((sum, source) => sum + source.failures, 0)
  await until(() => acknowledged() > 50, 'there is load')

  disk.fill()
  const before = failures()
  await until(() => failures() > before + 2, 'what does not fit is not acknowledged')
  // Whoever asks is told, and whoever looks into the log finds it.
  await until(() => load.some(({ complaints }) => [...complaints].some(isDiskFull)), 'the answer says why')
  await until(() => /No space left on device|disk is full/.test(words(home, installation)), 'it says why')
  await sleep(1000)
  assert.ok(!/The server ended/.test(installation.said()), 'a log that cannot be written ends no server')
  disk.free()
  const known = acknowledged()
  await until(() => acknowledged() > known + 50, 'it goes on when there is space')
  stop.abort()
  await running
  await until(() => nothingWaits(home), 'all is applied')
  const health = await fetch(`${url()}/readyz`)
  assert.equal(health.status, 200)
  const found = await stored(home)
  t.diagnostic(
    `acknowledged ${acknowledged()}, stored ${found.reduce((sum, { digests }) => sum + digests.length, 0)}; ${failures()} requests failed while the disk was full`,
  )
  for (const source of load) {
    const [row] = found.filter((each) => each.source === source.source)
    assert.deepEqual(row?.digests, [...source.acknowledged.values()])
    assert.deepEqual(
      row?.told,
      Array.from({ length: source.told }, (_, n) => n + 1),
    )
  }
})

/** An answer with the status for it, Insufficient Storage (RFC 4918). */
function isDiskFull(complaint: string): boolean {
  return complaint.startsWith('status 507') && complaint.includes('The disk of the database is full.')
}

/** What the installation said and wrote into its logs. */
function words(home: string, installation: Installation): string {
  const files = ['logs/server.log', 'logs/server.out', 'logs/worker.log', 'logs/worker.out', 'database/log']
  const texts = files.map((file) => join(home, file)).filter((path) => existsSync(path))
  return [installation.said(), ...texts.map((path) => readFileSync(path, 'utf8'))].join('\n')
}

function nothingWaits(home: string): Promise<boolean> {
  return withInstallationDatabase(home, async (database) =>
    inTenant(database, await firstTenant(database), async (tx) => {
      const { pending, problems } = await account(tx)
      assert.deepEqual(problems, [])
      return pending === 0
    }),
  )
}

function stored(home: string): Promise<{ source: string; digests: string[]; told: number[] }[]> {
  return withInstallationDatabase(home, async (database) =>
    inTenant(database, await firstTenant(database), async (tx) => {
      const { rows } = await tx.query<{ source: string; digests: string[]; told: number[] }>(
        `select s.public_id as source,
                array(select encode(e.digest, 'hex') from envelope e
                       where e.tenant_id = $1 and e.source_id = s.source_id order by e.epoch, e.seq) as digests,
                array(select g.lost::int from source_gap g
                       where g.tenant_id = $1 and g.source_id = s.source_id order by g.source_gap_id) as told
           from source s where s.tenant_id = $1`,
        [tx.tenantId],
      )
      return rows
    }),
  )
}
