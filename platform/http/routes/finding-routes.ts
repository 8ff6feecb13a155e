import { Type } from 'typebox'
import { defineRoute, type Route, severities, type TenantTransaction } from '../../contract/index.ts'
import { readFinding, readHistory } from '../../findings/index.ts'
import { type Entity, hasPast } from '../../search/index.ts'
import { readDue } from '../../sla/index.ts'
import { notFound } from '../conventions/problem.ts'
import { many, one, wholeList } from '../conventions/reply-schemas.ts'
import { findingEntity } from '../entities/finding-entity.ts'
import { exportRoute } from '../export/export-route.ts'
import { attributeColumns, attributesObject, attributesOf } from '../search/attributes.ts'
import { languageRoutes } from '../search/language-routes.ts'
import { listRoute } from '../search/list-route.ts'
import type { Searchable } from '../search/searchable.ts'
import { type FindingRow, findingRow, findingSchema, findingStep } from './finding-schemas.ts'

const params = Type.Object({ finding: Type.String({ maxLength: 40 }) })

/** 5 is critical. */
export const severityName = (level: number) => severities[severities.length - level] ?? 'info'

const own = new Set(findingEntity.tokens.map(({ name }) => name))

/** Findings as the query language asks for them; what apps add to the entity comes as attributes. */
export function findingList(entity: Entity): Searchable {
  const attributes = attributesOf(entity, (name) => own.has(name))
  return {
    path: '/findings',
    summary: 'Findings',
    permission: 'findings:read',
    entity,
    item: findingRow,
    columns: {
      ...attributeColumns(attributes),
      'asset.name': ['asset', 'name'],
      'asset.id': ['asset', 'id'],
      'asset.kind': ['asset', 'kind'],
      firstFound: ['firstFoundAt'],
    },
    usualColumns: [
      'severity',
      'status',
      'disposition',
      'summary',
      'title',
      'asset.name',
      'place',
      'firstFoundAt',
      'statusSince',
      'check',
      'id',
      'asset.id',
    ],
    select: {
      id: 'f.public_id',
      severity: `('{${[...severities].reverse().join()}}'::text[])[f.severity]`,
      status: 'f.status',
      disposition: 'f.disposition',
      title: 'c.title',
      check: 'c.id',
      category: 'c.category',
      app: 'c.app',
      place: 'f.place',
      asset: `jsonb_build_object('id', a.public_id, 'name', a.name, 'kind', a.kind)`,
      firstFoundAt: 'f.first_found_at',
      statusSince: 'f.status_at',
      summary: `coalesce((select d.evidence ->> 'summary' from finding_detail d
                           where d.tenant_id = f.tenant_id and d.finding_id = f.finding_id), '')`,
      attributes: attributesObject(attributes),
    },
    pastSelect: { attributes: attributesObject(attributes.filter(hasPast)) },
  }
}

/** The list of findings, and one finding with its history and the same elsewhere. */
export function findingRoutes(entity: Entity): readonly Route[] {
  const list = findingList(entity)
  return [
    listRoute(list),
    exportRoute(list),
    ...languageRoutes(list),
    defineRoute({
      method: 'GET',
      path: '/findings/:finding',
      summary: 'One finding with its evidence',
      permission: 'findings:read',
      params,
      reply: one(findingSchema),
      async handle({ tx, params: { finding } }) {
        const found = await readFinding(tx, finding, new Date().toISOString())
        if (!found) throw notFound('finding')
        const due = await readDue(tx, finding)
        return { data: { ...found, severity: severityName(found.severity), due } as never }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/findings/:finding/history',
      summary: 'What happened to a finding, newest first',
      permission: 'findings:read',
      params,
      reply: many(findingStep),
      async handle({ tx, params: { finding } }) {
        const steps = await readHistory(tx, finding)
        if (steps.length === 0) throw notFound('finding')
        return { data: steps as never, page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/findings/:finding/similar',
      summary: 'Findings of the same check elsewhere, open ones first',
      permission: 'findings:read',
      params,
      reply: many(findingRow),
      async handle({ tx, params: { finding } }) {
        const known = await tx.query('select from finding where tenant_id = $1 and public_id = $2', [
          tx.tenantId,
          finding,
        ])
        if (known.rowCount === 0) throw notFound('finding')
        return { data: await similar(tx, finding), page: { ...wholeList } }
      },
    }),
  ]
}

async function similar(tx: TenantTransaction, id: string): Promise<FindingRow[]> {
  const { rows } = await tx.query<FindingRow & { severity: unknown }>(
    `select o.public_id as id, o.severity, o.status, o.disposition, c.title, c.id as check, c.category, c.app, o.place,
            jsonb_build_object('id', a.public_id, 'name', a.name, 'kind', a.kind) as asset,
            o.first_found_at as "firstFoundAt", o.status_at as "statusSince", coalesce(d.evidence ->> 'summary', '') as summary
       from finding f
       join finding o on o.tenant_id = f.tenant_id and o.check_no = f.check_no and o.finding_id <> f.finding_id
       join asset a on a.tenant_id = o.tenant_id and a.asset_id = o.asset_id
       join check_definition c on c.check_no = o.check_no
       left join finding_detail d on d.tenant_id = o.tenant_id and d.finding_id = o.finding_id
      where f.tenant_id = $1 and o.tenant_id = $1 and f.public_id = $2
      order by o.status = 'fixed', o.disposition <> 'none', o.severity desc, o.first_found_at limit 20`,
    [tx.tenantId, id],
  )
  return rows.map((row) => ({ ...row, severity: severityName(Number(row.severity)) }))
}
