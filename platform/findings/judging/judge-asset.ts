import { type NumberedJudge, verdictProblems, withOpenChecks, wordsOf } from '../../content/index.ts'
import type { Instant, JudgeInput, KnownFacts, KnownProblem, TenantTransaction, Verdict } from '../../contract/index.ts'
import { storeVerdicts } from '../record/store-verdicts.ts'

/** What is known of an asset. */
export interface Knowledge {
  readonly facts: readonly KnownFacts[]
  readonly problems: readonly KnownProblem[]
}

/** Reads what is known of an asset for the facts named: the best informed source per fact and scope. */
export type LoadKnowledge = (tx: TenantTransaction, assetId: number, facts: readonly string[]) => Promise<Knowledge>

export interface AssetToJudge {
  readonly assetId: number
  readonly publicId: string
  readonly kind: JudgeInput['asset']['kind']
  readonly name: string
}

export interface JudgedAssetReport {
  readonly judge: string
  /** Why the judge gave no usable answer. Its checks are stored as errors, never as clean. */
  readonly error?: unknown
}

/** Judges an asset by several judges and stores the verdicts. The facts are read once. A judge that throws spoils its own checks only. */
export async function judgeAsset(
  tx: TenantTransaction,
  asset: AssetToJudge,
  judges: readonly NumberedJudge[],
  load: LoadKnowledge,
  now: Instant,
): Promise<readonly JudgedAssetReport[]> {
  const possible = judges.filter(({ judge }) => judge.about.includes(asset.kind))
  if (possible.length === 0) return []
  const known = await load(tx, asset.assetId, [...new Set(possible.flatMap(({ judge }) => judge.reads))])
  const mine = possible.filter(({ judge: { needs } }) => !needs || known.facts.some(({ fact }) => needs.includes(fact)))
  const lastTests = await readLastTests(tx, asset.assetId)
  const reports: JudgedAssetReport[] = []
  for (const ready of mine) {
    const reads = new Set<string>(ready.judge.reads)
    const facts = known.facts.filter(({ fact }) => reads.has(fact))
    const problems = known.problems.filter(({ fact }) => reads.has(fact))
    const { verdicts, error } = ask(ready, { asset, facts, problems, now })
    const last = lastTests.get(ready.judge.id)
    await storeVerdicts(tx, {
      asset,
      judge: await withOpenChecks(tx, ready, verdicts),
      verdicts,
      testedAt: last !== undefined && last >= now ? justAfter(last) : now,
      ...observed(facts, now),
    })
    reports.push({ judge: ready.judge.id, ...(error !== undefined && { error }) })
  }
  return reports
}

function ask(
  ready: NumberedJudge,
  { asset, facts, problems, now }: Pick<JudgeInput, 'facts' | 'problems' | 'now'> & { asset: AssetToJudge },
): { verdicts: readonly Verdict[]; error?: unknown } {
  const { judge, checks, content } = ready
  try {
    const verdicts = judge.judge({
      asset: { kind: asset.kind, name: asset.name },
      facts,
      problems,
      checks,
      content,
      now,
    })
    const foreign = verdicts.find(({ check }) => !wordsOf(ready, check))
    if (foreign) throw new Error(verdictProblems(ready, [foreign]).join('; '))
    return { verdicts }
  } catch (error) {
    const summary = `The judge ${judge.id} failed: ${error instanceof Error ? error.message : String(error)}`
    return {
      verdicts: judge.checks.map((check) => ({ check, place: '', outcome: 'error', because: { summary } })),
      error,
    }
  }
}

/** The newest observation that was judged; one that claims to be from the future counts as of now. */
function observed(facts: readonly KnownFacts[], now: Instant): { observedAt: Instant } | Record<string, never> {
  const newest = facts
    .map(({ observedAt }) => observedAt)
    .sort()
    .at(-1)
  if (newest === undefined) return {}
  return { observedAt: newest < now ? newest : now }
}

async function readLastTests(tx: TenantTransaction, assetId: number): Promise<ReadonlyMap<string, Instant>> {
  const { rows } = await tx.query<{ judge: string; testedAt: Instant }>(
    'select judge, tested_at as "testedAt" from assessment where tenant_id = $1 and asset_id = $2 and tests > 0',
    [tx.tenantId, assetId],
  )
  return new Map(rows.map(({ judge, testedAt }) => [judge, testedAt]))
}

/** Two judgements are two tests, also within a millisecond or after the clock was set back. */
function justAfter(instant: Instant): Instant {
  return new Date(Date.parse(instant) + 1).toISOString()
}
