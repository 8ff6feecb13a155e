import type { EntitySpec } from '../../search/index.ts'

/** What one can ask of blueprints in tenants: a row for each that is in one, was, or shall be. The rows have the alias `b`. */
export const placementEntity: EntitySpec = {
  name: 'placements',
  one: 'placement',
  many: 'placements',
  summary: 'Blueprints in tenants: what came of each push, tenant by tenant.',
  freeText: ['tenant.name'],
  defaultSort: [{ token: 'tenant.name' }],
  sql: {
    from: `(select bc.*, bp.public_id as blueprint_public_id, bp.name as blueprint, c.name as tenant, c.public_id as tenant_public_id,
                   bc.blueprint_id * 2147483648 + bc.child_id as placement_id
              from blueprint_child bc
              join blueprint bp on bp.tenant_id = bc.tenant_id and bp.blueprint_id = bc.blueprint_id
              join tenant_child c on c.tenant_id = bc.tenant_id and c.child_id = bc.child_id) b`,
    tenant: 'b.tenant_id',
    id: 'b.placement_id',
  },
  tokens: [
    {
      name: 'tenant.name',
      type: 'text',
      summary: 'Name of the tenant.',
      label: 'tenant',
      aliases: ['tenant'],
      required: true,
      sortable: true,
      sql: { column: 'b.tenant' },
    },
    {
      name: 'tenant.id',
      type: 'keyword',
      summary: 'Public id of the tenant.',
      required: true,
      sql: { column: 'b.tenant_public_id' },
    },
    {
      name: 'blueprint',
      type: 'keyword',
      summary: 'Name of the blueprint.',
      required: true,
      sortable: true,
      facet: true,
      sql: { column: 'b.blueprint' },
    },
    {
      name: 'blueprint.id',
      type: 'keyword',
      summary: 'Public id of the blueprint.',
      required: true,
      sql: { column: 'b.blueprint_public_id' },
    },
    {
      name: 'state',
      type: 'enum',
      summary: 'What came of the last push.',
      required: true,
      facet: true,
      values: [
        { name: 'waiting' },
        { name: 'done' },
        { name: 'partly' },
        { name: 'no-grant' },
        { name: 'failed' },
        { name: 'withdrawn' },
      ],
      sql: { column: 'b.state' },
    },
    {
      name: 'at',
      type: 'date',
      summary: 'When it was last tried.',
      sortable: true,
      sql: { column: 'b.at' },
    },
  ],
}
