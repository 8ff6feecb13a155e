import type { EntityExtension } from '@holdfast/platform/search/language'
import { usualCriticality } from '@holdfast/platform/tags'

/** What one can ask of findings by how urgent they are. */
export const findingScoreTokens: EntityExtension = {
  extends: 'findings',
  join:
    'left join asset_criticality vac on vac.tenant_id = f.tenant_id and vac.asset_id = f.asset_id ' +
    'left join vulnerabilities_score vs on vs.tenant_id = f.tenant_id and vs.check_no = f.check_no ' +
    `and vs.criticality = coalesce(vac.criticality, ${usualCriticality})`,
  tokens: [
    {
      name: 'score',
      type: 'number',
      summary: 'How urgent a vulnerability is on its asset, 0 to 1000; nothing for what is no vulnerability.',
      sortable: true,
      history: false,
      examples: ['score >= 700'],
      sql: { column: 'vs.score', type: 'integer' },
    },
    {
      name: 'ssvc',
      type: 'keyword',
      summary:
        'What the decision tree of CISA says: track, track*, attend or act; all that stay possible by what is known.',
      label: 'SSVC',
      many: true,
      facet: true,
      history: false,
      examples: ['ssvc:act'],
      sql: { column: 'vs.ssvc' },
    },
    {
      name: 'ssvcLeast',
      type: 'keyword',
      summary: 'The least urgent decision that stays possible by what is known.',
      label: 'least urgent SSVC',
      history: false,
      examples: ['ssvcLeast:act'],
      sql: { column: 'vs.ssvc[1]' },
    },
    {
      name: 'ssvcMost',
      type: 'keyword',
      summary:
        'The most urgent decision that stays possible by what is known; where it is the least urgent too, it is decided.',
      label: 'most urgent SSVC',
      history: false,
      examples: ['ssvcMost:attend'],
      sql: { column: 'vs.ssvc[cardinality(vs.ssvc)]' },
    },
  ],
}

/** What one can ask of assets by what is open on them. */
export const assetScoreTokens: EntityExtension = {
  extends: 'assets',
  join: 'left join vulnerabilities_asset_score vas on vas.tenant_id = a.tenant_id and vas.asset_id = a.asset_id',
  tokens: [
    {
      name: 'riskScore',
      type: 'number',
      summary:
        'What its open vulnerabilities add up to, 0 to 1000; 0 where none is open, which an asset that was not judged yet is too.',
      label: 'risk score',
      aliases: ['asset.riskScore'],
      required: true,
      sortable: true,
      history: false,
      examples: ['riskScore >= 500'],
      sql: { column: 'coalesce(vas.score, 0)', type: 'numeric' },
    },
  ],
}
