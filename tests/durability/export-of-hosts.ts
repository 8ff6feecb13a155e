import { Type } from 'typebox'
import { exportRoute } from '../../platform/http/export/export-route.ts'
import { composeEntity } from '../../platform/search/index.ts'
import { sampleEntity } from '../../platform/search/testing/index.ts'

/** An export of the sample's hosts, as every list has one. */
export const exportOfHosts = exportRoute({
  path: '/hosts',
  summary: 'Hosts',
  permission: 'assets:read',
  entity: composeEntity(sampleEntity.spec, []),
  item: Type.Object({ id: Type.Integer(), name: Type.String() }),
  usualColumns: ['id', 'name'],
  select: { id: 'h.id', name: 'h.name' },
})
