import { type Check, severityLevel } from '../contract/index.ts'
import type { Transaction } from '../store/index.ts'
import type { AppContent, ReadyJudge } from './app-content.ts'
import { digestOf } from './content-digest.ts'

/** How far the origin of content is proven. Shown as it is, never better. */
export type Provenance = 'own' | 'signature' | 'checksum' | 'tls'

/**
 * Makes the tables say what the program brought along, inside asPlatform. Answers with the judges whose verdicts may be others now than when they last
 * judged, or that are new: what is stored is to be judged again by them.
 */
export async function syncContent(tx: Transaction, contents: readonly AppContent[]): Promise<readonly string[]> {
  const changed: string[] = []
  for (const content of contents) {
    const checks = content.judges.flatMap((ready) => [...ready.checks.values()].map((check) => checkRow(ready, check)))
    const judges = content.judges.map(({ judge, digest }) => ({ judge: judge.id, version: judge.version, digest }))
    const { rows } = await tx.query<{ judge: string }>('select judge from content_sync($1, $2, $3, $4, $5, $6)', [
      content.app,
      content.digest,
      'own' satisfies Provenance,
      'part of this program',
      JSON.stringify(checks),
      JSON.stringify(judges),
    ])
    changed.push(...rows.map(({ judge }) => judge))
  }
  return changed
}

/** A check as a row of the table. */
export function checkRow(ready: ReadyJudge, check: Check) {
  const { id, title, category, lifecycle } = check
  const severity = severityLevel(check.severity)
  return { id, judge: ready.judge.id, title, severity, category, lifecycle, definition: check, digest: digestOf(check) }
}

/** A judge with the numbers that the tables have for it and its checks. */
export interface NumberedJudge extends ReadyJudge {
  readonly basisNo: number
  readonly checkNumbers: ReadonlyMap<string, number>
}

/** Looks up the numbers after syncContent. Throws where the content was not synced. */
export async function numberJudges(
  tx: Transaction,
  contents: readonly AppContent[],
): Promise<readonly NumberedJudge[]> {
  const { rows: bases } = await tx.query<{ judge: string; digest: string; no: number }>(
    'select judge, digest, basis_no as no from judge_basis',
  )
  const { rows: checks } = await tx.query<{ id: string; no: number }>(
    'select id, check_no as no from check_definition where not from_feed',
  )
  const numbers = new Map(checks.map(({ id, no }) => [id, no]))
  return contents.flatMap(({ judges }) =>
    judges.map((ready) => {
      const basis = bases.find(({ judge, digest }) => judge === ready.judge.id && digest === ready.digest)
      if (!basis) throw new Error(`the content of ${ready.judge.id} is not in the database: syncContent comes first`)
      const own = new Map([...ready.checks.keys()].map((id) => [id as string, numbers.get(id) as number]))
      return { ...ready, basisNo: basis.no, checkNumbers: own }
    }),
  )
}
