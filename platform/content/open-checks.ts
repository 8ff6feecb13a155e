import type { Check, TenantTransaction, Verdict } from '../contract/index.ts'
import type { Transaction } from '../store/index.ts'
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
  const numbers = await nameChecks(tx, ready, [...named.values()])
  return {
    ...ready,
    checks: new Map([...ready.checks, ...named]),
    checkNumbers: new Map([...ready.checkNumbers, ...numbers.map(({ id, no }) => [id, no] as const)]),
  }
}

const batch = 1000

/** Inside asPlatform: makes the words of all checks from feeds that were ever met say what the feeds say now. */
export async function refreshOpenChecks(tx: Transaction, judges: readonly NumberedJudge[]): Promise<void> {
  for (const ready of judges.filter(({ judge }) => judge.open)) {
    for (let after = ''; ; ) {
      const { rows } = await tx.query<{ id: Check['id'] }>(
        'select id from check_definition where from_feed and judge = $1 and id > $2 order by id limit $3',
        [ready.judge.id, after, batch],
      )
      const checks = rows.flatMap(({ id }) => wordsOf(ready, id) ?? [])
      if (checks.length > 0) await nameChecks(tx, ready, checks)
      if (rows.length < batch) break
      after = rows.at(-1)!.id
    }
  }
}

/** Their numbers; those that are new get one. */
async function nameChecks(
  tx: Pick<TenantTransaction, 'query'>,
  ready: NumberedJudge,
  checks: readonly Check[],
): Promise<readonly { readonly id: string; readonly no: number }[]> {
  const { rows } = await tx.query<{ id: string; no: number }>('select id, no from content_name_checks($1, $2, $3)', [
    ready.judge.id.split('.', 1)[0],
    ready.judge.id,
    JSON.stringify(checks.map((check) => checkRow(ready, check))),
  ])
  return rows
}
