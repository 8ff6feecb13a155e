import { Type } from 'typebox'
import { decideSome, readSelection, undoSome } from '../../findings/index.ts'
import { defineJob, type JobKind, type RunningJob } from '../../jobs/index.ts'
import type { Entity } from '../../search/index.ts'
import { chosenIds, planSelection } from './chosen-findings.ts'

/** Findings that are looked at and changed in one transaction. */
const setSize = 5000

const args = Type.Object({
  exception: Type.String({ maxLength: 40 }),
  by: Type.String({ maxLength: 60 }),
  findings: Type.Integer({ minimum: 0 }),
})
type Args = { exception: string; by: string; findings: number }

const number = (findings: number) => `${findings.toLocaleString('en')} finding${findings === 1 ? '' : 's'}`

/**
 * Puts the findings of a selection under their decision, a set at a time, each set whole or not at all. Begun again, it goes through the selection from its
 * start and changes only what it had not yet. Cancelled, it keeps what is done: undoing the decision takes that back.
 */
export const acceptManyJob = (entity: Entity) =>
  defineJob({
    id: 'findings.accept-many',
    args,
    title: ({ findings }) => `Decide about ${number(findings)}`,
    async run(job: RunningJob<Args>) {
      const { exception, by, findings } = job.args
      const held = await job.inTenant((tx) => readSelection(tx, exception))
      if (!held) throw new Error(`There is no decision ${exception}.`)
      const plan = planSelection(entity, held.selection, held.selection.now)
      let after = 0
      // What an earlier run did is seen no more by a query like status:open; it counts nevertheless.
      let done = await job.inTenant((tx) => countBound(tx, held.exceptionId))
      for (;;) {
        job.stop.throwIfAborted()
        const set = await job.inTenant(async (tx) => {
          const statement = chosenIds(plan, tx.tenantId, held.selection, { after, size: setSize })
          const { rows } = await tx.query<{ id: number }>(statement.text, statement.values)
          const ids = rows.map(({ id }) => id)
          if (ids.length === 0) return { ids, holds: true, decided: 0 }
          const at = new Date().toISOString()
          return { ids, ...(await decideSome(tx, { exceptionId: held.exceptionId, by }, ids, at)) }
        })
        done += set.decided
        job.progress({ phase: 'deciding', done, total: Math.max(findings, done) })
        if (!set.holds) return job.progress({ phase: 'revoked meanwhile', done, total: Math.max(findings, done) })
        if (set.ids.length === 0) break
        after = set.ids.at(-1)!
      }
      job.progress({ phase: 'decided', message: `Decided about ${number(done)}`, done, total: done })
    },
  }) as unknown as JobKind

/** Frees the findings of a decision that was revoked, a set at a time. Begun again, it goes on with what is left. */
export const undoManyJob = defineJob({
  id: 'findings.undo-many',
  args,
  title: ({ findings }) => `Undo the decision about ${number(findings)}`,
  async run(job: RunningJob<Args>) {
    const { exception, by, findings } = job.args
    let freed = 0
    for (;;) {
      job.stop.throwIfAborted()
      const some = await job.inTenant((tx) => undoSome(tx, { id: exception, by }, setSize, new Date().toISOString()))
      if (some === 0) break
      freed += some
      job.progress({ phase: 'undoing', done: freed, total: Math.max(findings, freed) })
    }
    job.progress({ phase: 'undone', message: `Undone for ${number(freed)}`, done: freed, total: freed })
  },
}) as unknown as JobKind

async function countBound(tx: Parameters<Parameters<RunningJob<Args>['inTenant']>[0]>[0], exceptionId: number) {
  const { rows } = await tx.query<{ bound: number }>(
    'select count(*)::int as bound from exception_finding where tenant_id = $1 and exception_id = $2',
    [tx.tenantId, exceptionId],
  )
  return rows[0]!.bound
}
