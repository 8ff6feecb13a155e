import { Type } from 'typebox'
import { composeEntity } from '../../../search/index.ts'
import { childEntity } from '../../../tenants/index.ts'
import { instant } from '../../conventions/reply-schemas.ts'
import type { Searchable } from '../../search/searchable.ts'
import { orNull } from '../finding-schemas.ts'

const numbers = Type.Object({
  assets: Type.Integer(),
  open: Type.Object({
    critical: Type.Integer(),
    high: Type.Integer(),
    medium: Type.Integer(),
    low: Type.Integer(),
    info: Type.Integer(),
  }),
  notAssessed: Type.Integer({ description: 'Checks that could not be answered: never counted as clean.' }),
  sources: Type.Integer(),
  silent: Type.Integer({ description: 'Sources that told nothing for ten minutes.' }),
  lastSeenAt: orNull(instant('When any of its assets was last seen.')),
  countedAt: instant('When it was counted.'),
})

/** Why nothing of a tenant may be deleted. */
export const holdSchema = Type.Object({ reason: Type.String(), by: Type.String(), at: instant('Since when.') })

/** A tenant that a provider owns. */
export const childSchema = Type.Object({
  id: Type.String({ description: 'Public id: ten_…' }),
  name: Type.String(),
  kind: Type.String({
    description: '`customer`, `provider` for one that owns tenants itself, or `demo` for one of simulated hosts.',
  }),
  state: Type.String({ description: '`active`, `suspended`, or `leaving` while it is erased.' }),
  createdAt: instant('When it was made.'),
  labels: Type.Array(Type.String(), { description: 'What you call it by.' }),
  grant: Type.Union(
    [
      Type.Object({
        role: Type.String({ description: 'What your people may there at most.' }),
        expiresAt: instant('When it ends.'),
        lives: Type.Boolean(),
      }),
      Type.Null(),
    ],
    { description: 'The way in that was granted to you; null when there is none.' },
  ),
  numbers: Type.Union([numbers, Type.Null()], {
    description: 'Null where no grant lives, or nothing was counted yet: not known, and never zero.',
  }),
  hold: Type.Optional(
    Type.Union([holdSchema, Type.Null()], { description: 'A legal hold; told of one tenant, not in lists.' }),
  ),
  version: Type.Integer(),
})

/** Tenants that a provider owns, as the query language asks for them. */
export const tenantList: Searchable = {
  path: '/tenants',
  summary: 'Tenants that this provider owns, with their numbers as long as a grant lives',
  permission: 'tenants:read',
  entity: composeEntity(childEntity, []),
  item: childSchema,
  columns: {
    'grant.role': ['grant', 'role'],
    grantedUntil: ['grant', 'expiresAt'],
    assets: ['numbers', 'assets'],
    critical: ['numbers', 'open', 'critical'],
    high: ['numbers', 'open', 'high'],
    medium: ['numbers', 'open', 'medium'],
    low: ['numbers', 'open', 'low'],
    info: ['numbers', 'open', 'info'],
    notAssessed: ['numbers', 'notAssessed'],
    sources: ['numbers', 'sources'],
    silent: ['numbers', 'silent'],
    lastSeen: ['numbers', 'lastSeenAt'],
    created: ['createdAt'],
  },
  usualColumns: ['name', 'kind', 'state', 'assets', 'critical', 'high', 'notAssessed', 'silent', 'lastSeen', 'id'],
  select: {
    id: 't.public_id',
    name: 't.name',
    kind: 't.kind',
    state: 't.state',
    createdAt: 't.created_at',
    labels: `array(select l.label from tenant_label l where l.tenant_id = t.tenant_id and l.child_id = t.child_id order by l.label_folded)`,
    grant: `case when t.granted_until is not null then jsonb_build_object('role', t.grant_role, 'expiresAt', to_json(t.granted_until),
              'lives', t.granted_until > now()) end`,
    numbers: `case when t.counted_at is not null then jsonb_build_object('assets', t.assets,
                'open', jsonb_build_object('critical', t.critical, 'high', t.high, 'medium', t.medium, 'low', t.low, 'info', t.info),
                'notAssessed', t.not_assessed, 'sources', t.sources, 'silent', t.silent, 'lastSeenAt', to_json(t.last_seen_at),
                'countedAt', to_json(t.counted_at)) end`,
    version: 't.version',
  },
}

/** The same columns for one row, over the entity's own tables. */
export const childColumns = Object.entries(tenantList.select)
  .map(([name, expression]) => `${expression} as "${name}"`)
  .join(', ')
