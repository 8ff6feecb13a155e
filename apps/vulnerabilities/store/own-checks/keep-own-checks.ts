import type { AssetKind, StatedAsset, StateFacts, TenantTransaction, Upkeep } from '@holdfast/platform/contract'
import { tryLockMembers } from '@holdfast/platform/tags'
import { ownChecksScope } from '../../engine/reported/reports.ts'
import { type Reported, reportedFact } from '../../facts/reported.ts'

const assetsAtOnce = 200

/** Says of the assets that carry the tag of a check of one's own that they have the weakness, and takes it back from those that no longer do. */
export const keepOwnChecks: Upkeep = {
  id: 'vulnerabilities.own-checks',
  async due(tx) {
    const { rows } = await tx.query<{ tenant_id: number }>('select tenant_id from vulnerabilities_own_tenants()')
    return rows.map(({ tenant_id }) => tenant_id)
  },
  async next(tx, now, stateFacts) {
    // Nobody changes tags meanwhile, and nobody else is here: what was read is not stated after something newer.
    if (!(await tryLockMembers(tx))) return false
    const assetIds = await takeMarked(tx)
    if (assetIds.length === 0) return false
    await tell(tx, stateFacts, assetIds, new Date(now).toISOString())
    return true
  },
}

/** Assets that were marked. Only the marks that are seen are taken away: a later one may be of what this transaction does not see. */
async function takeMarked(tx: TenantTransaction): Promise<readonly number[]> {
  const { rows } = await tx.query<{ asset: number }>(
    `delete from vulnerabilities_own_due d
      where d.tenant_id = $1
        and d.due_id in (select due_id from vulnerabilities_own_due where tenant_id = $1 order by due_id limit ${assetsAtOnce})
      returning d.asset_id as asset`,
    [tx.tenantId],
  )
  return [...new Set(rows.map(({ asset }) => asset))]
}

interface Row {
  readonly assetId: number
  readonly asset: string
  readonly kind: AssetKind
  readonly assetName: string
  /** Of the check; null where none applies any more. */
  readonly checkId: number | null
  readonly name: string
  readonly title: string
  readonly severity: Reported['severity']
  readonly why: string
  readonly remedy: string
  readonly cves: readonly string[]
  readonly tag: string
}

async function tell(
  tx: TenantTransaction,
  stateFacts: StateFacts,
  assetIds: readonly number[],
  observedAt: string,
): Promise<void> {
  const { rows } = await tx.query<Row>(
    `select a.asset_id as "assetId", a.public_id as asset, a.kind, a.name as "assetName", c.own_check_id as "checkId", c.name, c.title, c.severity,
            c.why, c.remedy, c.cves, g.path as tag
       from asset a
       left join asset_tag t join vulnerabilities_own_check c on c.tenant_id = t.tenant_id and c.tag_id = t.tag_id
                             join tag g on g.tenant_id = c.tenant_id and g.tag_id = c.tag_id
         on t.tenant_id = a.tenant_id and t.asset_id = a.asset_id and not t.resting
      where a.tenant_id = $1 and a.asset_id = any ($2::bigint[]) and a.merged_into is null
        and (c.own_check_id is not null
          or exists (select from vulnerabilities_own_told o where o.tenant_id = a.tenant_id and o.asset_id = a.asset_id))
      order by a.asset_id, c.name`,
    [tx.tenantId, assetIds],
  )
  const byAsset = Map.groupBy(rows, ({ asset }) => asset)
  if (byAsset.size > 0)
    await stateFacts(tx, { source: 'Checks of your own', observedAt, assets: [...byAsset.values()].map(statedOf) })
  await note(tx, assetIds, rows)
}

function statedOf(rows: readonly Row[]): StatedAsset {
  const { asset, kind, assetName } = rows[0]!
  const items = rows.flatMap((row) => (row.checkId === null ? [] : [itemOf(row)]))
  return {
    ...{ ref: asset, asset, kind, name: assetName, identifiers: [] },
    facts: [{ type: reportedFact, scope: ownChecksScope, complete: true, items }],
  }
}

function itemOf({ name, title, severity, why, remedy, cves, tag }: Row): Reported {
  return {
    ...{ id: name, tool: 'Own check', rule: name, title, ids: [...cves], place: '' },
    ...(severity !== undefined && { severity }),
    ...(remedy !== '' && { fix: remedy }),
    text: [why, `The asset has the tag "${tag}".`].filter(Boolean).join('\n'),
  }
}

async function note(tx: TenantTransaction, assetIds: readonly number[], rows: readonly Row[]): Promise<void> {
  const told = rows.filter(({ checkId }) => checkId !== null)
  await tx.query(
    `with came as (select * from unnest($3::bigint[], $4::bigint[]) as c (asset_id, own_check_id)), gone as (
       delete from vulnerabilities_own_told o where o.tenant_id = $1 and o.asset_id = any ($2::bigint[])
          and not exists (select from came c where c.asset_id = o.asset_id and c.own_check_id = o.own_check_id))
     insert into vulnerabilities_own_told (tenant_id, asset_id, own_check_id)
     select $1, asset_id, own_check_id from came on conflict do nothing`,
    [tx.tenantId, assetIds, told.map(({ assetId }) => assetId), told.map(({ checkId }) => checkId)],
  )
}
