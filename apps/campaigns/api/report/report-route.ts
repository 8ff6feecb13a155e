import { defineRoute, type Route, type StreamedReply, type TenantTransaction } from '@holdfast/platform/contract'
import { Type } from 'typebox'
import { campaignAssets } from '../../store/campaigns/campaign-assets.ts'
import { presentWhole } from '../present-campaign.ts'
import { reportEnd, reportHead, reportRows } from './report-html.ts'

const atOnce = 500
/** Worst first: what stands behind these is done. */
const left = new Set(['infected', 'exploitable', 'unknown'])

/** A campaign as a report for people who open no product: one file of HTML that prints well. */
export const reportRoute: Route = defineRoute({
  method: 'GET',
  path: '/campaigns/:campaign/report',
  summary: 'A campaign as a report: one file of HTML that needs nothing else and prints well',
  permission: 'campaigns:read',
  params: Type.Object({ campaign: Type.String({ maxLength: 40 }) }),
  streams: ['text/html'],
  reply: Type.Object({}),
  async handle({
    tx,
    params,
    caller,
  }: {
    tx: TenantTransaction
    params: { campaign: string }
    caller: { scope?: number }
  }) {
    return streamReport(tx, params.campaign, caller.scope !== undefined)
  },
} as unknown as Parameters<typeof defineRoute>[0])

async function streamReport(tx: TenantTransaction, id: string, isLimited: boolean): Promise<StreamedReply> {
  const campaign = await presentWhole(tx, id, isLimited)
  const { rows } = await tx.query<{ name: string }>('select name from tenant where id = $1', [tx.tenantId])
  const at = new Date().toISOString()
  let count = 0
  async function* chunks() {
    yield reportHead(campaign, rows[0]?.name ?? '', at)
    for (let offset = 0; ; offset += atOnce) {
      const page = await campaignAssets(tx, id, { limit: atOnce, offset })
      const open = page.filter(({ state }) => left.has(state))
      count += open.length
      yield reportRows(open)
      if (open.length < atOnce) break
    }
    yield reportEnd(campaign, count)
  }
  return {
    mediaType: 'text/html; charset=utf-8',
    fileName: `holdfast-${campaign.pack.id}-${at.slice(0, 10)}.html`,
    chunks: chunks(),
    failure: () => '<p><strong>The report ends here: it is not whole.</strong></p>',
    told: () => ({ campaign: id, assets: count }),
  }
}
