import { newPublicId } from '@holdfast/platform/store'
import { everyPart, testDatabase } from '@holdfast/platform/store/testing'
import { keepCampaigns } from '../store/evaluating/upkeep.ts'

type Database = Awaited<ReturnType<typeof testDatabase>>['database']
type Transaction = Parameters<Parameters<Database['asTenant']>[1]>[0]
const judge = 'vulnerabilities.software'
const coverage = 'vulnerabilities.advisories-are-current'

/** What is known of a host. */
export interface KnownHost {
  readonly name: string
  /** `openssh-server 1:9.2p1-2+deb12u2` */
  readonly software?: string
  readonly judged?: boolean
  /** Places that advisories do not speak of. */
  readonly gaps?: readonly string[]
}

/** A tenant in a database of its own, with hosts of which one says what is known. */
export async function knownFleet(t: { after(fn: () => unknown): void }) {
  const { database, tenant } = await testDatabase(t, { parts: everyPart() })
  const id = await tenant()
  const check = (name: string, from: string) => ({
    ...{ id: name, judge, title: name, severity: 5, category: 'x', lifecycle: 'stable', digest: 'x' },
    definition: { id: name, title: name, parameters: { name: from } },
  })
  const text = JSON.stringify
  await database.asPlatform(async (tx) => {
    await tx.query(`select * from content_sync('vulnerabilities', 'x', 'own', 'x', $1, $2)`, [
      text([check(coverage, coverage)]),
      text([{ judge, version: 1, digest: 'x' }]),
    ])
    await tx.query(`select * from content_name_checks('vulnerabilities', $1, $2)`, [
      judge,
      text([
        check('vulnerabilities.cve-2024-6387', 'CVE-2024-6387'),
        check('vulnerabilities.cve-2024-3094', 'CVE-2024-3094'),
      ]),
    ])
  })
  const inTenant = <T>(work: (tx: Transaction) => Promise<T>) => database.asTenant(id, work)
  await inTenant((tx) =>
    tx.query(`insert into network (tenant_id, public_id, name, is_default) values ($1, $2, 'Default', true)`, [
      id,
      newPublicId('net'),
    ]),
  )

  const settle = async (): Promise<number> => {
    for (let pieces = 0; ; pieces++)
      if (!(await inTenant((tx) => keepCampaigns.next(tx as never, Date.now(), async () => [])))) return pieces
  }

  return {
    database,
    tenantId: id,
    inTenant,
    settle,
    addHost: (host: KnownHost) => inTenant((tx) => addHost(tx, id, host)),
    /** Writes a finding as judging would. */
    find: (asset: number, cve: string, status: string, disposition = 'none') =>
      inTenant((tx) => writeFinding(tx, id, { asset, cve, status, disposition })),
    states: async () => {
      const { rows } = await inTenant((tx) =>
        tx.query<{ name: string; state: string; since: string }>(
          'select a.name, s.state, s.since from campaigns_asset s join asset a using (tenant_id, asset_id) where tenant_id = $1 order by a.name',
          [id],
        ),
      )
      return Object.fromEntries(rows.map(({ name, state }) => [name, state]))
    },
  }
}

async function addHost(
  tx: Transaction,
  id: number,
  { name, software, judged = false, gaps = [] }: KnownHost,
): Promise<number> {
  const { asset_id: asset } = (await tx.first<{ asset_id: number }>(
    `insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
     select $1, $2, network_id, 'host', $3, now(), now() from network where tenant_id = $1 returning asset_id`,
    [id, newPublicId('ast'), name],
  ))!
  if (software) await install(tx, id, asset, software)
  if (judged)
    await tx.query(
      `insert into assessment (tenant_id, asset_id, judge, basis_no, tests, tested_at) select $1, $2, $3, basis_no, 1, now() from judge_basis where judge = $3`,
      [id, asset, judge],
    )
  for (const place of gaps)
    await tx.query(
      `insert into not_assessed (tenant_id, asset_id, check_no, place, outcome, reason, since)
       select $1, $2, check_no, $3, 'unknown', 'x', now() from check_definition where id = $4`,
      [id, asset, place, coverage],
    )
  return asset
}

async function install(tx: Transaction, id: number, asset: number, software: string): Promise<void> {
  const [name, version] = software.split(' ')
  await tx.query(
    `insert into inventory_software (ecosystem, name, version, purl) values ('deb', $1, $2, 'pkg:deb/debian/' || $1 || '@' || $2) on conflict do nothing`,
    [name, version],
  )
  await tx.query(
    `insert into inventory_tenant_software (tenant_id, software_id, ecosystem, name, version, version_key, purl, asset_count)
     select $1, software_id, ecosystem, name, version, version, purl, 1 from inventory_software where name = $2 and version = $3
     on conflict (tenant_id, software_id) do update set asset_count = inventory_tenant_software.asset_count + 1`,
    [id, name, version],
  )
  await tx.query(
    `insert into inventory_asset_software (tenant_id, asset_id, software)
     select $1, $2, array[software_id] from inventory_software where name = $3 and version = $4
     on conflict (tenant_id, asset_id) do update set software = excluded.software`,
    [id, asset, name, version],
  )
}

async function writeFinding(
  tx: Transaction,
  id: number,
  { asset, cve, status, disposition }: { asset: number; cve: string; status: string; disposition: string },
): Promise<void> {
  const exception =
    disposition === 'none'
      ? null
      : (await tx.first<{ id: number }>(
          `insert into exception (tenant_id, public_id, asset_id, reason, justification, starts_at, requested_by, requested_at)
           values ($1, $2, $3, 'compensating-control', 'for the test', now(), 'test', now()) returning exception_id as id`,
          [id, newPublicId('exc'), asset],
        ))!.id
  await tx.query(
    `insert into finding (tenant_id, public_id, asset_id, check_no, place, severity, status, status_at, disposition, exception_id, first_found_at, changed_at)
     select $1, $2, $3, check_no, 'deb/x', 5, $5, now(), $6, $7, now(), now() from check_definition where id = 'vulnerabilities.' || lower($4)
     on conflict (tenant_id, asset_id, check_no, place) do update
       set status = excluded.status, disposition = excluded.disposition, exception_id = excluded.exception_id`,
    [id, newPublicId('fnd'), asset, cve, status, disposition, exception],
  )
}
