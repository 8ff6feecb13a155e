import type { TenantTransaction, Upkeep } from '@holdfast/platform/contract'
import type { Transaction } from '@holdfast/platform/store'
import { tryHoldTenant } from '@holdfast/platform/store'
import { renewCampaign } from '../campaigns/write-campaign.ts'
import { type KnownPack, knownPacks } from '../packs/known-packs.ts'
import { type CampaignToAsk, evaluateCampaign } from './evaluate-campaign.ts'

const marksAtOnce = 5000
const assetsAtOnce = 500
/** Whoever has more marks than this is asked as a whole. */
const marksForAll = 20_000
const putOffSeconds = 300

/** Keeps open campaigns true to what is known of assets: those that changed first, then campaigns that are to ask everything. */
export const keepCampaigns: Upkeep = {
  id: 'campaigns.states',
  async due(tx) {
    const { rows } = await tx.query<{ tenant_id: number }>('select tenant_id from campaigns_tenants()')
    return rows.map(({ tenant_id }) => tenant_id)
  },
  async next(tx, now) {
    // One at a time in a tenant, so that what was decided earlier is not written later.
    if (!(await tryHoldTenant(tx, 'campaigns'))) return false
    for (const known of await newerPacks(tx)) await renewCampaign(tx, known)
    if (await askForAll(tx)) return true
    const marked = await takeMarked(tx)
    if (marked.length > 0) {
      for (const campaign of await campaignsToAsk(tx, 'true'))
        await attempt(tx, campaign, () => evaluateCampaign(tx, campaign, { now, assetIds: marked }))
      return true
    }
    const [due] = await campaignsToAsk(tx, 'due_at <= now() order by due_at limit 1')
    if (!due) return false
    await attempt(tx, due, () => evaluateCampaign(tx, due, { now }))
    return true
  },
}

/** Packs of which a newer revision came with the program, or was imported, than the open campaign works by. */
async function newerPacks(tx: TenantTransaction): Promise<readonly KnownPack[]> {
  const { rows } = await tx.query<{ pack: string; revision: number }>(
    `select pack, revision from campaigns_campaign where tenant_id = $1 and state = 'open'`,
    [tx.tenantId],
  )
  if (rows.length === 0) return []
  const worked = new Map(rows.map(({ pack, revision }) => [pack, revision]))
  return (await knownPacks(tx)).filter(({ pack }) => pack.revision > (worked.get(pack.id) ?? Number.POSITIVE_INFINITY))
}

async function askForAll(tx: TenantTransaction): Promise<boolean> {
  const { rows } = await tx.query<{ last: number }>(
    `select due_id as last from campaigns_due where tenant_id = $1 order by due_id offset ${marksForAll} limit 1`,
    [tx.tenantId],
  )
  if (!rows[0]) return false
  await tx.query('delete from campaigns_due where tenant_id = $1', [tx.tenantId])
  await tx.query(`update campaigns_campaign set due_at = now() where tenant_id = $1 and state = 'open'`, [tx.tenantId])
  return true
}

/** Assets that were marked. Only the marks that were seen are taken away: a later one may be of what this transaction does not see. */
async function takeMarked(tx: TenantTransaction): Promise<number[]> {
  const { rows } = await tx.query<{ id: number; asset: number }>(
    `select due_id as id, asset_id as asset from campaigns_due where tenant_id = $1 order by due_id limit ${marksAtOnce}`,
    [tx.tenantId],
  )
  const assets = [...new Set(rows.map(({ asset }) => asset))].slice(0, assetsAtOnce)
  if (assets.length === 0) return []
  const taken = new Set(assets)
  const marks = rows.filter(({ asset }) => taken.has(asset)).map(({ id }) => id)
  await tx.query('delete from campaigns_due where tenant_id = $1 and due_id = any ($2::bigint[])', [tx.tenantId, marks])
  return assets
}

async function campaignsToAsk(tx: TenantTransaction, which: string): Promise<readonly CampaignToAsk[]> {
  const { rows } = await tx.query<CampaignToAsk>(
    `select campaign_id as "campaignId", public_id as id, body as pack, checks from campaigns_campaign
      where tenant_id = $1 and state = 'open' and ${which}`,
    [tx.tenantId],
  )
  return rows
}

/** A campaign whose query cannot be asked keeps what it knows, says why, and holds up no other. */
async function attempt(
  tx: TenantTransaction,
  { campaignId }: CampaignToAsk,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await (tx as unknown as Transaction).savepoint(work)
  } catch (error) {
    if (isPassing(error)) throw error
    const why = (error instanceof Error ? error.message : String(error)).replaceAll('\0', '').slice(0, 500)
    await tx.query(
      `update campaigns_campaign set problem = $3, due_at = now() + $4 * interval '1 second' where tenant_id = $1 and campaign_id = $2`,
      [tx.tenantId, campaignId, why, putOffSeconds],
    )
  }
}

/** Deadlocks, ends of connections and of programs: the whole piece is done again. */
function isPassing(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && /^(40|08|57)/.test(code)
}
