import { numberJudges, syncContent } from '@holdfast/platform/content'
import type { TenantTransaction } from '@holdfast/platform/contract'
import { beginUndo, keepSelection, newestFinding } from '@holdfast/platform/findings'
import { platformJobs } from '@holdfast/platform/http'
import type { JobKind, RunningJob } from '@holdfast/platform/jobs'
import { newPublicId, platformParts } from '@holdfast/platform/store'
import { checkOf, contentOf, locked, shut, wardenOf } from '../platform/findings/testing/findings-database.ts'
import { manyFindings } from '../platform/findings/testing/many-findings.ts'
import { testDatabase } from '../platform/store/testing/index.ts'
import type { Bench } from './bench.ts'

export const bench: Bench = {
  name: 'bulk',
  summary:
    'A decision about all findings of a query: carried out by its job, and undone. One worker; PostgreSQL shares this machine.',
  async run({ scale, log }) {
    const chosen = Math.max(500, Math.round(100_000 * scale))
    const others = Math.max(500, Math.round(400_000 * scale))
    const ends: (() => unknown)[] = []
    try {
      const { database, admin, tenant } = await testDatabase(
        { after: (end) => ends.unshift(end) },
        { parts: platformParts().filter(({ part }) => part !== 'store') },
      )
      const content = contentOf([wardenOf()], [checkOf(locked), checkOf(shut)])
      await database.asPlatform((tx) => syncContent(tx, [content]))
      await database.asPlatform((tx) => numberJudges(tx, [content]))
      const tenantId = await tenant('Bench')
      const inTenant = <T>(work: (tx: TenantTransaction) => Promise<T>) =>
        database.asTenant(tenantId, (tx) => work(tx as unknown as TenantTransaction), { timeoutMs: 600_000 })
      await inTenant((tx) =>
        tx.query(`insert into network (tenant_id, public_id, name, is_default) values ($1, $2, 'Default', true)`, [
          tenantId,
          newPublicId('net'),
        ]),
      )
      await inTenant((tx) => manyFindings(tx, chosen, 'chosen'))
      await inTenant((tx) => manyFindings(tx, others, 'other'))
      await admin.query('analyze')
      log(`${chosen + others} findings`)
      const [acceptMany, undoMany] = platformJobs([]) as [JobKind, JobKind]
      const by = 'per_bench'
      const { id } = await inTenant(async (tx) => {
        const selection = { q: 'asset.name:chosen-* and status:open', now: Date.now(), upTo: await newestFinding(tx) }
        const request = { reason: 'false-positive', justification: 'A bench.' } as const
        return keepSelection(tx, selection, request, by, new Date().toISOString())
      })
      const job = (args: object): RunningJob<never> => ({
        tenantId,
        id: 'job_bench',
        args: args as never,
        attempt: 1,
        stop: new AbortController().signal,
        inTenant,
        progress: () => {},
      })
      const args = { exception: id, by, findings: chosen }
      const time = async (kind: JobKind, disposition: string) => {
        const started = performance.now()
        await kind.run(job(args))
        const seconds = (performance.now() - started) / 1000
        const { rows } = await admin.query<{ n: number }>(
          `select count(*)::int as n from holdfast.finding f join holdfast.asset a using (tenant_id, asset_id)
            where a.name like 'chosen-%' and f.disposition = $1`,
          [disposition],
        )
        if (rows[0]!.n !== chosen) throw new Error(`${rows[0]!.n} of ${chosen} findings are ${disposition}`)
        return seconds
      }
      const accepted = await time(acceptMany, 'false-positive')
      await inTenant((tx) => beginUndo(tx, { id, by }, new Date().toISOString()))
      const undone = await time(undoMany, 'none')
      const note = `${chosen} of ${chosen + others} findings of one tenant`
      return [
        { what: 'decision about many findings', value: accepted, unit: 's', atMost: 20, note },
        { what: 'the same undone', value: undone, unit: 's', atMost: 20, note },
      ]
    } finally {
      for (const end of ends) await end()
    }
  },
}
