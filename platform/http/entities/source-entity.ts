import type { EntitySpec } from '../../search/index.ts'

/** By which profile a source is to work, as the fleet decides it. */
const profile = (column: string) =>
  `(select p.${column} from fleet_profile p
      left join lateral (select true as given from asset_source o
                           join asset_tag y on y.tenant_id = o.tenant_id and y.asset_id = o.asset_id and not y.resting
                           join fleet_profile_tag w on w.tenant_id = y.tenant_id and w.tag_id = y.tag_id and w.profile_id = p.profile_id
                          where o.tenant_id = s.tenant_id and o.source_id = s.source_id limit 1) g on true
     where p.tenant_id = s.tenant_id and (g.given or p.is_default)
     order by g.given is null, p.priority, p.profile_id limit 1)`

/** Not heard of for so long, a source is silent. */
export const silentMinutes = 10

export const sourceState = `(case when s.status <> 'active' then 'revoked'
  when f.integrity = 'changed' then 'changed'
  when t.last_seen_at is null then 'never-heard'
  when t.last_seen_at >= now() - interval '${silentMinutes} minutes' then 'well'
  when fleet_quiet(${profile("settings -> 'windows'")}, now()) then 'quiet'
  else 'silent' end)`

/** What one can ask of sources. The rows have the aliases `s` (source), `n` (network), `t` (what changes with every sign of life), `f` (what it says of itself) and `k` (key). */
export const sourceEntity: EntitySpec = {
  name: 'sources',
  one: 'source',
  many: 'sources',
  summary: 'Who tells what is known: agents, scanners, sensors, connectors, imports.',
  freeText: ['name', 'network'],
  defaultSort: [{ token: 'enrolled', descending: true }],
  sql: {
    from:
      "(select * from source where status <> 'purged') s " +
      'join network n on n.tenant_id = s.tenant_id and n.network_id = s.network_id ' +
      'left join source_state t on t.tenant_id = s.tenant_id and t.source_id = s.source_id ' +
      'left join fleet_source f on f.tenant_id = s.tenant_id and f.source_id = s.source_id ' +
      'left join activation_key k on k.tenant_id = s.tenant_id and k.activation_key_id = s.activation_key_id',
    tenant: 's.tenant_id',
    id: 's.source_id',
  },
  tokens: [
    {
      name: 'name',
      type: 'text',
      summary: 'What it calls itself: an agent by its host.',
      required: true,
      sortable: true,
      examples: ['name:web*'],
      sql: { column: 's.name' },
    },
    {
      name: 'kind',
      type: 'enum',
      summary: 'What kind of source it is.',
      required: true,
      sortable: true,
      facet: true,
      values: [{ name: 'agent' }, { name: 'scanner' }, { name: 'sensor' }, { name: 'connector' }, { name: 'import' }],
      sql: { column: 's.kind' },
    },
    {
      name: 'state',
      type: 'enum',
      summary: 'How it is.',
      aliases: ['health', 'status'],
      required: true,
      facet: true,
      values: [
        { name: 'well', summary: `heard of within ${silentMinutes} minutes` },
        { name: 'quiet', summary: 'its profile tells it to send nothing at this moment' },
        { name: 'silent', summary: `not heard of for more than ${silentMinutes} minutes` },
        { name: 'never-heard', label: 'never heard', summary: 'it enrolled and was not heard of since' },
        { name: 'changed', summary: 'files of its own program are not as they were delivered' },
        { name: 'revoked', summary: 'nothing is taken from it any more' },
      ],
      examples: ['state:silent and lastSeen < now-1d'],
      sql: { column: sourceState },
    },
    {
      name: 'version',
      type: 'keyword',
      summary: 'Version of its program, as it told last.',
      aliases: ['agentVersion'],
      facet: true,
      sortable: true,
      examples: ['kind:agent and not version:0.1.0'],
      sql: { column: "nullif(t.agent_version, '')" },
    },
    {
      name: 'platform',
      type: 'keyword',
      summary: 'What its program was made for: linux-x64.',
      facet: true,
      sql: { column: "nullif(t.platform, '')" },
    },
    {
      name: 'ring',
      type: 'text',
      summary: 'Name of the ring in which it was when a version was last rolled out to it.',
      facet: true,
      sql: { column: 'fleet_ring_of(s.source_id)' },
    },
    {
      name: 'profile',
      type: 'text',
      summary: 'Name of the profile by which it is to work.',
      facet: true,
      examples: ['kind:agent and not profile:*'],
      sql: { column: profile('name') },
    },
    {
      name: 'network',
      type: 'text',
      summary: 'Name of the network that its assets are in, unless it says otherwise.',
      required: true,
      facet: true,
      sortable: true,
      examples: ['network:Default'],
      sql: { column: 'n.name' },
    },
    {
      name: 'key',
      type: 'text',
      summary: 'Name of the activation key that it has.',
      label: 'activation key',
      facet: true,
      sql: { column: 'k.name' },
    },
    {
      name: 'lastSeen',
      type: 'date',
      summary: 'When it was last heard of.',
      label: 'last heard',
      sortable: true,
      examples: ['lastSeen < now-7d'],
      sql: { column: 't.last_seen_at' },
    },
    {
      name: 'enrolled',
      type: 'date',
      summary: 'When it enrolled.',
      required: true,
      sortable: true,
      sql: { column: 's.enrolled_at' },
    },
    {
      name: 'integrity',
      type: 'enum',
      summary: 'Whether its own program is as it was delivered.',
      facet: true,
      values: [{ name: 'whole' }, { name: 'changed' }, { name: 'unsigned' }],
      sql: { column: 'f.integrity' },
    },
    {
      name: 'refused',
      type: 'boolean',
      summary: 'It went back from a configuration that broke its connection.',
      required: true,
      sql: { column: '(f.refused is not null)' },
    },
    {
      name: 'cloned',
      type: 'boolean',
      summary: 'Another machine with its key was noticed.',
      required: true,
      sql: { column: '(s.clone_seen_at is not null)' },
    },
    {
      name: 'waiting',
      type: 'number',
      summary: 'Envelopes that wait on its own disk.',
      sql: { column: 't.waiting', type: 'bigint' },
    },
    {
      name: 'setAside',
      type: 'number',
      summary: 'Records that could not be applied and wait here.',
      label: 'records set aside',
      required: true,
      sql: {
        column: `(select count(*)::int from set_aside x
                   where x.tenant_id = s.tenant_id and x.source_id = s.source_id and x.outcome = 'waiting')`,
        type: 'integer',
      },
    },
    {
      name: 'id',
      type: 'keyword',
      summary: 'Public id of the source.',
      required: true,
      sql: { column: 's.public_id' },
    },
    {
      name: 'asset',
      type: 'group',
      summary: 'Assets that it tells of.',
      aliases: ['assets'],
      main: 'name',
      sql: {
        from: '(select o.tenant_id, o.source_id, a.name, a.public_id from asset_source o join asset a on a.tenant_id = o.tenant_id and a.asset_id = o.asset_id) o',
        tenant: 'o.tenant_id',
        key: 'o.source_id',
        owner: 's.source_id',
      },
      tokens: [
        {
          name: 'name',
          type: 'text',
          summary: 'Name of an asset that it tells of.',
          label: 'asset',
          required: true,
          examples: ['asset.name:web*'],
          sql: { column: 'o.name' },
        },
        {
          name: 'id',
          type: 'keyword',
          summary: 'Public id of an asset that it tells of.',
          required: true,
          sql: { column: 'o.public_id' },
        },
      ],
    },
  ],
}
