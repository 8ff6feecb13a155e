import fc from 'fast-check'
import { type TestServer, testDatabase } from '../../store/testing/index.ts'
import type { Statement } from '../index.ts'
import { arbitraryHosts, type SampleHost } from './arbitrary-host.ts'
import { fillHosts } from './fill-hosts.ts'

const part = { part: 'sample', folder: new URL('./sample/', import.meta.url) }

export interface Sample {
  readonly tenant: number
  readonly otherTenant: number
  readonly hosts: readonly SampleHost[]
  /** Runs a statement as the application does, in the tenant's transaction. */
  run<Row extends object = Record<string, unknown>>(statement: Statement): Promise<Row[]>
}

/** A database with hosts of two tenants; the other tenant's differ. */
export async function openSample(
  t: { after(fn: () => unknown): void },
  server: TestServer,
  size: number,
): Promise<Sample> {
  const { database, tenant: create } = await testDatabase(t, { parts: [part], server })
  const [tenant, otherTenant] = [await create('Mine'), await create('Theirs')]
  const [hosts, strangers] = fc.sample(arbitraryHosts(size), { numRuns: 2, seed: 7 }) as [SampleHost[], SampleHost[]]
  await database.asTenant(tenant, (tx) => fillHosts(tx, tenant, hosts))
  await database.asTenant(otherTenant, (tx) => fillHosts(tx, otherTenant, strangers))
  return {
    tenant,
    otherTenant,
    hosts,
    run: async <Row extends object>({ text, values }: Statement) => {
      const { rows } = await database.asTenant(tenant, (tx) => tx.query(text, values))
      return rows as Row[]
    },
  }
}
