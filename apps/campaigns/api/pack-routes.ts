import { defineRoute, type Route, type TenantTransaction } from '@holdfast/platform/contract'
import { many, notFound, one, unprocessable, wholeList } from '@holdfast/platform/http/conventions'
import { Type } from 'typebox'
import { readCampaigns } from '../store/campaigns/read-campaigns.ts'
import { addPublisher, importPack, readPublishers, removePublisher } from '../store/packs/import-pack.ts'
import { knownPacks } from '../store/packs/known-packs.ts'
import { whoIs } from './campaign-routes.ts'
import { packSchema, publisherSchema } from './campaign-schemas.ts'
import { explained } from './explain-campaign-error.ts'

const publisherParams = Type.Object({ publisher: Type.String({ maxLength: 40 }) })
const mostPackLength = 1_000_000

/** Packs that campaigns can be opened by, and whose packs are taken. */
export const packRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/campaigns/packs',
    summary: 'Packs that a campaign can be opened by, the newest outbreak first',
    permission: 'campaigns:read',
    reply: many(packSchema),
    async handle({ tx }) {
      const campaigns = new Map((await readCampaigns(tx)).map(({ pack, id }) => [pack.id, id]))
      const isGuest = await isOfGuest(tx)
      const known = (await knownPacks(tx)).filter(({ pack }) => !isGuest || campaigns.has(pack.id))
      const data = known.map(({ pack, publisher }) => ({
        id: pack.id,
        title: pack.title,
        summary: pack.summary,
        revision: pack.revision,
        publisher,
        published: pack.published,
        disclosed: pack.disclosed,
        attacked: pack.attacked ?? null,
        traits: pack.traits,
        cves: pack.cves.map(({ id }) => id),
        deadlineDays: pack.deadlineDays,
        campaign: campaigns.get(pack.id) ?? null,
      }))
      return { data, page: { ...wholeList } }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/campaigns/packs',
    summary:
      'Import a signed pack of a publisher that is trusted here; a campaign that follows it goes on by it at once',
    permission: 'campaigns:write',
    body: Type.Object(
      {
        file: Type.Optional(Type.String({ maxLength: 300, description: 'Name of the file, for messages.' })),
        text: Type.String({ maxLength: mostPackLength, description: 'The signed pack, as it is in its file.' }),
      },
      { additionalProperties: false },
    ),
    reply: one(Type.Object({ id: Type.String(), revision: Type.Integer() })),
    writes: true,
    async handle({ tx, body: { file = 'pack', text }, caller }) {
      return explained(async () => ({
        data: { ...(await importPack(tx, { name: file, text, by: whoIs(caller), now: Date.now() })) },
      }))
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/campaigns/publishers',
    summary: 'Whose packs are taken here, beside the project itself',
    permission: 'campaigns:read',
    reply: many(publisherSchema),
    async handle({ tx }) {
      return { data: (await readPublishers(tx)).map((each) => ({ ...each })), page: { ...wholeList } }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/campaigns/publishers',
    summary: 'Trust a publisher of packs by the public key',
    permission: 'campaigns:write',
    body: Type.Object(
      {
        name: Type.String({ minLength: 1, maxLength: 200 }),
        publicKey: Type.String({ maxLength: 60, description: '32 bytes in base64url (Ed25519).' }),
      },
      { additionalProperties: false },
    ),
    reply: one(publisherSchema),
    status: 201,
    writes: true,
    async handle({ tx, body, caller }) {
      const id = await addPublisher(tx, { ...body, by: whoIs(caller) }).catch((error: unknown) => {
        if (error instanceof TypeError)
          throw unprocessable('/body/publicKey', 'invalid-key', `The key ${error.message}.`)
        throw error
      })
      const made = (await readPublishers(tx)).find((each) => each.id === id)!
      return { data: { ...made } }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/campaigns/publishers/:publisher',
    summary: 'One publisher of packs',
    permission: 'campaigns:read',
    params: publisherParams,
    reply: one(publisherSchema),
    async handle({ tx, params: { publisher } }) {
      const found = (await readPublishers(tx)).find(({ id }) => id === publisher)
      if (!found) throw notFound('publisher')
      return { data: { ...found } }
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/campaigns/publishers/:publisher',
    summary: 'Trust a publisher no more; packs that were taken stay',
    permission: 'campaigns:write',
    params: publisherParams,
    reply: one(Type.Object({ id: Type.String(), removed: Type.Boolean() })),
    writes: true,
    async handle({ tx, params: { publisher } }) {
      if (!(await removePublisher(tx, publisher))) throw notFound('publisher')
      return { data: { id: publisher, removed: true } }
    },
  }),
]

/** A guest follows the one campaign that the tenant was opened for. */
async function isOfGuest(tx: TenantTransaction): Promise<boolean> {
  const { rows } = await tx.query(`select 1 from tenant where id = $1 and kind = 'guest'`, [tx.tenantId])
  return rows.length > 0
}
