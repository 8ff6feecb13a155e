import type { TenantTransaction } from '@holdfast/platform/contract'
import { usualCriticality } from '@holdfast/platform/tags'
import { type TagScore, tagScore } from '../../engine/priority/index.ts'

export interface ScoredTag extends TagScore {
  /** Its worst assets, the worst first. */
  readonly worst: readonly {
    readonly asset: { readonly id: string; readonly name: string; readonly kind: string }
    readonly score: number
    readonly criticality: number
  }[]
}

const mostWorst = 5

/** The score of the assets with a tag (public id); null where none has it, undefined where there is no such tag. */
export async function readTagScore(tx: TenantTransaction, tag: string): Promise<ScoredTag | null | undefined> {
  const { rows: tags } = await tx.query<{ id: number }>(
    'select tag_id as id from tag where tenant_id = $1 and public_id = $2',
    [tx.tenantId, tag],
  )
  if (!tags[0]) return undefined
  const scored = `select t.asset_id, coalesce(s.score, 0)::float8 as score, coalesce(c.criticality, ${usualCriticality}) as criticality
       from asset_tag t
       left join vulnerabilities_asset_score s on s.tenant_id = t.tenant_id and s.asset_id = t.asset_id
       left join asset_criticality c on c.tenant_id = t.tenant_id and c.asset_id = t.asset_id
      where t.tenant_id = $1 and t.tag_id = $2 and not t.resting`
  const { rows: assets } = await tx.query<{ score: number; criticality: number }>(
    `select score, criticality from (${scored}) s`,
    [tx.tenantId, tags[0].id],
  )
  const score = tagScore(assets)
  if (!score) return null
  const { rows: worst } = await tx.query<ScoredTag['worst'][number]>(
    `select jsonb_build_object('id', a.public_id, 'name', a.name, 'kind', a.kind) as asset, s.score, s.criticality
       from (${scored}) s join asset a on a.tenant_id = $1 and a.asset_id = s.asset_id
      where s.score > 0 order by s.score desc, a.name limit ${mostWorst}`,
    [tx.tenantId, tags[0].id],
  )
  return { ...score, worst }
}
