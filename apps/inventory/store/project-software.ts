import { formatPurl, parsePurl } from '@holdfast/kit/purl'
import type { Projection, TenantTransaction } from '@holdfast/platform/contract'
import { versionKey } from '@holdfast/platform/search/language'
import { windowsProduct } from '../engine/windows/product-of-system.ts'
import type { OperatingSystem, Package, Software } from '../facts/index.ts'
import { boundedText } from './bounded-text.ts'
import distributions from './distributions.json' with { type: 'json' }

/** What the dictionary says of one piece of software. */
interface Identity {
  readonly ecosystem: string
  readonly name: string
  readonly version: string
  readonly purl: string
  /** What it was built from: itself, where a package manager tells of no source. */
  readonly sourceName: string
  readonly sourceVersion: string
}

/**
 * An asset's software as ids of the dictionary, and the tenant's counts beside it. Language packages of one name and version in several places are one.
 */
export const projectSoftware: Projection = {
  id: 'inventory.software',
  reads: ['inventory.package', 'inventory.software', 'inventory.operating-system'],
  async project(tx, asset, items) {
    const identities = new Map<string, Identity>()
    for (const item of (items.get('inventory.package') ?? []) as readonly Package[]) note(identities, item)
    for (const item of (items.get('inventory.software') ?? []) as readonly Software[]) note(identities, item)
    for (const item of (items.get('inventory.operating-system') ?? []) as readonly OperatingSystem[])
      noteSystem(identities, item)
    const wanted = await idsOf(tx, [...identities.values()])
    const { rows } = await tx.query<{ software: number[] }>(
      'select software from inventory_asset_software where tenant_id = $1 and asset_id = $2 for update',
      [tx.tenantId, asset.id],
    )
    const before = new Set(rows[0]?.software)
    const after = [...new Set(wanted.values())].sort((a, b) => a - b)
    const came = after.filter((id) => !before.has(id))
    const stays = new Set(after)
    const went = [...before].filter((id) => !stays.has(id))
    if (rows.length > 0 && came.length === 0 && went.length === 0) return
    await tx.query(
      `insert into inventory_asset_software (tenant_id, asset_id, software) values ($1, $2, $3)
       on conflict (tenant_id, asset_id) do update set software = excluded.software`,
      [tx.tenantId, asset.id, after],
    )
    await count(
      tx,
      came,
      went,
      new Map([...identities.values()].map((each) => [wanted.get(each.purl) as number, each])),
    )
  },
}

/** A system of which advisories speak as a whole is software like any other. */
function noteSystem(identities: Map<string, Identity>, system: OperatingSystem): void {
  const name = windowsProduct(system)
  if (name === undefined) return
  const version = system.pointRelease ?? system.version ?? ''
  const purl = formatPurl({ type: 'generic', namespace: 'microsoft', name, version })
  if (purl.ok) note(identities, { ecosystem: 'windows', name, version, purl: purl.value })
}

function note(
  identities: Map<string, Identity>,
  item: Pick<Software, 'name' | 'version' | 'purl'> & { readonly ecosystem: string },
): void {
  const { ecosystem, name, version, purl } = item
  const { sourceName = name, sourceVersion = version } = item as Partial<Package>
  const identity = {
    ecosystem,
    name: boundedText(name, 500),
    version: boundedText(version ?? '', 200),
    purl: boundedText(purl, 1500),
    sourceName: boundedText(sourceName, 500),
    sourceVersion: boundedText(sourceVersion ?? '', 200),
  }
  identities.set(identity.purl, identity)
}

/** Ids of the identities, by package URL; new ones are added. */
async function idsOf(tx: TenantTransaction, identities: readonly Identity[]): Promise<ReadonlyMap<string, number>> {
  const columns = [
    identities.map(({ ecosystem }) => ecosystem),
    identities.map(({ name }) => name),
    identities.map(({ version }) => version),
    identities.map(({ purl }) => purl),
  ]
  const owner = identities.map((identity) => (isPublic(identity) ? 0 : tx.tenantId))
  // Sorted, so that two transactions that add the same names wait for each other in one order.
  await tx.query(
    `insert into inventory_software (ecosystem, name, version, purl, owner_tenant)
     select g.* from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[]) as g (ecosystem, name, version, purl, owner_tenant)
     where not exists (select from inventory_software s where s.owner_tenant = g.owner_tenant and s.purl = g.purl)
     order by g.owner_tenant, g.purl
     on conflict (owner_tenant, purl) do nothing`,
    [...columns, owner],
  )
  const { rows } = await tx.query<{ purl: string; software_id: number }>(
    `select s.purl, s.software_id from unnest($1::text[], $2::int[]) as g (purl, owner_tenant) join inventory_software s using (owner_tenant, purl)`,
    [columns[3], owner],
  )
  return new Map(rows.map(({ purl, software_id }) => [purl, software_id]))
}

/** Registries that anybody can publish to and read. */
const publicRegistries: ReadonlySet<string> = new Set(['npm', 'pypi', 'gem', 'maven', 'golang', 'composer'])

/**
 * Whether an identity may be one row for all tenants. It is read through the tenant's own table only, so that sharing the row tells nobody who has it;
 * names of no public ecosystem stay with their tenant all the same.
 */
function isPublic({ ecosystem, purl }: Identity): boolean {
  if (publicRegistries.has(ecosystem)) return true
  const parsed = parsePurl(purl)
  return parsed.ok && distributions.includes(parsed.value.namespace ?? '')
}

async function count(
  tx: TenantTransaction,
  came: readonly number[],
  went: readonly number[],
  identities: ReadonlyMap<number, Identity>,
): Promise<void> {
  if (came.length > 0) {
    const rows = came.map((id) => identities.get(id)!)
    await tx.query(
      `insert into inventory_tenant_software as t
         (tenant_id, software_id, ecosystem, name, version, version_key, purl, source_name, source_version, asset_count)
       select $1, g.*, 1 from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[]) as g
       on conflict (tenant_id, software_id) do update
         set asset_count = t.asset_count + 1, source_name = excluded.source_name, source_version = excluded.source_version`,
      [
        tx.tenantId,
        came,
        rows.map(({ ecosystem }) => ecosystem),
        rows.map(({ name }) => name),
        rows.map(({ version }) => version),
        rows.map(({ version }) => versionKey(version)),
        rows.map(({ purl }) => purl),
        rows.map(({ sourceName }) => sourceName),
        rows.map(({ sourceVersion }) => sourceVersion),
      ],
    )
  }
  if (went.length === 0) return
  await tx.query(
    'update inventory_tenant_software set asset_count = asset_count - 1 where tenant_id = $1 and software_id = any($2)',
    [tx.tenantId, [...went].sort((a, b) => a - b)],
  )
  await tx.query(
    'delete from inventory_tenant_software where tenant_id = $1 and software_id = any($2) and asset_count = 0',
    [tx.tenantId, went],
  )
}
