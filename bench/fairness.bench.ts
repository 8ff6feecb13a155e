import { setTimeout as sleep } from 'node:timers/promises'
import type { TenantTransaction } from '@holdfast/platform/contract'
import { createActivationKey } from '@holdfast/platform/intake'
import { createTenant, type Database, openDatabase, openHome, readEmbeddedAccess } from '@holdfast/platform/store'
import { startInstallation } from '../tests/journeys/installation.ts'
import { exampleOf, type ToldHost, tellHost } from '../tests/journeys/told-host.ts'
import { type Bench, type Figure, percentile } from './bench.ts'

const flooders = 8
const packages = 2000

interface Host {
  readonly tenantId: number
  readonly told: ToldHost
}

interface Waits {
  /** Milliseconds until the server has stored what was said. */
  readonly stored: number[]
  /** Milliseconds until it is judged. */
  readonly judged: number[]
}

export const bench: Bench = {
  name: 'fairness',
  summary:
    'One tenant floods a whole installation with inventories of 2,000 changed packages while the hosts of ten others tell of themselves now and then: how long these wait, against before.',
  async run({ scale, log }) {
    const seconds = Math.max(3, 60 * scale)
    const installation = await startInstallation({ arguments: ['--no-agent'] })
    try {
      const database = await openDatabase({ access: readEmbeddedAccess(openHome(installation.home))! })
      const origin = `http://localhost:${installation.port}`
      const others: Host[] = []
      for (let n = 0; n < 10; n += 1) others.push(...(await hosts(database, origin, `other-${n}`, 2)))
      const flood = await hosts(database, origin, 'flood', flooders)
      log('without a flood')
      await watch(database, others, 3)
      const before = await watch(database, others, seconds)
      const stop = new AbortController()
      let sent = 0
      const flooding = flood.map(async ({ told }, index) => {
        for (let round = 0; !stop.signal.aborted; round += 1) {
          await told.state({ 'inventory.package': inventory(round) }).catch((error) => {
            // To be told to wait is what a flood earns.
            if (!/429|503/.test(String(error))) throw error
            return sleep(1000 + index)
          })
          sent += 1
        }
      })
      await sleep(Math.min(5000, seconds * 1000))
      log('under the flood')
      const during = await watch(database, others, seconds)
      stop.abort()
      await Promise.all(flooding)
      await database.close()
      return [ratio('stored', before, during, sent), ratio('judged', before, during, sent)]
    } finally {
      await installation.remove()
    }
  },
}

async function hosts(database: Database, origin: string, tenant: string, count: number): Promise<Host[]> {
  const { id } = await database.asPlatform((tx) => createTenant(tx, { name: tenant }))
  const { key } = await database.asTenant(id, (tx) =>
    createActivationKey(tx as unknown as TenantTransaction, { name: 'bench' }),
  )
  return Promise.all(
    Array.from({ length: count }, async (_, n) => ({
      tenantId: id,
      told: await tellHost(origin, key, `${tenant}-${n}`),
    })),
  )
}

/** Every 200 ms one of the hosts says that its SSH server was set up anew, and is waited for. */
async function watch(database: Database, watched: readonly Host[], seconds: number): Promise<Waits> {
  const waits: Waits = { stored: [], judged: [] }
  const open: Promise<void>[] = []
  const until = performance.now() + seconds * 1000
  for (let round = 0; performance.now() < until; round += 1) {
    open.push(tellAndWait(database, watched[round % watched.length]!, waits))
    await sleep(200)
  }
  await Promise.all(open)
  return waits
}

/** What is said twice changes nothing and is not judged anew. */
let nextPort = 1024

async function tellAndWait(database: Database, { tenantId, told }: Host, waits: Waits): Promise<void> {
  const at = Date.now()
  const started = performance.now()
  await told.state({
    'inventory.ssh-server': [exampleOf('inventory.ssh-server', { ports: [nextPort++] })],
  })
  waits.stored.push(performance.now() - started)
  for (;;) {
    const { rows } = await database.asTenant(tenantId, (tx) =>
      tx.query(
        `select from assessment t join asset_source o on o.tenant_id = t.tenant_id and o.asset_id = t.asset_id
           join source s on s.tenant_id = o.tenant_id and s.source_id = o.source_id
          where t.tenant_id = $1 and s.public_id = $2 and t.tested_at >= to_timestamp($3::float8 / 1000)`,
        [tenantId, told.source, at],
      ),
    )
    if (rows.length > 0) break
    if (performance.now() - started > 120_000) throw new Error('a host was not judged within two minutes')
    await sleep(20)
  }
  waits.judged.push(performance.now() - started)
}

function inventory(round: number) {
  return Array.from({ length: packages }, (_, n) =>
    exampleOf('inventory.package', {
      name: `package-${n}`,
      version: `1.${round}`,
      purl: `pkg:deb/debian/package-${n}@1.${round}`,
    }),
  )
}

function ratio(what: 'stored' | 'judged', before: Waits, during: Waits, sent: number): Figure {
  const [plain, flooded] = [percentile(before[what], 0.95), percentile(during[what], 0.95)]
  return {
    what: `until what others tell is ${what}, p95, under the flood against before`,
    value: flooded / plain,
    unit: '×',
    atMost: 1.5,
    note: `${plain.toFixed(0)} ms, then ${flooded.toFixed(0)} ms; ${sent} inventories of ${packages} packages by ${flooders} hosts`,
  }
}
