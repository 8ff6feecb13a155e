import type { Instant, TenantTransaction } from '../../contract/index.ts'
import { type MatchPart, matchParts } from '../../search/index.ts'
import { loadRows } from '../language/load-rows.ts'
import type { TagLanguage, TagQuery } from '../language/tag-language.ts'
import { TagError } from '../tag-error.ts'
import type { TagKind } from '../tree/read-tags.ts'

/** Why an asset has a tag. */
export interface Membership {
  readonly id: string
  readonly name: string
  readonly path: string
  readonly kind: TagKind
  readonly colour: string
  readonly criticality: number | null
  readonly description: string
  readonly since: Instant
  /** Who gave it; null where its query did. */
  readonly givenBy: string | null
  readonly query: string | null
  /** The query in words. */
  readonly words: string | null
  /** What the asset says to each condition of the query; empty for a tag given by hand. */
  readonly because: readonly MatchPart[]
}

type Row = Omit<Membership, 'words' | 'because'>

/** The tags of an asset by their paths, or one of them, each with its reason. */
export async function explainMembers(
  tx: TenantTransaction,
  language: TagLanguage,
  asked: { readonly assetId: number; readonly tag?: string; readonly now: number },
): Promise<readonly Membership[]> {
  const { rows } = await tx.query<Row>(
    `select g.public_id as id, g.name, g.path, g.kind, g.colour, g.criticality, g.description, t.since,
            t.given_by as "givenBy", g.query
       from asset_tag t join tag g on g.tenant_id = t.tenant_id and g.tag_id = t.tag_id
      where t.tenant_id = $1 and t.asset_id = $2 and not t.resting and ($3::text is null or g.public_id = $3)
      order by lower(g.path collate "C"), g.tag_id`,
    [tx.tenantId, asked.assetId, asked.tag ?? null],
  )
  const queries = new Map(rows.flatMap((row) => readable(language, row, asked.now)))
  const plans = [...queries.values()].map(({ plan }) => plan)
  const known = (await loadRows(tx, plans, [asked.assetId])).get(asked.assetId)
  return rows.map((row) => {
    const query = queries.get(row.id)
    return { ...row, words: query?.words ?? null, because: query && known ? matchParts(query.plan, known) : [] }
  })
}

function readable(language: TagLanguage, { id, query }: Row, now: number): [string, TagQuery][] {
  if (query === null) return []
  try {
    return [[id, language.read(query, now)]]
  } catch (error) {
    if (error instanceof TagError) return []
    throw error
  }
}
