import type { EntityExtension } from '../../search/index.ts'

/** What the fleet lets one ask of assets: whether a rule calls them stale, and of the agents that tell of them. */
export const assetFleetTokens: EntityExtension = {
  extends: 'assets',
  join:
    'left join (select distinct tenant_id, asset_id from fleet_stale) fs ' +
    'on fs.tenant_id = a.tenant_id and fs.asset_id = a.asset_id',
  tokens: [
    {
      name: 'lifecycle',
      type: 'enum',
      summary: 'Whether a rule calls it stale.',
      required: true,
      facet: true,
      values: [
        { name: 'active', summary: 'no rule calls it stale' },
        { name: 'stale', summary: 'a rule calls it stale' },
      ],
      examples: ['lifecycle:stale'],
      sql: {
        column: "(case when fs.asset_id is null then 'active' else 'stale' end)",
      },
    },
    {
      name: 'agent',
      type: 'group',
      summary: 'Agents that tell of it.',
      main: 'version',
      sql: {
        from:
          '(select o.tenant_id, o.asset_id, s.status, t.agent_version, t.last_seen_at, k.name as key_name, s.enrolled_at ' +
          'from asset_source o join source s on s.tenant_id = o.tenant_id and s.source_id = o.source_id ' +
          'left join source_state t on t.tenant_id = s.tenant_id and t.source_id = s.source_id ' +
          'left join activation_key k on k.tenant_id = s.tenant_id and k.activation_key_id = s.activation_key_id ' +
          "where s.kind = 'agent') fa",
        tenant: 'fa.tenant_id',
        key: 'fa.asset_id',
        owner: 'a.asset_id',
      },
      tokens: [
        {
          name: 'version',
          type: 'keyword',
          summary: 'Version of the agent.',
          label: 'agent version',
          examples: ['agent.version:0.1.0'],
          sql: { column: 'fa.agent_version' },
        },
        {
          name: 'key',
          type: 'keyword',
          summary: 'Name of the activation key that it has.',
          label: 'activation key',
          examples: ['agent.key:"Lab"'],
          sql: { column: 'fa.key_name' },
        },
        {
          name: 'lastSeen',
          type: 'date',
          summary: 'When the agent was last heard of.',
          label: 'agent last heard',
          examples: ['agent.lastSeen < now-30d'],
          sql: { column: 'fa.last_seen_at' },
        },
        {
          name: 'enrolled',
          type: 'date',
          summary: 'When the agent enrolled.',
          sql: { column: 'fa.enrolled_at' },
        },
      ],
    },
  ],
}
