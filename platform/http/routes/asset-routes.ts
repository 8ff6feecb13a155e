import { type Static, Type } from 'typebox'
import { assetIdentity, IdentityError, mergeByHand, type OnMoved, splitByHand, undoMerge } from '../../assets/index.ts'
import { type Caller, defineRoute, type Route, type TenantTransaction } from '../../contract/index.ts'
import { readAssessments, readNotAssessed } from '../../findings/index.ts'
import { compilePage, type Entity, plan } from '../../search/index.ts'
import { conflict, notFound } from '../conventions/problem.ts'
import { instant, many, one, wholeList } from '../conventions/reply-schemas.ts'
import { exportRoute } from '../export/export-route.ts'
import { languageRoutes } from '../search/language-routes.ts'
import { listRoute } from '../search/list-route.ts'
import { assetList, assetRow } from './asset-list.ts'
import { severityName } from './finding-routes.ts'
import { orNull, severitySchema } from './finding-schemas.ts'

const params = Type.Object({ asset: Type.String({ maxLength: 40 }) })

const assetSchema = Type.Object({
  ...assetRow.properties,
  network: Type.String(),
  version: Type.Integer(),
  mergedInto: orNull(Type.String({ description: 'Public id of the asset that it was taken for.' })),
})

const identitySchema = Type.Object({
  sources: Type.Array(
    Type.Object({
      id: Type.String({ description: 'Public id of the source.' }),
      name: Type.String(),
      ref: Type.String({ description: 'What the source calls the asset.' }),
      kind: Type.String(),
      firstSeenAt: instant('When it first told of the asset.'),
      lastSeenAt: instant('When it last told of the asset.'),
      identifiers: Type.Array(Type.Object({ kind: Type.String(), value: Type.String() })),
    }),
  ),
  history: Type.Array(
    Type.Object({
      merge: Type.String({ description: 'Public id, for undoing it.' }),
      kind: Type.String({ description: '`merge` or `split`.' }),
      into: Type.String(),
      from: Type.String(),
      rule: Type.String(),
      because: Type.String(),
      decidedBy: orNull(Type.String()),
      at: instant('When.'),
      undoneAt: orNull(instant('When it was undone.')),
      undoneBy: orNull(Type.String()),
    }),
  ),
})

const assessmentSchema = Type.Object({
  judged: Type.Array(
    Type.Object({
      judge: Type.String(),
      testedAt: instant('When the asset was last judged.'),
      observedAt: instant('When what was judged had been observed.'),
      tests: Type.Integer(),
      judgeVersion: Type.Integer(),
      contentVersion: Type.Integer(),
      passed: Type.Array(Type.String(), { description: 'Checks that hold everywhere on the asset.' }),
      notApplicable: Type.Array(Type.String()),
    }),
  ),
  notAssessed: Type.Array(
    Type.Object({
      check: Type.String(),
      title: Type.String(),
      severity: severitySchema,
      place: Type.String(),
      outcome: Type.String(),
      reason: Type.String(),
      since: instant('Since when.'),
    }),
  ),
})

const reasonBody = Type.String({ minLength: 3, maxLength: 1000, description: 'Why, for the history.' })

