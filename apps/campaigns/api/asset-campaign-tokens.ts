import type { EntityExtension } from '@holdfast/platform/search/language'

/** What one can ask of assets in campaigns. */
export const assetCampaignTokens: EntityExtension = {
  extends: 'assets',
  tokens: [
    {
      name: 'campaign',
      type: 'group',
      summary: 'Campaigns that concern the asset, and how it stands in each.',
      aliases: ['campaigns'],
      main: 'name',
      sql: {
        from: 'campaigns_asset cs join campaigns_campaign cc on cc.tenant_id = cs.tenant_id and cc.campaign_id = cs.campaign_id',
        tenant: 'cs.tenant_id',
        key: 'cs.asset_id',
        owner: 'a.asset_id',
      },
      tokens: [
        {
          name: 'name',
          type: 'keyword',
          summary: 'Name of its pack: wannacry.',
          label: 'campaign',
          required: true,
          facet: true,
          examples: ['campaign:(name:wannacry and state:exploitable)'],
          sql: { column: 'cc.pack' },
        },
        {
          name: 'state',
          type: 'enum',
          summary: 'How the asset stands in it.',
          required: true,
          facet: true,
          values: [
            { name: 'infected', label: 'signs of infection' },
            { name: 'exploitable', label: 'exploitable now' },
            { name: 'unknown', label: 'not assessed', aliases: ['not-assessed'] },
            { name: 'mitigated' },
            { name: 'patched' },
          ],
          sql: { column: 'cs.state' },
        },
        {
          name: 'reachable',
          type: 'boolean',
          summary: 'Whether what is attacked can be reached over the network.',
          required: true,
          sql: { column: 'cs.reachable' },
        },
        {
          name: 'since',
          type: 'date',
          summary: 'Since when the asset stands so.',
          required: true,
          sql: { column: 'cs.since' },
        },
        {
          name: 'open',
          type: 'boolean',
          summary: 'Whether the campaign is open; a closed one keeps how its assets stood.',
          required: true,
          sql: { column: "(cc.state = 'open')" },
        },
      ],
    },
  ],
}
