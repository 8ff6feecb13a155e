import type { AlertList, AlertLists } from '../../alerts/index.ts'
import type { Entity } from '../../search/index.ts'

const severities = ['', 'info', 'low', 'medium', 'high', 'critical']
const address = (path: string, query: string) => (query === '' ? path : `${path}?q=${encodeURIComponent(query)}`)
const assetOf = (row: Readonly<Record<string, unknown>>) => ({ id: String(row.assetId), name: String(row.assetName) })

/** The lists whose queries alerts can watch, in the words that a message tells them with. */
export function alertLists(entities: {
  readonly assets: Entity
  readonly findings: Entity
  readonly notAssessed: Entity
}): AlertLists {
  const assets: AlertList = {
    name: 'assets',
    entity: entities.assets,
    permission: 'assets:read',
    asset: 'a.asset_id',
    since: 'a.first_seen_at',
    select: { id: 'a.public_id', name: 'a.name', kind: 'a.kind' },
    describe: ({ id, name, kind }) => ({
      id: String(id),
      kind: 'asset',
      title: String(name),
      more: { kind: String(kind) },
      path: `/inventory/${id}`,
    }),
    path: (query) => address('/inventory', query),
  }
  const findings: AlertList = {
    name: 'findings',
    entity: entities.findings,
    permission: 'findings:read',
    asset: 'f.asset_id',
    since: 'f.status_at',
    select: {
      id: 'f.public_id',
      severity: 'f.severity',
      status: 'f.status',
      title: 'c.title',
      place: 'f.place',
      assetId: 'a.public_id',
      assetName: 'a.name',
    },
    describe: (row) => ({
      id: String(row.id),
      kind: 'finding',
      title: String(row.title),
      severity: severities[Number(row.severity)] ?? 'info',
      asset: assetOf(row),
      more: { status: String(row.status), place: String(row.place) },
      path: `/findings/${row.id}`,
    }),
    path: (query) => address('/findings', query),
  }
  const notAssessed: AlertList = {
    name: 'not-assessed',
    entity: entities.notAssessed,
    permission: 'findings:read',
    asset: 'n.asset_id',
    since: 'n.since',
    select: {
      id: `a.public_id || ' ' || c.id || ' ' || n.place`,
      severity: 'c.severity',
      title: 'c.title',
      outcome: 'n.outcome',
      reason: 'n.reason',
      assetId: 'a.public_id',
      assetName: 'a.name',
    },
    describe: (row) => ({
      id: String(row.id),
      kind: 'check not assessed',
      title: String(row.title),
      severity: severities[Number(row.severity)] ?? 'info',
      asset: assetOf(row),
      more: { outcome: String(row.outcome), reason: String(row.reason).slice(0, 300) },
      path: address('/not-assessed', `asset.id:${row.assetId}`),
    }),
    path: (query) => address('/not-assessed', query),
  }
  return { assets, findings, 'not-assessed': notAssessed }
}
