import { type CountsSql, type EntityExtension, type GroupSpec, pastRows } from '../../search/index.ts'

/** What an asset is worth where no tag says anything. */
export const usualCriticality = 2

/**
 * Assets by the name of their tag. Names are unique among siblings only: where several tags have one, an asset that has
 * two of them counts once, as in the list.
 */
const countsByName: CountsSql = {
  from: `(select g.tenant_id, g.name, g.name_folded,
                 case when count(*) = 1
                      then (select n.assets from tag_count n where n.tenant_id = g.tenant_id and n.tag_id = min(g.tag_id))
                      else (select count(distinct t.asset_id) from asset_tag t
                             where t.tenant_id = g.tenant_id and t.tag_id = any (array_agg(g.tag_id)) and not t.resting)
                 end as assets
            from tag g group by g.tenant_id, g.name, g.name_folded) tc`,
  tenant: 'tc.tenant_id',
  value: 'tc.name',
  folded: 'tc.name_folded',
  count: 'coalesce(tc.assets, 0)',
}

const pastTags =
  `(select * from ${pastRows('asset_tag', ['tenant_id', 'asset_id', 'tag_id', 'since', 'resting'])} w where not resting) tg ` +
  `join ${pastRows('tag', ['tenant_id', 'tag_id', 'public_id', 'name', 'name_folded', 'path', 'kind', 'colour'])} td ` +
  'on td.tenant_id = tg.tenant_id and td.tag_id = tg.tag_id'
const pastCriticality = pastRows('asset_criticality', ['tenant_id', 'asset_id', 'criticality'])

const tagsOf = (
  owner: string,
  whose: string,
  { aliases = [], counts }: { readonly aliases?: readonly string[]; readonly counts?: CountsSql },
): GroupSpec => ({
  name: 'tags',
  type: 'group',
  summary: `Tags of ${whose}, given by hand or by a query.`,
  label: 'tag',
  aliases: ['tag', ...aliases],
  main: 'name',
  history: true,
  sql: {
    from:
      '(select * from asset_tag where not resting) tg ' +
      'join tag td on td.tenant_id = tg.tenant_id and td.tag_id = tg.tag_id',
    tenant: 'tg.tenant_id',
    key: 'tg.asset_id',
    owner,
    history: { from: pastTags },
  },
  tokens: [
    {
      name: 'name',
      type: 'keyword',
      summary: 'Name of the tag.',
      label: 'tag',
      required: true,
      facet: true,
      examples: ['tags:Production', 'not tags:*'],
      sql: { column: 'td.name', folded: 'td.name_folded', ...(counts && { counts }) },
    },
    {
      name: 'path',
      type: 'text',
      summary: 'Its names from the root of the tree: "Europe / Prague".',
      required: true,
      examples: ['tags.path:"Europe / *"'],
      sql: { column: 'td.path' },
    },
    {
      name: 'kind',
      type: 'enum',
      summary: 'static (given by hand), dynamic (by a query) or system (by a query of the program).',
      required: true,
      values: [{ name: 'static' }, { name: 'dynamic' }, { name: 'system' }],
      sql: { column: 'td.kind' },
    },
    {
      name: 'since',
      type: 'date',
      summary: 'Since when the asset has it.',
      required: true,
      sql: { column: 'tg.since' },
    },
  ],
})

/** What tags let one ask of assets. */
export const assetTagTokens: EntityExtension = {
  extends: 'assets',
  join: 'left join asset_criticality ac on ac.tenant_id = a.tenant_id and ac.asset_id = a.asset_id',
  pastJoin: {
    alias: 'ac',
    join: `left join ${pastCriticality} ac on ac.tenant_id = a.tenant_id and ac.asset_id = a.asset_id`,
  },
  tokens: [
    tagsOf('a.asset_id', 'the asset', { counts: countsByName }),
    {
      name: 'criticality',
      type: 'number',
      summary: 'How much depends on the asset, 1 to 5: the highest of its tags, 2 where none says anything.',
      aliases: ['asset.criticalityScore', 'criticalityScore'],
      required: true,
      sortable: true,
      facet: true,
      examples: ['criticality >= 4'],
      sql: { column: `coalesce(ac.criticality, ${usualCriticality})`, type: 'integer' },
    },
  ],
}

/** The same of findings, through their assets. */
export const findingTagTokens: EntityExtension = {
  extends: 'findings',
  join: 'left join asset_criticality ac on ac.tenant_id = f.tenant_id and ac.asset_id = f.asset_id',
  pastJoin: {
    alias: 'ac',
    join: `left join ${pastCriticality} ac on ac.tenant_id = f.tenant_id and ac.asset_id = f.asset_id`,
  },
  inRollups: {
    assets: {
      join: 'left join asset_criticality nac on nac.tenant_id = n.tenant_id and nac.asset_id = n.asset_id',
      columns: { 'asset.criticality': `coalesce(nac.criticality, ${usualCriticality})` },
    },
  },
  tokens: [
    tagsOf('f.asset_id', 'its asset', { aliases: ['asset.tags'] }),
    {
      name: 'asset.criticality',
      type: 'number',
      summary: 'How much depends on its asset, 1 to 5: the highest of its tags, 2 where none says anything.',
      aliases: ['criticality'],
      required: true,
      facet: true,
      examples: ['severity:critical and criticality >= 4'],
      sql: { column: `coalesce(ac.criticality, ${usualCriticality})`, type: 'integer' },
    },
  ],
}
