import type { Instant, TenantTransaction } from '../../contract/index.ts'

export type TagKind = 'static' | 'dynamic' | 'system'

/** A tag as people see it. */
export interface Tag {
  readonly id: string
  readonly version: number
  readonly kind: TagKind
  readonly name: string
  readonly path: string
  /** Public id of the tag above; null at the root. */
  readonly parent: string | null
  readonly colour: string
  readonly criticality: number | null
  readonly description: string
  readonly query: string | null
  /** Assets that have it now. */
  readonly assets: number
  /** All assets are being asked, or are about to be. */
  readonly evaluating: boolean
  readonly evaluatedAt: Instant | null
  readonly evaluatedMs: number | null
  /** Why its query could not be asked. */
  readonly problem: string | null
  readonly createdBy: string
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

/** All tags of the tenant by their paths, or the one with this public id. */
export async function readTags(tx: TenantTransaction, id?: string): Promise<readonly Tag[]> {
  const { rows } = await tx.query<Tag>(
    `select g.public_id as id, g.version, g.kind, g.name, g.path, p.public_id as parent, g.colour, g.criticality, g.description,
            g.query, coalesce(n.assets, 0)::int as assets, g.due_at is not null and (g.due_at <= now() or g.evaluated_at is null) as evaluating,
            g.evaluated_at as "evaluatedAt", g.evaluated_ms as "evaluatedMs", g.problem, g.created_by as "createdBy",
            g.created_at as "createdAt", g.updated_at as "updatedAt"
       from tag g
       left join tag p on p.tenant_id = g.tenant_id and p.tag_id = g.parent_id
       left join tag_count n on n.tenant_id = g.tenant_id and n.tag_id = g.tag_id
      where g.tenant_id = $1 and ($2::text is null or g.public_id = $2)
      order by lower(g.path collate "C"), g.tag_id`,
    [tx.tenantId, id ?? null],
  )
  return rows
}
