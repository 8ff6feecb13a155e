import { type Caller, defineRoute, type Route } from '@holdfast/platform/contract'
import { many, notFound, one, Problem, wholeList } from '@holdfast/platform/http/conventions'
import { Type } from 'typebox'
import { campaignAssets } from '../store/campaigns/campaign-assets.ts'
import { readCampaigns } from '../store/campaigns/read-campaigns.ts'
import { changeCampaign, openCampaign } from '../store/campaigns/write-campaign.ts'
import { tellCampaign } from '../store/telling/tell-campaign.ts'
import { campaignAssetSchema, campaignSchema, dayField, oneCampaignSchema, stateSchema } from './campaign-schemas.ts'
import { explained } from './explain-campaign-error.ts'
import { presentCampaign, presentWhole } from './present-campaign.ts'

const params = Type.Object({ campaign: Type.String({ maxLength: 40 }) })
const note = Type.String({ maxLength: 2000, description: 'For whoever looks at it later.' })
const closed = { additionalProperties: false }

/** Campaigns: all of them, one, open, change, close, and their assets. */
export const campaignRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/campaigns',
    summary: 'Campaigns, open ones first',
    permission: 'campaigns:read',
    reply: many(campaignSchema),
    async handle({ tx }) {
      return { data: (await readCampaigns(tx)).map(presentCampaign) as never, page: { ...wholeList } }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/campaigns/:campaign',
    summary: 'One campaign with its history, its projected end, and where there is most to do',
    permission: 'campaigns:read',
    params,
    reply: one(oneCampaignSchema),
    async handle({ tx, params: { campaign }, caller }) {
      return { data: (await presentWhole(tx, campaign, isLimited(caller))) as never }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/campaigns/:campaign/assets',
    summary: 'Assets of a campaign and why they stand as they do, worst first',
    permission: 'campaigns:read',
    params,
    query: Type.Object({
      state: Type.Optional(stateSchema),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
      offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000, default: 0 })),
    }),
    reply: many(campaignAssetSchema),
    async handle({ tx, params: { campaign }, query: { state, limit = 100, offset = 0 } }) {
      const [found] = await readCampaigns(tx, campaign)
      if (!found) throw notFound('campaign')
      const rows = await campaignAssets(tx, campaign, { ...(state && { state }), limit, offset })
      return { data: rows.map((row) => ({ ...row })), page: { ...wholeList } }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/campaigns',
    summary: 'Open a campaign by a pack, or a closed one again; its list is there within seconds',
    permission: 'campaigns:write',
    body: Type.Object(
      {
        pack: Type.String({ maxLength: 40, description: 'Id of the pack.' }),
        deadline: Type.Optional(dayField),
        note: Type.Optional(note),
      },
      closed,
    ),
    reply: one(campaignSchema),
    status: 201,
    writes: true,
    async handle({ tx, body, caller }) {
      return explained(async () => {
        const id = await openCampaign(tx, { ...body, by: whoIs(caller), now: Date.now() })
        const [campaign] = await readCampaigns(tx, id)
        return { data: presentCampaign(campaign!) as never }
      })
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/campaigns/:campaign/tell',
    summary: 'Mail to the owners and managers of the tenant how a campaign stands',
    permission: 'campaigns:write',
    params,
    reply: one(
      Type.Object({
        people: Type.Integer({ description: 'To how many it is mailed; none where nobody has an address.' }),
      }),
    ),
    writes: true,
    async handle({ tx, params: { campaign }, caller }) {
      if (isLimited(caller)) throw forbiddenToLimited()
      const [found] = await readCampaigns(tx, campaign)
      if (!found) throw notFound('campaign')
      return { data: { people: await tellCampaign(tx, found, Date.now()) } }
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/campaigns/:campaign',
    summary: 'Close a campaign, open it again, or change its deadline or note',
    permission: 'campaigns:write',
    params,
    body: Type.Object(
      {
        state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('closed')])),
        deadline: Type.Optional(dayField),
        note: Type.Optional(note),
      },
      closed,
    ),
    reply: one(oneCampaignSchema),
    writes: true,
    async handle({ tx, params: { campaign }, body, caller }) {
      return explained(async () => {
        await changeCampaign(tx, campaign, body, whoIs(caller))
        return { data: (await presentWhole(tx, campaign, isLimited(caller))) as never }
      })
    },
  }),
]

/** Its numbers are of all assets. */
function forbiddenToLimited(): Problem {
  return new Problem(403, 'forbidden', 'The mail tells of all assets, of which you see a part.')
}

function isLimited({ scope }: Caller): boolean {
  return scope !== undefined
}

/** For people who look at it later: the public id alone would tell them nothing. */
export function whoIs({ id, name }: Caller): string {
  return name ? `${name} (${id})` : id
}
