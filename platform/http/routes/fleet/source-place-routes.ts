import { Type } from 'typebox'
import { defineRoute, type Route } from '../../../contract/index.ts'
import { giveKey, giveNetwork, readSource } from '../../../intake/index.ts'
import { conflict, notFound, unprocessable } from '../../conventions/problem.ts'
import { one } from '../../conventions/reply-schemas.ts'
import { explained } from './explain-fleet-error.ts'

const publicId = Type.String({ maxLength: 40 })

/** Where a source belongs: by which key it is governed, and in which network it looks about. */
export const sourcePlaceRoutes: readonly Route[] = [
  defineRoute({
    method: 'PATCH',
    path: '/sources/:source',
    summary:
      'Give a living source another key, whose tags, modules and network are its own from now on; or take it into another network, with the assets that it told of',
    permission: 'sources:write',
    params: Type.Object({ source: publicId }),
    body: Type.Object(
      {
        key: Type.Optional(publicId),
        network: Type.Optional(Type.String({ maxLength: 40, description: 'Public id: net_…' })),
      },
      { additionalProperties: false, minProperties: 1 },
    ),
    reply: one(
      Type.Object({
        source: Type.String(),
        key: Type.Optional(Type.String()),
        network: Type.Optional(Type.String()),
        moved: Type.Integer({ description: 'Assets that are in another network by it.' }),
      }),
    ),
    writes: true,
    async handle({ tx, params: { source }, body: { key, network } }) {
      const found = await readSource(tx, source)
      if (!found) throw notFound('source')
      if (found.status !== 'active') throw conflict('revoked', 'It was revoked: it belongs nowhere any more.')
      if (key === undefined && network === undefined)
        throw unprocessable('/body', 'empty', 'Name a key or a network that it shall have.')
      const moved = await explained('source', async () => {
        if (key !== undefined) await giveKey(tx, source, key, new Date().toISOString())
        return network === undefined ? 0 : giveNetwork(tx, source, network)
      })
      return { data: { source, ...(key !== undefined && { key }), ...(network !== undefined && { network }), moved } }
    },
  }),
]
