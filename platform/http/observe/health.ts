import type { FastifyInstance } from 'fastify'
import { permitCaller } from '../api/mount-routes.ts'
import type { HttpContext } from '../context.ts'
import { Problem } from '../conventions/problem.ts'

/** Why the server is not ready; none when it is. */
export type ReadyCheck = () => Promise<
  readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[]
>

/** `/healthz`: the process answers. `/readyz`: it can do its work. `/metrics`: Prometheus; on the TLS door with a token. */
export function mountHealth(app: FastifyInstance, context: HttpContext, ready: ReadyCheck): void {
  app.get('/healthz', async (_, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }))
  app.get('/readyz', async (request, reply) => {
    const checks = await ready()
    const ok = checks.every((check) => check.ok)
    reply.code(ok ? 200 : 503).header('cache-control', 'no-store')
    // Details are for this machine only.
    const details = request.facts.door === 'loopback' ? { checks } : {}
    return { status: ok ? 'ready' : 'not-ready', ...details }
  })
  app.get('/metrics', async (request, reply) => {
    if (request.facts.door !== 'loopback') {
      const identity = permitCaller(context, request, reply, undefined)
      if (!identity.caller.permissions.has('metrics:read')) {
        throw new Problem(403, 'not-permitted', 'This needs the permission metrics:read, which an owner can give you.')
      }
      // They count the whole installation: what others have is no customer's business.
      if (await isOwned(context, identity.tenant.id)) {
        throw new Problem(403, 'not-permitted', 'The metrics are of the whole installation: ask who runs it.')
      }
    }
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await context.metrics.read())
  })
}

/** True for a tenant that a provider owns. */
async function isOwned({ database }: HttpContext, tenant: string): Promise<boolean> {
  const found = await database.asPlatform((tx) =>
    tx.first<{ owned: boolean }>('select parent_id is not null as owned from tenant where public_id = $1', [tenant]),
  )
  return found?.owned !== false
}
