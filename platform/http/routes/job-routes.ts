import { Type } from 'typebox'
import { defineRoute, type Route } from '../../contract/index.ts'
import { cancelJob, type Job, readJob, readJobs } from '../../jobs/index.ts'
import { conflict, notFound } from '../conventions/problem.ts'
import { instant, many, one, wholeList } from '../conventions/reply-schemas.ts'
import { orNull } from './finding-schemas.ts'

const jobSchema = Type.Object({
  id: Type.String({ description: 'Public id: job_…' }),
  kind: Type.String(),
  title: Type.String(),
  state: Type.Enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  phase: Type.String({ description: 'What it does now.' }),
  message: Type.String(),
  done: Type.Number(),
  total: Type.Union([Type.Number(), Type.Null()], { description: 'Null where it is not known how much there is.' }),
  startedBy: Type.String(),
  createdAt: instant('When it was asked for.'),
  startedAt: orNull(instant('When it began.')),
  finishedAt: orNull(instant('When it ended.')),
  attempts: Type.Integer(),
  cancelRequested: Type.Boolean(),
  error: orNull(Type.String()),
  version: Type.Integer(),
})

const params = Type.Object({ job: Type.String({ maxLength: 40 }) })
const shown = (job: Job) => ({ ...job })

/** Work that people started: list, one, cancel. */
export const jobRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/jobs',
    summary: 'Jobs, those that run first, then the newest',
    permission: 'jobs:read',
    query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })) }),
    reply: many(jobSchema),
    async handle({ tx, query }) {
      return { data: (await readJobs(tx, query.limit ?? 50)).map(shown), page: { ...wholeList } }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/jobs/:job',
    summary: 'One job',
    permission: 'jobs:read',
    params,
    reply: one(jobSchema),
    async handle({ tx, params: { job } }) {
      const found = await readJob(tx, job)
      if (!found) throw notFound('job')
      return { data: shown(found) }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/jobs/:job/cancel',
    summary: 'Ask a job to stop',
    permission: 'jobs:write',
    params,
    reply: one(Type.Object({ cancelled: Type.Boolean() })),
    writes: true,
    async handle({ tx, params: { job } }) {
      if (!(await readJob(tx, job))) throw notFound('job')
      if (!(await cancelJob(tx, job))) throw conflict('ended', 'The job has ended already.')
      return { data: { cancelled: true } }
    },
  }),
]
