import { Type } from 'typebox'
import { defineRoute, type Route } from '../../contract/index.ts'
import { account, dropSetAside, listSetAside, summarizeSetAside } from '../../intake/index.ts'
import { instant, many, one, wholeList } from '../conventions/reply-schemas.ts'
import { orNull } from './finding-schemas.ts'

const count = Type.Integer()

const ledgerSchema = Type.Object({
  received: Type.Object({
    came: count,
    stored: count,
    conflicts: count,
    repeated: count,
    early: count,
    refused: count,
  }),
  applied: Type.Object({ came: count, went: count, aside: count }),
  pending: count,
  records: Type.Object({ came: count, applied: count, aside: count, refused: count }),
  aside: Type.Object({ waiting: count, applied: count, superseded: count, dropped: count }),
  problems: Type.Array(Type.String(), { description: 'What does not add up; empty when nothing was lost.' }),
})

const machineSchema = Type.Object({
  version: Type.String(),
  node: Type.String(),
  database: Type.String(),
  startedAt: instant('When this server process started.'),
  disk: Type.Union([Type.Object({ freeBytes: Type.Number(), totalBytes: Type.Number() }), Type.Null()]),
})

const healthSchema = Type.Object({
  checks: Type.Array(
    Type.Object({
      name: Type.String(),
      status: Type.Enum(['ok', 'warn', 'fail']),
      detail: Type.String(),
      fix: Type.Optional(Type.String()),
    }),
  ),
  ledger: ledgerSchema,
  queues: Type.Object({
    envelopes: Type.Integer({ description: 'Stored and not applied yet.' }),
    judgements: Type.Integer({ description: 'Due and not judged yet.' }),
    oldestJudgementAt: orNull(instant('Since when the oldest of them is due.')),
    jobs: Type.Integer(),
  }),
  content: Type.Array(
    Type.Object({
      app: Type.String(),
      version: Type.Integer(),
      provenance: Type.String(),
      origin: Type.String(),
      loadedAt: instant('When it came.'),
    }),
  ),
  machine: machineSchema,
})

const asideSummary = Type.Object({
  reason: Type.String(),
  type: Type.String(),
  name: Type.String(),
  version: Type.Union([Type.Integer(), Type.Null()]),
  waiting: Type.Integer(),
  sources: Type.Integer(),
  firstAt: instant('When the first of them came.'),
  lastAt: instant('When the last of them came.'),
})

/** What the process knows of its machine; the database tells the rest. */
export type MachineFacts = () => {
  readonly version: string
  readonly node: string
  readonly startedAt: string
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | null
}

const lowDisk = 2 * 1024 ** 3

/** How the installation is: ledger, queues, content, machine; what was set aside; the audit log. */
export function operationRoutes(machine: MachineFacts): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/health',
      summary: 'How this installation is, with causes and fixes',
      permission: 'operations:read',
      reply: one(healthSchema),
      async handle({ tx }) {
        const ledger = await account(tx)
        const { rows: queues } = await tx.query<{
          judgements: number
          oldest: string | null
          jobs: number
          database: string
        }>(
          `select (select count(*)::int from judgement_due where tenant_id = $1 and due_at <= now()) as judgements,
                  (select min(due_at) from judgement_due where tenant_id = $1 and due_at <= now()) as oldest,
                  (select count(*)::int from job where tenant_id = $1 and state in ('queued', 'running')) as jobs,
                  current_setting('server_version') as database`,
          [tx.tenantId],
        )
        const { rows: content } = await tx.query<{
          app: string
          version: number
          provenance: string
          origin: string
          loadedAt: string
        }>(
          `select distinct on (app) app, version, provenance, origin, loaded_at as "loadedAt"
             from content_version order by app, version desc`,
        )
        const { judgements, oldest, jobs, database } = queues[0]!
        const facts = machine()
        const late = oldest !== null && Date.now() - Date.parse(oldest) > 300_000
        const checks = [
          check(
            'ledger',
            ledger.problems.length === 0,
            ledger.problems.join('; ') || 'Nothing was lost.',
            'Run ./holdfast doctor and look into the logs.',
          ),
          check(
            'intake',
            ledger.pending < 10_000,
            `${ledger.pending} envelopes wait to be applied.`,
            'See that the worker runs.',
            'warn',
          ),
          check('judging', !late, `${judgements} judgements are due.`, 'See that the worker runs.', 'warn'),
          check(
            'set aside',
            ledger.aside.waiting === 0,
            `${ledger.aside.waiting} records wait that could not be applied.`,
            'See what they are under Set aside; a newer Holdfast may know them.',
            'warn',
          ),
          ...(facts.disk
            ? [
                check(
                  'disk',
                  facts.disk.freeBytes > lowDisk,
                  `${(facts.disk.freeBytes / 1024 ** 3).toFixed(1)} GB are free.`,
                  'Free some space before it runs out.',
                ),
              ]
            : []),
        ]
        return {
          data: {
            checks,
            ledger: { ...ledger, problems: [...ledger.problems] },
            queues: { envelopes: ledger.pending, judgements, oldestJudgementAt: oldest, jobs },
            content,
            machine: { ...facts, database },
          },
        }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/set-aside',
      summary: 'Records that could not be applied and wait, by reason',
      permission: 'operations:read',
      reply: many(asideSummary),
      async handle({ tx }) {
        return { data: await summarizeSetAside(tx), page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/set-aside/records',
      summary: 'Single records that were set aside, newest first',
      permission: 'operations:read',
      query: Type.Object({
        reason: Type.Optional(Type.String({ maxLength: 100 })),
        name: Type.Optional(Type.String({ maxLength: 200 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
      }),
      reply: many(
        Type.Object({
          id: Type.String(),
          source: Type.String(),
          type: Type.String(),
          name: Type.String(),
          version: Type.Union([Type.Integer(), Type.Null()]),
          reason: Type.String(),
          detail: Type.String(),
          record: Type.Unknown(),
          receivedAt: instant('When it came.'),
          outcome: Type.String(),
          replayedAt: orNull(instant('When it was last tried again.')),
        }),
      ),
      async handle({ tx, query }) {
        const filter = { ...(query.reason && { reason: query.reason }), ...(query.name && { name: query.name }) }
        return { data: await listSetAside(tx, { ...filter, limit: query.limit ?? 50 }), page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/set-aside/drop',
      summary: 'Give up on records that were set aside; they stay visible',
      permission: 'operations:write',
      body: Type.Object({ ids: Type.Array(Type.String({ maxLength: 40 }), { minItems: 1, maxItems: 1000 }) }),
      reply: one(Type.Object({ dropped: Type.Integer() })),
      writes: true,
      async handle({ tx, body }) {
        return { data: { dropped: await dropSetAside(tx, body.ids, new Date().toISOString()) } }
      },
    }),
  ]
}

function check(name: string, good: boolean, detail: string, fix: string, bad: 'warn' | 'fail' = 'fail') {
  return good ? { name, status: 'ok' as const, detail } : { name, status: bad, detail, fix }
}
