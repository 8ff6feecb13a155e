import { Type } from 'typebox'
import {
  type Caller,
  defineRoute,
  type Permission,
  type Route,
  type TenantTransaction,
} from '../../../contract/index.ts'
import { composeEntity } from '../../../search/index.ts'
import {
  type Blueprint,
  changeBlueprint,
  createBlueprint,
  placementEntity,
  pushBlueprint,
  readBlueprints,
  removeBlueprint,
  withdrawBlueprint,
} from '../../../tenants/index.ts'
import { notFound } from '../../conventions/problem.ts'
import { many, one, wholeList } from '../../conventions/reply-schemas.ts'
import { exportRoute } from '../../export/export-route.ts'
import { languageRoutes } from '../../search/language-routes.ts'
import { listRoute } from '../../search/list-route.ts'
import type { Searchable } from '../../search/searchable.ts'
import { blueprintChange, blueprintSchema, newBlueprint, placementSchema } from './blueprint-schemas.ts'
import { explainedTenant } from './explain-tenant-error.ts'

const params = Type.Object({ blueprint: Type.String({ maxLength: 40 }) })
const begun = one(
  Type.Object({ job: Type.String(), tenants: Type.Integer({ description: 'Tenants that it is to be brought to.' }) }),
)

const placements: Searchable = {
  path: '/placements',
  summary: 'Blueprints in tenants: what came of each push, tenant by tenant',
  permission: 'blueprints:read',
  entity: composeEntity(placementEntity, []),
  item: placementSchema,
  columns: { blueprint: ['blueprint', 'name'], tenant: ['tenant', 'name'], 'tenant.id': ['tenant', 'id'] },
  usualColumns: ['tenant', 'blueprint', 'state', 'message', 'at'],
  select: {
    id: `b.blueprint_public_id || ' ' || b.tenant_public_id`,
    blueprint: `jsonb_build_object('id', b.blueprint_public_id, 'name', b.blueprint)`,
    tenant: `jsonb_build_object('id', b.tenant_public_id, 'name', b.tenant)`,
    state: 'b.state',
    message: 'b.message',
    objects: 'b.objects',
    at: 'b.at',
  },
}

/** What a provider gives to its tenants: blueprints, pushing and withdrawing them, and what came of it in each tenant. */
export function blueprintRoutes(all: () => ReadonlySet<Permission>): readonly Route[] {
  const writer = ({ id, name, permissions }: Caller) => ({
    ...{ person: id, all: all(), permissions, now: Date.now() },
    by: name ? `${name} (${id})` : id,
  })
  return [
    listRoute(placements),
    exportRoute(placements),
    ...languageRoutes(placements),
    defineRoute({
      method: 'GET',
      path: '/blueprints',
      summary: 'What this provider gives to its tenants, by name',
      permission: 'blueprints:read',
      reply: many(blueprintSchema),
      handle: async ({ tx }) => ({ data: (await readBlueprints(tx)).map(shown), page: { ...wholeList } }),
    }),
    defineRoute({
      method: 'GET',
      path: '/blueprints/:blueprint',
      summary: 'One blueprint',
      permission: 'blueprints:read',
      params,
      reply: one(blueprintSchema),
      handle: async ({ tx, params: { blueprint } }) => ({ data: await oneBlueprint(tx, blueprint) }),
    }),
    defineRoute({
      method: 'POST',
      path: '/blueprints',
      summary: 'Choose objects of your own tenant to give to tenants; nobody gets anything until it is pushed',
      permission: 'blueprints:write',
      body: newBlueprint,
      reply: one(blueprintSchema),
      status: 201,
      writes: true,
      async handle({ tx, body, caller }) {
        const content = { description: '', targets: '', ...body }
        const id = await explainedTenant(() => createBlueprint(tx, content, writer(caller)))
        return { data: await oneBlueprint(tx, id) }
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/blueprints/:blueprint',
      summary: 'Change a blueprint; tenants get the change with the next push',
      permission: 'blueprints:write',
      params,
      body: blueprintChange,
      reply: one(blueprintSchema),
      writes: true,
      async handle({ tx, params: { blueprint }, body, caller }) {
        await explainedTenant(() => changeBlueprint(tx, blueprint, body, writer(caller)))
        return { data: await oneBlueprint(tx, blueprint) }
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/blueprints/:blueprint',
      summary: 'Remove a blueprint that is in no tenant',
      permission: 'blueprints:write',
      params,
      reply: one(Type.Object({ id: Type.String(), removed: Type.Boolean() })),
      writes: true,
      async handle({ tx, params: { blueprint } }) {
        await explainedTenant(() => removeBlueprint(tx, blueprint))
        return { data: { id: blueprint, removed: true } }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/blueprints/:blueprint/push',
      summary: 'Bring the objects, as they are now, to the tenants: those that it is for, and those that come to be so',
      permission: 'blueprints:push',
      params,
      reply: begun,
      status: 202,
      writes: true,
      async handle({ tx, params: { blueprint }, caller }) {
        return { data: await explainedTenant(() => pushBlueprint(tx, blueprint, writer(caller))) }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/blueprints/:blueprint/withdraw',
      summary: 'Take everything of a blueprint out of the tenants again, or leave it to them as their own',
      permission: 'blueprints:push',
      params,
      body: Type.Object(
        { leave: Type.Boolean({ description: 'True: the objects stay, as the tenants’ own.' }) },
        { additionalProperties: false },
      ),
      reply: begun,
      status: 202,
      writes: true,
      async handle({ tx, params: { blueprint }, body, caller }) {
        return { data: await explainedTenant(() => withdrawBlueprint(tx, blueprint, body.leave, writer(caller))) }
      },
    }),
  ]
}

const shown = (blueprint: Blueprint) => ({ ...blueprint, objects: blueprint.objects.map((object) => ({ ...object })) })

async function oneBlueprint(tx: TenantTransaction, id: string) {
  const [blueprint] = await readBlueprints(tx, id)
  if (!blueprint) throw notFound('blueprint')
  return shown(blueprint)
}
