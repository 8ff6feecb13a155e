import { severityValues } from '../../findings/index.ts'
import { type EntityExtension, type EntitySpec, pastRows, pastSides } from '../../search/index.ts'

const findingColumns = [
  'tenant_id',
  'finding_id',
  'public_id',
  'asset_id',
  'check_no',
  'place',
  'severity',
  'status',
  'status_at',
  'disposition',
  'exception_id',
  'first_found_at',
  'fixed_at',
]
const joins =
  'f join asset a on a.tenant_id = f.tenant_id and a.asset_id = f.asset_id ' +
  'join check_definition c on c.check_no = f.check_no ' +
  // Left out by the planner where nobody asks for it.
  'left join exception fx on fx.tenant_id = f.tenant_id and fx.exception_id = f.exception_id'
const pastAssets = pastRows('asset', ['tenant_id', 'asset_id', 'public_id', 'name', 'kind'])
const pastJoins =
  `f join ${pastAssets} a on a.tenant_id = f.tenant_id and a.asset_id = f.asset_id ` +
  'join check_definition c on c.check_no = f.check_no ' +
  'left join exception fx on fx.tenant_id = f.tenant_id and fx.exception_id = f.exception_id'

/** What one can ask of findings. The rows have the aliases `f` (finding), `a` (asset) and `c` (check). */
export const findingEntity: EntitySpec = {
  name: 'findings',
  one: 'finding',
  many: 'findings',
  summary: 'What is wrong, on which asset, since when, and what was decided about it.',
  freeText: ['title', 'asset.name', 'place'],
  defaultSort: [{ token: 'severity', descending: true }, { token: 'firstFound' }],
  history: true,
  sql: {
    from: `finding ${joins}`,
    sampled: { table: 'finding f', from: `sampled ${joins}` },
    tenant: 'f.tenant_id',
    id: 'f.finding_id',
    history: {
      from: `${pastRows('finding', findingColumns)} ${pastJoins}`,
      sides: {
        from: pastSides('finding', findingColumns).map((side) => `(${side}) f`),
        // Looked up row by row: as a join the planner would take it to be far cheaper than it is.
        where: `(select true from ${pastAssets} a where a.tenant_id = f.tenant_id and a.asset_id = f.asset_id limit 1)`,
      },
    },
    rollups: [
      {
        from: 'finding_count n join check_definition nc on nc.check_no = n.check_no',
        tenant: 'n.tenant_id',
        count: 'n.findings',
        columns: {
          severity: 'n.severity',
          status: 'n.status',
          disposition: 'n.disposition',
          check: 'nc.id',
          title: 'nc.title',
          category: 'nc.category',
          app: 'nc.app',
        },
      },
      {
        name: 'assets',
        from: 'asset_findings n join asset na on na.tenant_id = n.tenant_id and na.asset_id = n.asset_id',
        tenant: 'n.tenant_id',
        count: 'n.findings',
        columns: { 'asset.name': 'na.name', 'asset.id': 'na.public_id', 'asset.kind': 'na.kind' },
      },
    ],
  },
  tokens: [
    {
      name: 'severity',
      type: 'enum',
      summary: 'How bad it is: info, low, medium, high, critical.',
      aliases: ['vulnerabilities.severity'],
      ordered: true,
      required: true,
      sortable: true,
      facet: true,
      values: severityValues,
      words: { equal: 'of {value} severity', atLeast: 'of {value} or worse', atMost: 'of {value} or better' },
      examples: ['severity >= high'],
      sql: { column: 'f.severity', type: 'smallint' },
    },
    {
      name: 'status',
      type: 'enum',
      summary:
        'Where it is in its life: new, active, fixed, reopened. Open means not fixed and nothing decided about it.',
      aliases: ['vulnerabilities.status'],
      required: true,
      facet: true,
      values: [
        { name: 'new', summary: 'Found once so far.' },
        { name: 'active', summary: 'Found again and again.' },
        { name: 'reopened', summary: 'Was fixed and came back.' },
        { name: 'fixed', summary: 'A later test did not find it.' },
        { name: 'open', means: 'status:[new, active, reopened] and disposition:none' },
      ],
      words: { adjective: '{value}' },
      examples: ['status:open'],
      sql: { column: 'f.status' },
    },
    {
      name: 'disposition',
      type: 'enum',
      summary: 'What was decided: none, accepted, false-positive, mitigated.',
      required: true,
      facet: true,
      values: [
        { name: 'none', label: 'nothing decided' },
        { name: 'accepted' },
        { name: 'false-positive', label: 'false positive' },
        { name: 'mitigated' },
      ],
      sql: { column: 'f.disposition' },
    },
    {
      name: 'exception',
      type: 'keyword',
      summary: 'Public id of the exception that decides about it.',
      sql: { column: 'fx.public_id' },
    },
    {
      name: 'title',
      type: 'text',
      summary: 'The statement that does not hold.',
      aliases: ['vulnerabilities.vulnerability.title'],
      required: true,
      sql: { column: 'c.title' },
    },
    {
      name: 'check',
      type: 'keyword',
      summary: 'Id of the check.',
      required: true,
      facet: true,
      sql: { column: 'c.id' },
    },
    {
      name: 'category',
      type: 'keyword',
      summary: 'Category of the check.',
      required: true,
      facet: true,
      sql: { column: 'c.category' },
    },
    {
      name: 'app',
      type: 'keyword',
      summary: 'The app that judged.',
      required: true,
      facet: true,
      sql: { column: 'c.app' },
    },
    {
      name: 'place',
      type: 'text',
      summary: 'Where on the asset: tcp/22, a path, a package.',
      required: true,
      sql: { column: 'f.place' },
    },
    {
      name: 'firstFound',
      type: 'date',
      summary: 'When it was first found.',
      label: 'first found',
      aliases: ['vulnerabilities.firstFound'],
      required: true,
      sortable: true,
      examples: ['firstFound > now-7d'],
      sql: { column: 'f.first_found_at' },
    },
    {
      name: 'statusSince',
      type: 'date',
      summary: 'Since when it has its status.',
      label: 'status since',
      required: true,
      sortable: true,
      sql: { column: 'f.status_at' },
    },
    {
      name: 'fixed',
      type: 'date',
      summary: 'When it was last fixed.',
      aliases: ['vulnerabilities.lastFixed'],
      sql: { column: 'f.fixed_at' },
    },
    {
      name: 'id',
      type: 'keyword',
      summary: 'Public id of the finding.',
      required: true,
      sql: { column: 'f.public_id' },
    },
    {
      name: 'asset.name',
      type: 'text',
      summary: 'Name of the asset.',
      label: 'asset',
      aliases: ['asset', 'hostname'],
      required: true,
      facet: true,
      sql: { column: 'a.name' },
    },
    {
      name: 'asset.id',
      type: 'keyword',
      summary: 'Public id of the asset.',
      required: true,
      sql: { column: 'a.public_id' },
    },
    {
      name: 'asset.kind',
      type: 'keyword',
      summary: 'Kind of the asset.',
      required: true,
      facet: true,
      sql: { column: 'a.kind' },
    },
  ],
}

/** What findings let one ask of assets: how many are open, by severity. */
export const assetFindingTokens: EntityExtension = {
  extends: 'assets',
  join: 'left join asset_findings af on af.tenant_id = a.tenant_id and af.asset_id = a.asset_id',
  pastJoin: {
    alias: 'af',
    join: `left join ${pastRows('asset_findings', ['tenant_id', 'asset_id', 'critical', 'high', 'medium', 'low', 'info', 'excepted'])} af
             on af.tenant_id = a.tenant_id and af.asset_id = a.asset_id`,
  },
  tokens: [...severityValues].reverse().map(({ name }) => ({
    name: `findings.${name}`,
    type: 'number',
    summary: `Number of open findings of ${name} severity.`,
    label: `${name} findings`,
    required: true,
    sortable: true,
    sql: { column: `coalesce(af.${name}, 0)`, type: 'integer' },
  })),
}
