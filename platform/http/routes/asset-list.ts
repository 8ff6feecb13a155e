import { Type } from 'typebox'
import { type Entity, hasPast, pastRows } from '../../search/index.ts'
import { usualCriticality } from '../../tags/index.ts'
import { instant } from '../conventions/reply-schemas.ts'
import { attributeColumns, attributesObject, attributesOf } from '../search/attributes.ts'
import type { Searchable } from '../search/searchable.ts'

const counts = Type.Object({
  critical: Type.Integer(),
  high: Type.Integer(),
  medium: Type.Integer(),
  low: Type.Integer(),
  info: Type.Integer(),
  excepted: Type.Integer({ description: 'Not fixed, and decided about.' }),
})

/** An asset in lists. */
export const assetRow = Type.Object({
  id: Type.String({ description: 'Public id: ast_…' }),
  name: Type.String(),
  kind: Type.String(),
  firstSeenAt: instant('When a source first told of it.'),
  lastSeenAt: Type.Union([instant('When a source last told of it.'), Type.Null()], {
    description: 'Null where the query is about the past: how fresh it was then is not kept.',
  }),
  findings: Type.Union([counts, Type.Null()], { description: 'Open findings; null where nothing was judged yet.' }),
  sources: Type.Array(Type.String(), { description: 'Kinds of source that tell of it.' }),
  criticality: Type.Integer({
    description: 'How much depends on it, 1 to 5: the highest of its tags, 2 where none says anything.',
  }),
  tags: Type.Array(
    Type.Object({
      id: Type.String({ description: 'Public id: tag_…' }),
      name: Type.String(),
      colour: Type.String(),
      kind: Type.String({ description: 'static, dynamic or system.' }),
    }),
    { description: 'Its tags by their names; those of people first.' },
  ),
  attributes: Type.Unsafe<Record<string, unknown>>({
    type: 'object',
    description: 'Single-valued tokens of the query language by their names: operatingSystem, memory.',
  }),
})

/** As it was. Whether anything was judged then is not kept: no finding by then counts as nothing known, never as clean. */
const pastSelect = {
  lastSeenAt: 'null',
  findings: `case when af.asset_id is not null then jsonb_build_object('critical', af.critical, 'high', af.high, 'medium', af.medium,
                  'low', af.low, 'info', af.info, 'excepted', af.excepted) end`,
  sources: `array(select distinct o.source_kind from ${pastRows('asset_source', ['tenant_id', 'asset_id', 'source_kind'])} o
                   where o.tenant_id = a.tenant_id and o.asset_id = a.asset_id order by 1)`,
  criticality: `coalesce(ac.criticality, ${usualCriticality})`,
  tags: `coalesce((select jsonb_agg(jsonb_build_object('id', g.public_id, 'name', g.name, 'colour', g.colour, 'kind', g.kind)
                                    order by g.kind = 'system', g.name_folded collate "C", g.tag_id)
                     from ${pastRows('asset_tag', ['tenant_id', 'asset_id', 'tag_id', 'resting'])} y
                     join ${pastRows('tag', ['tenant_id', 'tag_id', 'public_id', 'name', 'name_folded', 'kind', 'colour'])} g
                       on g.tenant_id = y.tenant_id and g.tag_id = y.tag_id
                    where y.tenant_id = a.tenant_id and y.asset_id = a.asset_id and not y.resting), '[]'::jsonb)`,
}

const own = new Set(['name', 'kind', 'id', 'network', 'firstSeen', 'lastSeen', 'criticality'])

/** Assets as the query language asks for them; what apps add to the entity comes as attributes. */
export function assetList(entity: Entity): Searchable {
  const attributes = attributesOf(entity, (name) => own.has(name) || name.startsWith('findings.'))
  return {
    path: '/assets',
    summary: 'Assets',
    permission: 'assets:read',
    entity,
    item: assetRow,
    columns: {
      ...attributeColumns(attributes),
      ...Object.fromEntries(Object.keys(counts.properties).map((name) => [`findings.${name}`, ['findings', name]])),
      'source.kind': ['sources'],
      firstSeen: ['firstSeenAt'],
      lastSeen: ['lastSeenAt'],
    },
    usualColumns: [
      'name',
      'kind',
      ...Object.keys(counts.properties).map((name) => `findings.${name}`),
      'sources',
      'firstSeenAt',
      'lastSeenAt',
      'id',
    ],
    select: {
      id: 'a.public_id',
      name: 'a.name',
      kind: 'a.kind',
      firstSeenAt: 'a.first_seen_at',
      lastSeenAt: 'a.last_seen_at',
      findings: `(select jsonb_build_object('critical', n.critical, 'high', n.high, 'medium', n.medium, 'low', n.low,
                          'info', n.info, 'excepted', n.excepted)
                    from (select 1) one left join asset_findings n on n.tenant_id = a.tenant_id and n.asset_id = a.asset_id
                   where n.asset_id is not null
                   union all
                  select jsonb_build_object('critical', 0, 'high', 0, 'medium', 0, 'low', 0, 'info', 0, 'excepted', 0)
                   where exists (select from assessment t where t.tenant_id = a.tenant_id and t.asset_id = a.asset_id and t.tests > 0)
                   limit 1)`,
      sources: `array(select distinct o.source_kind from asset_source o
                       where o.tenant_id = a.tenant_id and o.asset_id = a.asset_id order by 1)`,
      criticality: `coalesce((select m.criticality from asset_criticality m
                              where m.tenant_id = a.tenant_id and m.asset_id = a.asset_id), ${usualCriticality})`,
      tags: `coalesce((select jsonb_agg(jsonb_build_object('id', g.public_id, 'name', g.name, 'colour', g.colour, 'kind', g.kind)
                                        order by g.kind = 'system', g.name_folded collate "C", g.tag_id)
                         from asset_tag y join tag g on g.tenant_id = y.tenant_id and g.tag_id = y.tag_id
                        where y.tenant_id = a.tenant_id and y.asset_id = a.asset_id and not y.resting), '[]'::jsonb)`,
      attributes: attributesObject(attributes),
    },
    pastSelect: { ...pastSelect, attributes: attributesObject(attributes.filter(hasPast)) },
  }
}