/** Assets: list, one, who says so, what was judged, and deciding what is one thing and what is two. */
export function assetRoutes(entity: Entity, options: { readonly onMoved: OnMoved }): readonly Route[] {
  const list = assetList(entity)
  const decision = (caller: Caller) => ({
    decidedBy: `${caller.id} ${caller.name}`,
    at: new Date().toISOString(),
    onMoved: options.onMoved,
  })
  return [
    listRoute(list),
    exportRoute(list),
    ...languageRoutes(list),
    defineRoute({
      method: 'GET',
      path: '/assets/:asset',
      summary: 'One asset',
      permission: 'assets:read',
      params,
      reply: one(assetSchema),
      async handle({ tx, params: { asset } }) {
        return { data: await readAsset(tx, entity, asset) }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/assets/:asset/identity',
      summary: 'Who says that this is one asset, and why it was merged or split',
      permission: 'assets:read',
      params,
      reply: one(identitySchema),
      async handle({ tx, params: { asset } }) {
        const { sources, history } = await assetIdentity(tx, await internalId(tx, asset))
        const names = await sourceNames(
          tx,
          sources.map(({ sourceId }) => sourceId),
        )
        return {
          data: {
            sources: sources.map(({ sourceId, sourceKind, name: _, identifiers, ...each }) => ({
              ...each,
              ...(names.get(sourceId) ?? { id: '', name: '' }),
              kind: sourceKind,
              identifiers: identifiers.map((identifier) => ({ ...identifier })),
            })),
            history: history.map((each) => ({ ...each })),
          },
        }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/assets/:asset/assessments',
      summary: 'What was judged on an asset, what holds, and what could not be assessed',
      permission: 'findings:read',
      params,
      reply: one(assessmentSchema),
      async handle({ tx, params: { asset } }) {
        await internalId(tx, asset)
        const judged = await readAssessments(tx, asset)
        const notAssessed = await readNotAssessed(tx, asset)
        return {
          data: {
            judged: judged.map((each) => ({
              ...each,
              passed: [...each.passed],
              notApplicable: [...each.notApplicable],
            })),
            notAssessed: notAssessed.map((each) => ({ ...each, severity: severityName(each.severity) })),
          },
        }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/assets/:asset/merge',
      summary: 'Say that another asset is this one',
      permission: 'assets:write',
      params,
      body: Type.Object({ from: Type.String({ maxLength: 40 }), because: reasonBody }),
      reply: one(Type.Object({ merge: Type.String() })),
      writes: true,
      async handle({ tx, params: { asset }, body, caller }) {
        const into = await internalId(tx, asset)
        const from = await internalId(tx, body.from)
        return explained(async () => {
          const { mergeId } = await mergeByHand(tx, into, from, { ...decision(caller), because: body.because })
          return { data: { merge: mergeId } }
        })
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/assets/:asset/split',
      summary: 'Say that what a source tells of is another asset',
      permission: 'assets:write',
      params,
      body: Type.Object({ source: Type.String({ maxLength: 40 }), because: reasonBody }),
      reply: one(
        Type.Object({ merge: Type.String(), asset: Type.String({ description: 'Public id of the other asset.' }) }),
      ),
      writes: true,
      async handle({ tx, params: { asset }, body, caller }) {
        const from = await internalId(tx, asset)
        const sourceId = await internalSourceId(tx, body.source)
        return explained(async () => {
          const made = await splitByHand(tx, from, sourceId, { ...decision(caller), because: body.because })
          return { data: { merge: made.mergeId, asset: await publicId(tx, made.assetId) } }
        })
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/merges/:merge/undo',
      summary: 'Undo a merge or a split',
      permission: 'assets:write',
      params: Type.Object({ merge: Type.String({ maxLength: 40 }) }),
      reply: one(Type.Object({ merge: Type.String(), undone: Type.Boolean() })),
      writes: true,
      async handle({ tx, params: { merge }, caller }) {
        return explained(async () => {
          await undoMerge(tx, merge, decision(caller))
          return { data: { merge, undone: true } }
        })
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/assets/:asset/commands',
      summary: 'What was asked of the sources of an asset, newest first',
      permission: 'assets:read',
      params,
      reply: many(
        Type.Object({
          id: Type.String(),
          source: Type.String(),
          kind: Type.String(),
          state: Type.String(),
          issuedAt: instant('When.'),
        }),
      ),
      async handle({ tx, params: { asset } }) {
        const assetId = await internalId(tx, asset)
        const { rows } = await tx.query<{ id: string; source: string; kind: string; state: string; issuedAt: string }>(
          `select c.public_id as id, s.public_id as source, c.kind, c.state, c.issued_at as "issuedAt"
             from asset_source o
             join command c on c.tenant_id = o.tenant_id and c.source_id = o.source_id
             join source s on s.tenant_id = o.tenant_id and s.source_id = o.source_id
            where o.tenant_id = $1 and o.asset_id = $2 order by c.command_id desc limit 50`,
          [tx.tenantId, assetId],
        )
        return { data: rows, page: { ...wholeList } }
      },
    }),
  ]
}

/** The internal id of an asset. Throws Problem 404. */
export async function internalId(tx: TenantTransaction, asset: string): Promise<number> {
  const { rows } = await tx.query<{ id: number }>(
    'select asset_id as id from asset where tenant_id = $1 and public_id = $2',
    [tx.tenantId, asset],
  )
  if (!rows[0]) throw notFound('asset')
  return rows[0].id
}

async function publicId(tx: TenantTransaction, assetId: number): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    'select public_id as id from asset where tenant_id = $1 and asset_id = $2',
    [tx.tenantId, assetId],
  )
  return rows[0]!.id
}

async function internalSourceId(tx: TenantTransaction, source: string): Promise<number> {
  const { rows } = await tx.query<{ id: number }>(
    'select source_id as id from source where tenant_id = $1 and public_id = $2',
    [tx.tenantId, source],
  )
  if (!rows[0]) throw notFound('source')
  return rows[0].id
}

async function sourceNames(tx: TenantTransaction, ids: readonly number[]) {
  const { rows } = await tx.query<{ sourceId: number; id: string; name: string }>(
    'select source_id as "sourceId", public_id as id, name from source where tenant_id = $1 and source_id = any ($2::bigint[])',
    [tx.tenantId, ids],
  )
  return new Map(rows.map(({ sourceId, id, name }) => [sourceId, { id, name }]))
}

async function readAsset(tx: TenantTransaction, entity: Entity, asset: string): Promise<Static<typeof assetSchema>> {
  const { rows } = await tx.query<{ network: string; version: number; mergedInto: string | null }>(
    `select n.name as network, a.version, m.public_id as "mergedInto"
       from asset a join network n on n.tenant_id = a.tenant_id and n.network_id = a.network_id
       left join asset m on m.tenant_id = a.tenant_id and m.asset_id = a.merged_into
      where a.tenant_id = $1 and a.public_id = $2`,
    [tx.tenantId, asset],
  )
  const [about] = rows
  if (!about) throw notFound('asset')
  // An asset that was taken for another is not in the list; it is shown as the one it is now.
  const shown = about.mergedInto ?? asset
  const checked = plan(`id:\`${shown}\``, entity, { now: 0, zone: 'UTC' })
  if (!checked.ok) throw notFound('asset')
  const { select } = assetList(entity)
  const page = compilePage(checked.plan, { tenant: tx.tenantId, select, size: 1, seal: { sign: () => 'x' } })
  if (!page.ok) throw notFound('asset')
  const found = await tx.query(page.text, page.values)
  const [row] = page.read<Record<string, unknown>>(found.rows).rows
  if (!row) throw notFound('asset')
  return { ...row, ...about } as Static<typeof assetSchema>
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error
    if (error.reason === 'unknown') throw notFound('merge')
    throw conflict(error.reason, error.message)
  }
}
