import { Type } from 'typebox'
import { defineRoute, type Route } from '../../../contract/index.ts'
import { startJob } from '../../../jobs/index.ts'
import { createDemo, eraseJob, fillDemoJob, mostDemoHosts, removeDemo } from '../../../tenants/index.ts'
import { one } from '../../conventions/reply-schemas.ts'
import { explainedTenant } from './explain-tenant-error.ts'
import { writerOf } from './tenant-routes.ts'

const closed = { additionalProperties: false }

/** Tenants of simulated hosts, to look around in: made and removed whole, each by a job. */
export const demoRoutes: readonly Route[] = [
  defineRoute({
    method: 'POST',
    path: '/demo-tenants',
    summary:
      'Make a tenant that is marked as demo, and have a job fill it with simulated hosts and wait until they are judged',
    permission: 'tenants:demo',
    body: Type.Object(
      { hosts: Type.Optional(Type.Integer({ minimum: 1, maximum: mostDemoHosts, default: 20 })) },
      closed,
    ),
    reply: one(Type.Object({ tenant: Type.String(), name: Type.String(), job: Type.String() })),
    status: 202,
    writes: true,
    async handle({ tx, body, caller }) {
      const { id: tenant, name } = await explainedTenant(async () => createDemo(tx, await writerOf(tx, caller)))
      const job = await startJob(tx, fillDemoJob(), { tenant, name, hosts: body.hosts ?? 20 }, caller.id)
      return { data: { tenant, name, job: job.id } }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/demo-tenants/:tenant/remove',
    summary: 'Remove a demo tenant: everybody is out of it at once, and a job deletes every row of it for good',
    permission: 'tenants:demo',
    params: Type.Object({ tenant: Type.String({ maxLength: 40 }) }),
    reply: one(Type.Object({ tenant: Type.String(), job: Type.String() })),
    status: 202,
    writes: true,
    async handle({ tx, params: { tenant }, caller }) {
      const { erasure, name } = await explainedTenant(async () => removeDemo(tx, tenant, await writerOf(tx, caller)))
      const job = await startJob(tx, eraseJob(), { erasure, name }, caller.id)
      return { data: { tenant, job: job.id } }
    },
  }),
]
