import { Type } from 'typebox'
import type { Route } from '../../contract/index.ts'
import { composeEntity } from '../../search/index.ts'
import { instant } from '../conventions/reply-schemas.ts'
import { auditEntity, auditWho } from '../entities/audit-entity.ts'
import { exportRoute } from '../export/export-route.ts'
import { languageRoutes } from '../search/language-routes.ts'
import { listRoute } from '../search/list-route.ts'
import type { Searchable } from '../search/searchable.ts'

const row = Type.Object({
  seq: Type.Integer({ description: 'Place in the chain of this tenant: 1, 2, 3 … without gaps.' }),
  at: instant('When.'),
  who: Type.String({ description: 'Name of who did it, as it was then.' }),
  actor: Type.String({ description: 'Kind and public id of who did it.' }),
  action: Type.String(),
  target: Type.String(),
  entry: Type.Unsafe<object>({
    type: 'object',
    description: 'All that was written down: before, after, reason, address.',
  }),
})

/** The audit log, as the query language asks for it. Its proof is `holdfast audit verify`. */
export const auditList: Searchable = {
  path: '/audit',
  summary: 'Everything that was done, newest first',
  permission: 'audit:read',
  entity: composeEntity(auditEntity, []),
  item: row,
  columns: {
    before: ['entry', 'before'],
    after: ['entry', 'after'],
    reason: ['entry', 'reason'],
    address: ['entry', 'address'],
    traceId: ['entry', 'traceId'],
  },
  usualColumns: ['at', 'who', 'action', 'target', 'before', 'after', 'reason', 'address', 'actor', 'seq'],
  select: {
    seq: 'e.seq',
    at: 'e.at',
    who: auditWho,
    actor: 'e.actor',
    action: 'e.action',
    target: 'e.target',
    entry: 'e.entry::json',
  },
}

/** Who did what, for people with `audit:read`: the list, its export without a cap, and its language. */
export const auditRoutes: readonly Route[] = [
  listRoute(auditList),
  exportRoute(auditList),
  ...languageRoutes(auditList),
]
