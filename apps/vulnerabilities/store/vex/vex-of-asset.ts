import { type Installed, installedOn } from '@holdfast/inventory/public'
import type { VexDocument, VexStatement } from '@holdfast/kit/vex'
import type { TenantTransaction } from '@holdfast/platform/contract'
import { placeOfInstalled } from './candidates.ts'

interface Row {
  readonly name: string
  readonly place: string
  readonly isFixed: boolean
  readonly disposition: string
  readonly justification: string | null
  readonly fix: string | null
  /** Of what was found, by commas. */
  readonly versions: string
  readonly changedAt: string
}

/** What is known of the vulnerabilities of an asset, as VEX says it; undefined where there is no such asset. It has the time of its last change. */
export async function vexOfAsset(
  tx: TenantTransaction,
  publicId: string,
): Promise<{ readonly name: string; readonly document: VexDocument } | undefined> {
  const { rows: assets } = await tx.query<{ id: number; name: string; since: string }>(
    'select asset_id as id, name, first_seen_at as since from asset where tenant_id = $1 and public_id = $2',
    [tx.tenantId, publicId],
  )
  const [asset] = assets
  if (asset === undefined) return undefined
  const { rows } = await tx.query<Row>(
    `select v.name, f.place, f.status = 'fixed' as "isFixed", f.disposition, x.justification, d.fix,
            coalesce(d.evidence ->> 'actual', '') as versions, f.changed_at as "changedAt"
       from finding f
       join vulnerabilities_cve v on v.check_no = f.check_no
       join finding_detail d on d.tenant_id = f.tenant_id and d.finding_id = f.finding_id
       left join exception x on x.tenant_id = f.tenant_id and x.exception_id = f.exception_id
      where f.tenant_id = $1 and f.asset_id = $2
      order by v.name, f.place`,
    [tx.tenantId, asset.id],
  )
  const byPlace = Map.groupBy(await installedOn(tx, asset.id), placeOfInstalled)
  const statements = rows.flatMap((row) => statementsOf(row, byPlace.get(row.place.split(' in ')[0]!) ?? []))
  const issuedAt =
    rows
      .map(({ changedAt }) => timeOf(changedAt))
      .sort()
      .at(-1) ?? timeOf(asset.since)
  const id = `urn:holdfast:asset:${publicId}:vex:${issuedAt}`
  return { name: asset.name, document: { form: 'openvex', id, author: 'Holdfast', issuedAt, statements } }
}

/** At one place may lie versions that are affected beside others that are not. */
function statementsOf(row: Row, there: readonly Installed[]): readonly VexStatement[] {
  const versions = row.versions.split(', ')
  const found = there.filter(
    ({ version, source }) => versions.includes(version) || versions.includes(source?.version ?? ''),
  )
  const installed = row.isFixed ? there : found
  if (installed.length === 0) return []
  return [
    {
      vulnerability: row.name,
      aliases: [],
      products: installed.map(({ purl }) => ({ id: purl, purls: [purl], parts: [] })),
      ...verdictOf(row),
      at: timeOf(row.changedAt),
    },
  ]
}

/** A decision that accepts a flaw leaves it a flaw. */
function verdictOf({
  isFixed,
  disposition,
  justification,
  fix,
}: Row): Pick<VexStatement, 'status'> & Partial<VexStatement> {
  if (isFixed) return { status: 'fixed' }
  if (disposition === 'false-positive')
    return { status: 'not_affected', impact: justification ?? 'It is not affected.' }
  if (disposition === 'mitigated')
    return {
      status: 'not_affected',
      justification: 'inline_mitigations_already_exist',
      ...(justification !== null && { impact: justification }),
    }
  const accepted = disposition === 'accepted' ? `The risk is accepted: ${justification ?? ''}` : undefined
  return { status: 'affected', action: accepted ?? fix ?? 'No fixed version is known yet.' }
}

function timeOf(value: string | Date): string {
  return new Date(value).toISOString()
}
