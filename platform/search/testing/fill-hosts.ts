import { versionKey } from '../language/index.ts'
import type { SampleHost } from './arbitrary-host.ts'

interface Querying {
  query(text: string, values?: readonly unknown[]): Promise<unknown>
}

const columns = [
  'id',
  'name',
  'owner',
  'note',
  'severity',
  'status',
  'disposition',
  'risk',
  'epss',
  'cost',
  'memory',
  'first_seen',
  'last_seen',
  'address',
  'online',
  'labels',
  'agent',
  'agent_key',
  'software_ids',
] as const

/** Stores hosts for a tenant, in the tenant's transaction. */
export async function fillHosts(tx: Querying, tenant: number, hosts: readonly SampleHost[]): Promise<void> {
  const software = new Map<string, { id: number; name: string; version: string; hosts: number }>()
  for (const host of hosts) {
    const ids = host.software.map(({ name, version }) => {
      const known = software.get(`${name} ${version}`) ?? { id: software.size + 1, name, version, hosts: 0 }
      known.hosts += 1
      software.set(`${name} ${version}`, known)
      return known.id
    })
    const agentKey = host.agent === null ? null : versionKey(host.agent)
    const row = { ...host, agent_key: agentKey, software_ids: ids }
    const marks = columns.map((_, index) => `$${index + 2}`).join(', ')
    await tx.query(`insert into sample_host (tenant_id, ${columns.join(', ')}) values ($1, ${marks})`, [
      tenant,
      ...columns.map((column) => row[column]),
    ])
    for (const { number, protocol, service } of host.ports) {
      await tx.query('insert into sample_port values ($1, $2, $3, $4, $5)', [
        tenant,
        host.id,
        number,
        protocol,
        service,
      ])
    }
  }
  // As a log of changes would leave it: some rows cancel each other out.
  const counted = 'insert into sample_host_count (tenant_id, severity, status, disposition, hosts)'
  await tx.query(
    `${counted} select tenant_id, severity, status, disposition, 1 from sample_host where tenant_id = $1`,
    [tenant],
  )
  await tx.query(`${counted} select $1, 5, 'new', 'accepted', sign from unnest(array[3, -3]) as sign`, [tenant])
  for (const { id, name, version, hosts: count } of software.values()) {
    const values = [tenant, id, name, version, versionKey(version), count]
    await tx.query(
      'insert into sample_software (tenant_id, id, name, version, version_key, hosts) values ($1, $2, $3, $4, $5, $6)',
      values,
    )
  }
}
