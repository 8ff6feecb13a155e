import { Type } from 'typebox'
import type { Route } from '../../contract/index.ts'
import { composeEntity } from '../../search/index.ts'
import { instant } from '../conventions/reply-schemas.ts'
import { notAssessedEntity } from '../entities/not-assessed-entity.ts'
import { exportRoute } from '../export/export-route.ts'
import { languageRoutes } from '../search/language-routes.ts'
import { listRoute } from '../search/list-route.ts'
import type { Searchable } from '../search/searchable.ts'
import { severityName } from './finding-routes.ts'
import { assetReference, severitySchema } from './finding-schemas.ts'

const row = Type.Object({
  id: Type.String({ description: 'Tells the rows of one answer apart.' }),
  check: Type.String(),
  title: Type.String({ description: 'The statement that could be neither confirmed nor refuted.' }),
  severity: severitySchema,
  place: Type.String({ description: 'Empty where it is the check as a whole.' }),
  outcome: Type.Enum(['unknown', 'error']),
  reason: Type.String(),
  asset: assetReference,
  since: instant('Since when.'),
})

/** What could not be answered, as the query language asks for it. */
export const notAssessedList: Searchable = {
  path: '/not-assessed',
  summary: 'Checks that could not be answered',
  permission: 'findings:read',
  entity: composeEntity(notAssessedEntity, []),
  item: row,
  columns: { 'asset.name': ['asset', 'name'], 'asset.id': ['asset', 'id'], 'asset.kind': ['asset', 'kind'] },
  usualColumns: ['severity', 'title', 'place', 'outcome', 'reason', 'asset.name', 'since', 'check', 'asset.id'],
  select: {
    id: `a.public_id || ' ' || c.id || ' ' || n.place`,
    check: 'c.id',
    title: 'c.title',
    severity: 'c.severity',
    place: 'n.place',
    outcome: 'n.outcome',
    reason: 'n.reason',
    asset: `jsonb_build_object('id', a.public_id, 'name', a.name, 'kind', a.kind)`,
    since: 'n.since',
  },
  shape: async (_, rows) => rows.map((each) => ({ ...each, severity: severityName(Number(each.severity)) })),
}

/** What could not be assessed, anywhere, with the reasons: the list behind every "not assessed". */
export const notAssessedRoutes: readonly Route[] = [
  listRoute(notAssessedList),
  exportRoute(notAssessedList),
  ...languageRoutes(notAssessedList),
]
