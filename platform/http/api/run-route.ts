import type { Route } from '../../contract/index.ts'
import type { HttpContext } from '../context.ts'
import { Problem } from '../conventions/problem.ts'
import { etagOf, matches } from '../reply/etag.ts'
import { asCaller } from '../request/as-caller.ts'
import { listName } from '../request/cursor.ts'
import { claimKey, fingerprintOf, keepReply } from '../request/idempotency.ts'
import type { Identity } from '../request/identify-caller.ts'
import type { PreparedRoute } from './prepared-route.ts'

/** A request whose caller is known and permitted. */
export interface RouteCall {
  readonly identity: Identity
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly url: string
  readonly ifMatch: string | undefined
  readonly idempotencyKey: string | undefined
  readonly address: string
  readonly traceId: string
  readonly signal: AbortSignal
}

export interface RouteReply {
  readonly status: number
  readonly body: string
  readonly etag?: string
  readonly location?: string
  readonly replayed?: boolean
}

type Reply = Record<string, unknown> & { data?: unknown; page?: { next: string | null; prev: string | null } }

/** Checks a request, runs its handler in one transaction of the caller's tenant, and shapes the reply. Throws Problem. */
export async function runRoute(context: HttpContext, prepared: PreparedRoute, call: RouteCall): Promise<RouteReply> {
  const { route } = prepared
  const { caller, tenant } = call.identity
  const params = prepared.checkParams(call.params) as Record<string, string>
  const query = prepared.checkQuery(call.query) as Record<string, unknown>
  const body = prepared.checkBody(call.body)
  const list = listName(caller.tenantId, route.path, { ...query, params })
  const given =
    query.cursor === undefined ? query : { ...query, cursor: context.cursors.open(String(query.cursor), list) }
  if (prepared.resource && call.ifMatch === undefined) {
    throw new Problem(428, 'if-match-missing', 'Say with If-Match which version you have seen: the ETag of its GET.')
  }
  const keyed = call.idempotencyKey !== undefined && route.writes === true && route.method !== 'DELETE'
  const request = keyed
    ? { key: call.idempotencyKey!, caller: whose(caller), fingerprint: fingerprintOf(route.method, call.url, body) }
    : undefined
  return asCaller(
    context.database,
    caller,
    async (tx) => {
      const earlier = request && (await claimKey(tx, request, context.seal))
      if (earlier) return { ...earlier, replayed: true }
      const { stateFacts } = context
      const common = { params, caller, tx, stop: call.signal, address: call.address, stateFacts }
      if (prepared.resource) await compareVersion(prepared.resource, call, common)
      const reply = (await route.handle({
        ...common,
        query: given,
        body,
        ...(call.ifMatch !== undefined && { ifMatch: call.ifMatch.replace(/^"|"$/g, '') }),
      } as Parameters<Route['handle']>[0])) as Reply
      const status = route.status ?? 200
      const text = JSON.stringify({ ...sealPage(context, reply, list), tenant })
      if (route.writes) {
        const action = `${route.method} ${route.path}`
        const { address, traceId } = call
        await context.onWrite(tx, { caller, action, path: pathOf(call.url), params, body, status, address, traceId })
      }
      if (request) await keepReply(tx, request, { status, body: text }, context.seal)
      const location = locationOf(status, call.url, reply)
      return {
        status,
        body: text,
        ...(route.method === 'GET' && { etag: etagOf(reply, text) }),
        ...(location && { location }),
      }
    },
    { readOnly: route.writes !== true, signal: call.signal, againWhenUndone: true },
  )
}

/** Lets one writer at a time pass to a resource, and that only when it has seen the present version. */
async function compareVersion(
  resource: Route,
  call: RouteCall,
  common: Pick<Parameters<Route['handle']>[0], 'params' | 'caller' | 'tx' | 'stop' | 'address' | 'stateFacts'>,
): Promise<void> {
  const lock = `resource ${common.tx.tenantId} ${pathOf(call.url)}`
  await common.tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [lock])
  const present = (await resource.handle({ ...common, query: {}, body: undefined })) as Reply
  const etag = etagOf(present, JSON.stringify({ ...present, tenant: call.identity.tenant }))
  if (matches(call.ifMatch!, etag)) return
  throw new Problem(412, 'changed-meanwhile', 'It was changed since you read it. Read it again, then decide.', {
    headers: { etag },
  })
}

function sealPage(context: HttpContext, reply: Reply, list: string): Reply {
  if (!reply.page) return reply
  const seal = (text: string | null) => (text === null ? null : context.cursors.seal(text, list))
  return { ...reply, page: { ...reply.page, next: seal(reply.page.next), prev: seal(reply.page.prev) } }
}

/** What was answered to somebody who saw another part is not answered again. */
function whose({ id, scope }: RouteCall['identity']['caller']): string {
  return scope === undefined ? id : `${id} ${scope}`
}

function pathOf(url: string): string {
  return url.split('?')[0]!
}

/** 201 made something at `<list>/<id>`; 202 started a job. */
function locationOf(status: number, url: string, { data }: Reply): string | undefined {
  const { id, job } = (data ?? {}) as { id?: unknown; job?: unknown }
  if (status === 201 && typeof id === 'string') return `${pathOf(url)}/${id}`
  if (status === 202 && typeof job === 'string') return `/api/v1/jobs/${job}`
  return undefined
}
