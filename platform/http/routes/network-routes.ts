import { Type } from 'typebox'
import { createNetwork, listNetworks, type Network, renameNetwork } from '../../assets/index.ts'
import { defineRoute, type Route, type TenantTransaction } from '../../contract/index.ts'
import { conflict, notFound } from '../conventions/problem.ts'
import { instant, many, one, wholeList } from '../conventions/reply-schemas.ts'

const networkSchema = Type.Object({
  id: Type.String({ description: 'Public id: net_…' }),
  name: Type.String(),
  isDefault: Type.Boolean({ description: 'Whatever names no network is in this one.' }),
  assets: Type.Integer(),
  sources: Type.Integer({ description: 'Living sources whose assets are in it, unless they say otherwise.' }),
  version: Type.Integer(),
  createdAt: instant('When it was made.'),
})
const name = Type.String({ minLength: 1, maxLength: 200, pattern: '^\\S(.*\\S)?$' })
const params = Type.Object({ network: Type.String({ maxLength: 40 }) })

/** Networks, whose address spaces may overlap: an activation key puts its sources into one. */
export const networkRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/networks',
    summary: 'Networks, the default one first',
    permission: 'networks:read',
    reply: many(networkSchema),
    async handle({ tx }) {
      return { data: (await listNetworks(tx)).map((each) => ({ ...each })), page: { ...wholeList } }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/networks/:network',
    summary: 'One network',
    permission: 'networks:read',
    params,
    reply: one(networkSchema),
    handle: async ({ tx, params: { network } }) => ({ data: await oneNetwork(tx, network) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/networks',
    summary: 'Make a network',
    permission: 'networks:write',
    body: Type.Object({ name }, { additionalProperties: false }),
    reply: one(Type.Object({ id: Type.String() })),
    status: 201,
    writes: true,
    async handle({ tx, body }) {
      const id = await createNetwork(tx, body.name)
      if (!id)
        throw conflict('already-exists', `There is a network named “${body.name}” already, or there are too many.`)
      return { data: { id } }
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/networks/:network',
    summary: 'Give a network another name',
    permission: 'networks:write',
    params,
    body: Type.Object({ name }, { additionalProperties: false }),
    reply: one(networkSchema),
    writes: true,
    async handle({ tx, params: { network }, body }) {
      await oneNetwork(tx, network)
      if (!(await renameNetwork(tx, network, body.name)))
        throw conflict('already-exists', `There is a network named “${body.name}” already.`)
      return { data: await oneNetwork(tx, network) }
    },
  }),
]

async function oneNetwork(tx: TenantTransaction, id: string): Promise<Network> {
  const [network] = await listNetworks(tx, id)
  if (!network) throw notFound('network')
  return { ...network }
}
