import { Type } from 'typebox'
import { defineRoute, type Route } from '../../contract/index.ts'
import {
  beginUndo,
  ExceptionError,
  keepSelection,
  newestFinding,
  reasonClasses,
  selectionSchema,
} from '../../findings/index.ts'
import { startJob } from '../../jobs/index.ts'
import type { Entity } from '../../search/index.ts'
import { conflict, notFound, unprocessable } from '../conventions/problem.ts'
import { instant, one } from '../conventions/reply-schemas.ts'
import { whoIs } from '../routes/tags/tag-routes.ts'
import { planSelection, previewDecision } from './chosen-findings.ts'
import { acceptManyJob, undoManyJob } from './decision-jobs.ts'

const count = (description: string) => Type.Integer({ minimum: 0, description })

const previewSchema = Type.Object({
  matching: count('Findings that were chosen.'),
  open: count('Of these, what would be decided about: neither fixed nor decided about before.'),
  decided: count('Decided about before: left as they are.'),
  fixed: count('Fixed: left as they are.'),
  severities: Type.Object({
    critical: Type.Integer(),
    high: Type.Integer(),
    medium: Type.Integer(),
    low: Type.Integer(),
    info: Type.Integer(),
  }),
  assets: count('Assets that have what would be decided about.'),
  checks: count('Checks that do not hold there.'),
  most: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), findings: Type.Integer() }), {
    description: 'The assets that have most of it.',
  }),
})

const started = one(
  Type.Object({
    exception: Type.String({ description: 'Public id of the decision.' }),
    job: Type.String({ description: 'Public id of the job that carries it out.' }),
    findings: Type.Integer(),
  }),
)

const decisionSchema = Type.Object({
  ...selectionSchema.properties,
  reason: Type.Enum([...reasonClasses]),
  justification: Type.String({ minLength: 3, maxLength: 4000 }),
  endsAt: Type.Optional(instant('When it ends; required where a risk is accepted or compensated.')),
  anyEvidence: Type.Optional(Type.Boolean({ description: 'Hold on although the evidence changes.' })),
  expected: Type.Optional(count('`open` of the preview: refused with 409 when it is another number now.')),
})

/** Decisions about many findings at once: what one would do, taking it, and undoing it. */
export function decisionRoutes(entity: Entity): readonly Route[] {
  const acceptMany = acceptManyJob(entity)
  return [
    defineRoute({
      method: 'POST',
      path: '/findings/decisions/preview',
      summary: 'What a decision about the findings of a query would do',
      permission: 'findings:read',
      body: selectionSchema,
      reply: one(previewSchema),
      async handle({ tx, body }) {
        const plan = planSelection(entity, body, Date.now())
        const preview = await previewDecision(tx, plan, { ...body, upTo: await newestFinding(tx) })
        return { data: preview as never }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/findings/decisions',
      summary: 'Decide about all findings of a query that are open; a job carries it out',
      permission: 'findings:accept',
      body: decisionSchema,
      reply: started,
      status: 202,
      writes: true,
      async handle({ tx, body, caller }) {
        const { q, zone, only, except, reason, justification, endsAt, anyEvidence, expected } = body
        const now = Date.now()
        const named = { ...(zone !== undefined && { zone }), ...(only && { only }), ...(except && { except }) }
        const selection = { q, ...named, now, upTo: await newestFinding(tx) }
        const { open } = await previewDecision(tx, planSelection(entity, selection, now), selection)
        if (expected !== undefined && expected !== open)
          throw conflict(
            'changed-meanwhile',
            `There are ${open} findings to decide about now, not ${expected}. Look again.`,
          )
        if (open === 0) throw unprocessable('/body/q', 'nothing', 'finds nothing that is open')
        const request = { reason, justification, ...timesOf(endsAt), ...(anyEvidence !== undefined && { anyEvidence }) }
        const { id } = await explained(() =>
          keepSelection(tx, selection, request, caller.id, new Date(now).toISOString()),
        )
        const job = await startJob(tx, acceptMany, { exception: id, by: caller.id, findings: open }, whoIs(caller))
        return { data: { exception: id, job: job.id, findings: open } }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/exceptions/:exception/undo',
      summary:
        'Revoke an exception of any size; a job frees its findings, except those that were decided about again since',
      permission: 'findings:accept',
      params: Type.Object({ exception: Type.String({ maxLength: 40 }) }),
      reply: started,
      status: 202,
      writes: true,
      async handle({ tx, params: { exception }, caller }) {
        const decision = { id: exception, by: caller.id }
        const { findings } = await explained(() => beginUndo(tx, decision, new Date().toISOString()))
        const job = await startJob(tx, undoManyJob, { exception, by: caller.id, findings }, whoIs(caller))
        return { data: { exception, job: job.id, findings } }
      },
    }),
  ]
}

function timesOf(endsAt: string | undefined) {
  if (endsAt === undefined) return {}
  const at = new Date(endsAt)
  if (Number.isNaN(at.getTime()))
    throw unprocessable('/body/endsAt', 'format', 'is no instant like 2026-11-22T10:14:00Z')
  return { endsAt: at.toISOString() }
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ExceptionError)) throw error
    if (error.code === 'wrong-state') throw conflict('wrong-state', error.message)
    if (error.code === 'not-found') throw notFound('exception')
    throw unprocessable(`/body/${error.field ?? ''}`, error.code, error.message)
  }
}
