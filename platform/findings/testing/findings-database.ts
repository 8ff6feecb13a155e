import {
  type AppContent,
  contentDigest,
  contentPart,
  judgingDigest,
  type NumberedJudge,
  numberJudges,
  syncContent,
} from '../../content/index.ts'
import type { Check, CheckId, Judge, JudgeInput, Severity, TenantTransaction, Verdict } from '../../contract/index.ts'
import { outboxPart } from '../../outbox/index.ts'
import { newPublicId } from '../../store/index.ts'
import { type TestDatabase, testDatabase } from '../../store/testing/index.ts'
import { findingsPart } from '../index.ts'

/** What the platform's tests of findings need: a database with content of a made-up app, and assets. */
export interface FindingsDatabase extends TestDatabase {
  inTenant<T>(tenantId: number, work: (tx: TenantTransaction) => Promise<T>): Promise<T>
  asset(tenantId: number, name?: string): Promise<{ assetId: number; publicId: string }>
  /** Makes the judge known, as a server does at its start. */
  judge(judge: Judge, checks?: readonly Check[]): Promise<NumberedJudge>
  /** The same for several judges of one app. */
  judges(judges: readonly Judge[]): Promise<readonly NumberedJudge[]>
}

/** The parts before findings, in their order. */
export const partsBefore = [
  outboxPart,
  { part: 'assets', folder: new URL('../../assets/sql/', import.meta.url) },
  contentPart,
] as const

export async function findingsDatabase(t: { after(fn: () => unknown): void }): Promise<FindingsDatabase> {
  const made = await testDatabase(t, { parts: [...partsBefore, findingsPart] })
  const { database } = made
  return {
    ...made,
    inTenant: (tenantId, work) => database.asTenant(tenantId, (tx) => work(tx as unknown as TenantTransaction)),
    asset: (tenantId, name = 'host-1') =>
      database.asTenant(tenantId, async (tx) => {
        const network = await tx.first<{ id: number }>(
          `with made as (insert into network (tenant_id, public_id, name, is_default) values ($1, $2, 'Default', true)
                         on conflict do nothing returning network_id)
           select network_id as id from made union all select network_id from network where tenant_id = $1 limit 1`,
          [tenantId, newPublicId('net')],
        )
        const publicId = newPublicId('ast')
        const asset = await tx.first<{ id: number }>(
          `insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
           values ($1, $2, $3, 'host', $4, now(), now()) returning asset_id as id`,
          [tenantId, publicId, network!.id, name],
        )
        return { assetId: asset!.id, publicId }
      }),
    judge: async (judge, checks = judge.checks.map((id) => checkOf(id))) =>
      (await know(contentOf([judge], checks)))[0]!,
    judges: (judges) => {
      const checks = judges.flatMap((judge) => judge.checks.map((id) => checkOf(id)))
      return know(contentOf(judges, checks))
    },
  }

  async function know(content: AppContent): Promise<readonly NumberedJudge[]> {
    await database.asPlatform((tx) => syncContent(tx, [content]))
    return database.asPlatform((tx) => numberJudges(tx, [content]))
  }
}

export function contentOf(judges: readonly Judge[], checks: readonly Check[]): AppContent {
  const byId = new Map(checks.map((check) => [check.id, check]))
  return {
    app: 'doors',
    checks: byId,
    judges: judges.map((judge) => {
      const own = new Map(judge.checks.map((id) => [id, byId.get(id)!]))
      return { judge, checks: own, content: undefined, digest: judgingDigest(judge, own.values(), '') }
    }),
    digest: contentDigest(checks, judges, ''),
  }
}

export function checkOf(id: CheckId, severity: Severity = 'high'): Check {
  return {
    id,
    title: `Check ${id}`,
    severity,
    category: 'doors',
    why: 'Because.',
    remedy: { words: 'Do it.' },
    source: [{ title: 'Own requirement' }],
    since: '2026-11-22',
    lifecycle: 'stable',
  }
}

export const locked = 'doors.every-door-is-locked' as const
export const shut = 'doors.every-window-is-shut' as const

export function wardenOf(change: Partial<Judge> = {}): Judge {
  return {
    id: 'doors.warden',
    version: 1,
    about: ['host'],
    reads: ['doors.door'],
    checks: [locked, shut],
    judge: (_: JudgeInput): readonly Verdict[] => [],
    ...change,
  }
}

export function verdict(
  check: CheckId,
  outcome: Verdict['outcome'],
  place = '',
  summary = `${outcome} at ${place}`,
  severity?: Severity,
): Verdict {
  return { check, place, outcome, because: { summary }, ...(severity && { severity }) }
}

/** Hours after an arbitrary midnight. */
export function at(hour: number): string {
  return new Date(Date.UTC(2026, 0, 1, 0, 0, 0, Math.round(hour * 3_600_000))).toISOString()
}
