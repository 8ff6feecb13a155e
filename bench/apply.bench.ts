import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineFact } from '@holdfast/platform/contract'
import { type EnvelopeRecord, type FactsRecord, toInstant } from '@holdfast/platform/envelope'
import { factHandler, factRegistry, moveFacts } from '@holdfast/platform/facts'
import { account, createActivationKey, createApplier, createIntake, inTenant } from '@holdfast/platform/intake'
import { createTenant, migrate, openDatabase, openHome, platformParts, startEmbedded } from '@holdfast/platform/store'
import Type from 'typebox'
import { type Bench, type Figure, median, percentile } from './bench.ts'
import { enrolledSource } from './intake-source.ts'

const packageFact = defineFact('bench', {
  name: 'bench.package',
  version: 1,
  title: 'Package',
  summary: 'A package.',
  about: ['host'],
  key: ['name'],
  dataClass: 'state',
  keepFor: 'P30D',
  schema: Type.Object({
    name: Type.String({ description: 'Name.' }),
    version: Type.String({ description: 'Version.' }),
    purl: Type.String({ description: 'Package URL.' }),
    vendor: Type.String({ description: 'Vendor.' }),
    sizeBytes: Type.Integer({ description: 'Size.' }),
  }),
  example: { name: 'a', version: '1', purl: 'pkg:deb/a@1', vendor: 'v', sizeBytes: 1 },
})

const packagesPerHost = 600

export const bench: Bench = {
  name: 'apply',
  summary:
    'From the log to facts with their history: how soon after the answer, and how many a second. One worker, PostgreSQL and the sources share this machine.',
  async run({ scale, log }) {
    const folder = mkdtempSync(join(tmpdir(), 'hf-bench-apply-'))
    const server = await startEmbedded(openHome(folder))
    try {
      await migrate({ access: server, parts: platformParts() })
      const database = await openDatabase({ access: server })
      const intake = await createIntake(database, { trust: () => null, mostWaiting: Number.POSITIVE_INFINITY })
      const { id: tenantId } = await database.asPlatform((tx) => createTenant(tx, { name: 'Bench' }))
      const { key } = await inTenant(database, tenantId, (tx) => createActivationKey(tx, { name: 'bench' }))
      const known: (() => void)[] = []
      const options = {
        handlers: [
          factHandler({
            registry: factRegistry([packageFact]),
            projections: [],
            onKnown: async () => known.shift()?.(),
          }),
        ],
        onMoved: (tx: Parameters<typeof moveFacts>[0], move: Parameters<typeof moveFacts>[1]) =>
          moveFacts(tx, move, { projections: [] }),
      }
      const applier = createApplier(database, options)
      const figures: Figure[] = []

      const hosts = Math.max(2, Math.round(200 * scale))
      log(`${hosts} hosts with ${packagesPerHost} packages state all of them …`)
      const fleet = await Promise.all(Array.from({ length: hosts }, () => enrolledSource(intake, key)))
      for (const { source, nextBatch } of fleet)
        await intake.receive(source, nextBatch([[self(source), packages(packagesPerHost)]]))
      const snapshots = await timed(() => applier.drain())
      figures.push({
        what: `first statements of ${packagesPerHost} packages applied`,
        value: hosts / snapshots,
        unit: 'hosts/s',
        note: `${hosts} hosts, 2 at once`,
      })

      const changes = Math.max(2, Math.round(20 * scale))
      log(`each of them tells ${changes} changes …`)
      for (const { source, nextBatch } of fleet)
        await intake.receive(source, nextBatch(Array.from({ length: changes }, (_, n) => [change(n)])))
      const deltas = await timed(() => applier.drain())
      figures.push({ what: 'changes of one package applied', value: (hosts * changes) / deltas, unit: 'envelopes/s' })

      const stop = new AbortController()
      const running = applier.run(stop.signal)
      await sleep(200)
      const waits: number[] = []
      for (let n = 0; n < Math.max(5, Math.round(300 * scale)); n++) {
        const { source, nextBatch } = fleet[n % fleet.length]!
        const applied = new Promise<void>((resolve) => known.push(resolve))
        await intake.receive(source, nextBatch([[change(1000 + n)]]))
        const at = performance.now()
        await applied
        waits.push(performance.now() - at)
        await sleep(20)
      }
      stop.abort()
      await running
      figures.push(
        { what: 'a change is applied after its answer within (median)', value: median(waits), unit: 'ms', atMost: 50 },
        { what: 'the same (p95)', value: percentile(waits, 0.95), unit: 'ms' },
      )
      const { problems, pending, records } = await inTenant(database, tenantId, (tx) => account(tx))
      if (problems.length > 0 || pending > 0 || records.aside > 0)
        throw new Error(
          `the account does not add up: ${problems.join('; ')}, ${pending} pending, ${records.aside} aside`,
        )
      await intake.close()
      await database.close()
      return figures
    } finally {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function timed(work: () => Promise<void>): Promise<number> {
  const at = performance.now()
  await work()
  return (performance.now() - at) / 1000
}

function self(source: string): EnvelopeRecord {
  return {
    type: 'asset',
    ref: 'self',
    kind: 'host',
    name: source,
    identifiers: [{ kind: 'machine-id', value: source }],
  }
}

function statement(mode: 'full' | 'delta', names: readonly string[], version: string): FactsRecord {
  const items = names.map((name) => {
    const purl = `pkg:deb/debian/${name}@${version}?arch=amd64&distro=debian-12`
    return [name, { name, version, purl, vendor: 'Debian Maintainers', sizeBytes: 123_456 }] as const
  })
  const facts = { type: 'facts', about: 'self', fact: packageFact.name, version: 1, scope: 'dpkg', gone: [] } as const
  return { ...facts, mode, complete: true, observedAt: toInstant(Date.now()), set: Object.fromEntries(items) }
}

function packages(count: number): FactsRecord {
  return statement(
    'full',
    Array.from({ length: count }, (_, n) => `package-${n}`),
    '1.0-1',
  )
}

function change(n: number): FactsRecord {
  return statement('delta', [`package-${n % packagesPerHost}`], `1.0-${n + 2}`)
}
