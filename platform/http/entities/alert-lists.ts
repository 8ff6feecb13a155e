import type { AlertList, AlertLists } from '../../alerts/index.ts'
import type { Entity } from '../../search/index.ts'
import { auditWho } from './audit-entity.ts'
import { sourceState } from './source-entity.ts'

const severities = ['', 'info', 'low', 'medium', 'high', 'critical']
const address = (path: string, query: string) => (query === '' ? path : `${path}?q=${encodeURIComponent(query)}`)
const assetOf = (row: Readonly<Record<string, unknown>>) => ({ id: String(row.assetId), name: String(row.assetName) })

/** The lists whose queries alerts can watch, in the words that a message tells them with. */
export function alertLists(entities: {
  readonly assets: Entity
  readonly findings: Entity
  readonly notAssessed: Entity
  readonly exceptions: Entity
  readonly audit: Entity
  readonly sources: Entity
  readonly tickets: Entity
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
  const exceptions: AlertList = {
    name: 'exceptions',
    entity: entities.exceptions,
    permission: 'findings:read',
    timed: true,
    since: 'x.requested_at',
    select: {
      id: 'x.public_id',
      state: 'x.state',
      reason: 'x.reason',
      title: 'c.title',
      justification: 'x.justification',
      assetId: 'a.public_id',
      assetName: 'a.name',
    },
    describe: (row) => ({
      id: String(row.id),
      kind: 'exception',
      title: String(row.title ?? 'Findings that were chosen'),
      ...(row.assetId !== null && { asset: assetOf(row) }),
      more: {
        state: String(row.state),
        reason: String(row.reason),
        justification: String(row.justification).slice(0, 300),
      },
      path: `/exceptions?q=*&row=${row.id}`,
    }),
    path: (query) => address('/exceptions', query),
  }
  const audit: AlertList = {
    name: 'audit',
    entity: entities.audit,
    permission: 'audit:read',
    timed: true,
    recent: `e.at > now() - interval '1 day'`,
    since: 'e.at',
    select: { id: 'e.seq', who: auditWho, action: 'e.action', target: 'e.target' },
    describe: ({ id, who, action, target }) => ({
      id: String(id),
      kind: 'entry of the audit log',
      title: `${who || 'The program'}: ${action}`,
      more: { target: String(target).slice(0, 300) },
      path: address('/audit', `seq = ${id}`),
    }),
    path: (query) => address('/audit', query),
  }
  const sources: AlertList = {
    name: 'sources',
    entity: entities.sources,
    permission: 'sources:read',
    // Nobody tells that a source was not heard of.
    timed: true,
    since: 'coalesce(t.last_seen_at, s.enrolled_at)',
    select: { id: 's.public_id', name: 's.name', kind: 's.kind', state: sourceState, lastSeenAt: 't.last_seen_at' },
    describe: ({ id, name, kind, state, lastSeenAt }) => ({
      id: String(id),
      kind: 'source',
      title: String(name),
      more: {
        kind: String(kind),
        state: String(state),
        'last heard': lastSeenAt === null ? 'never' : String(lastSeenAt),
      },
      path: `/sources?q=*&row=${id}`,
    }),
    path: (query) => address('/sources', query),
  }
  const tickets: AlertList = {
    name: 'tickets',
    entity: entities.tickets,
    permission: 'tickets:read',
    // Nobody tells that a date is over.
    timed: true,
    since: 't.standing_since',
    select: {
      id: 't.number',
      title: 't.title',
      severity: 't.severity',
      standing: 't.standing',
      who: 'p.name',
      dueAt: 't.due_at',
    },
    describe: ({ id, title, severity, standing, who, dueAt }) => ({
      id: String(id),
      kind: 'ticket',
      title: `#${id} ${title}`,
      severity: severities[Number(severity)] ?? 'info',
      more: {
        state: String(standing),
        who: who === null ? 'nobody yet' : String(who),
        ...(dueAt !== null && { due: String(dueAt) }),
      },
      path: `/tickets?q=*&row=${id}`,
    }),
    path: (query) => address('/tickets', query),
  }
  return { assets, findings, 'not-assessed': notAssessed, exceptions, audit, sources, tickets }
}
