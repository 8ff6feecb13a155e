import type { Check, TenantTransaction, Verdict } from '../contract/index.ts'
import { wordsOf } from './app-content.ts'
import { checkRow, type NumberedJudge } from './sync-content.ts'

/** The judge together with the checks from feeds that its verdicts name: with their words and numbers, which are made where they are new. */
export async function withOpenChecks(
  tx: TenantTransaction,
  ready: NumberedJudge,
  verdicts: readonly Verdict[],
): Promise<NumberedJudge> {
  const named = new Map<Check['id'], Check>()
  for (const { check } of verdicts) {
    const words = ready.checks.has(check) ? undefined : wordsOf(ready, check)
    if (words) named.set(check, words)
  }
  if (named.size === 0) return ready
  const rows = [...named.values()].map((check) => checkRow(ready, check))
  const { rows: numbers } = await tx.query<{ id: string; no: number }>(
    'select id, no from content_name_checks($1, $2, $3)',
    [ready.judge.id.split('.', 1)[0], ready.judge.id, JSON.stringify(rows)],
  )
  return {
    ...ready,
    checks: new Map([...ready.checks, ...named]),
    checkNumbers: new Map([...ready.checkNumbers, ...numbers.map(({ id, no }) => [id, no] as const)]),
  }
}
