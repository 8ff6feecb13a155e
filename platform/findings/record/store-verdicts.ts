import { digestOf, type NumberedJudge } from '../../content/index.ts'
import { type Instant, severityLevel, type TenantTransaction, type Verdict } from '../../contract/index.ts'
import { announce } from '../announce.ts'
import { bindOpened, releaseChangedEvidence } from '../exceptions/bind.ts'
import { redecide } from '../exceptions/redecide.ts'
import { applySight, type Change, type Step } from '../life-cycle/apply-sight.ts'
import type { Reach, Sight, Test } from '../life-cycle/finding-state.ts'
import { type ReadVerdicts, readVerdicts } from '../life-cycle/read-verdicts.ts'
import { type Assessment, holdAssessment, testOf, touchAssessment, writeAssessment } from './assessment.ts'
import { cleanVerdicts } from './clean-verdicts.ts'
import { loadFindings, type StoredFinding } from './load-findings.ts'
import { insertFindings, updateFindings } from './write-findings.ts'
import { writeNotAssessed } from './write-not-assessed.ts'
import { type Told, writeTransitions } from './write-transitions.ts'

/** The verdicts of one judge on one asset. */
export interface VerdictBatch {
  readonly asset: { readonly assetId: number; readonly publicId: string }
  readonly judge: NumberedJudge
  readonly verdicts: readonly Verdict[]
  /** When it was judged. Batches with one time are one test; one that is older than what is known changes nothing. */
  readonly testedAt: Instant
  /** When what was judged had been observed; `testedAt` unless told. */
  readonly observedAt?: Instant
  /** How far the test looked; `privileged` unless told. */
  readonly reach?: Reach
}

export interface StoredVerdicts {
  /** `unchanged`: nothing but the assessment moved. `late`: a newer test is known, and nothing moved. */
  readonly outcome: 'stored' | 'unchanged' | 'late'
  /** How many findings went through each kind of change. */
  readonly changes: Readonly<Partial<Record<Change['kind'], number>>>
}

/**
 * Stores what a judge found: findings live on, open or close, evidence and history are kept, exceptions are bound and released, and followers are told.
 * A constant number of statements, however many verdicts; one row where nothing changed. The same batch twice changes nothing. Throws where a verdict is
 * of a check that the judge does not answer.
 */
export async function storeVerdicts(tx: TenantTransaction, batch: VerdictBatch): Promise<StoredVerdicts> {
  const { judge, testedAt, asset } = batch
  const name = judge.judge.id
  const observedAt = batch.observedAt ?? testedAt
  const verdicts = cleanVerdicts(batch.verdicts)
  const read = readVerdicts(judge.judge.checks, verdicts, judge.judge.open?.coveredBy)
  const digest = digestOf({ verdicts: verdicts.map((verdict) => digestOf(verdict)).sort(), reach: batch.reach })
  const last = await holdAssessment(tx, asset.assetId, name, judge.basisNo)
  const test = testOf(last, { testedAt, observedAt, reach: batch.reach ?? 'privileged' })
  if (!test) return { outcome: 'late', changes: {} }
  if (isKnown(last, judge, digest, test)) {
    if (!test.continued) await touchAssessment(tx, asset.assetId, name, test, observedAt)
    return { outcome: 'unchanged', changes: {} }
  }
  const moved = await storeFindings(tx, batch, read, test)
  const notAssessed = numbered(judge, read.notAssessed)
  const answered = numbers(judge, read.answered)
  const listed = await writeNotAssessed(
    tx,
    { assetId: asset.assetId, judge: name, at: testedAt, answered: test.continued ? answered : undefined },
    test.continued ? notAssessed.filter(({ checkNo }) => answered.includes(checkNo)) : notAssessed,
  )
  await writeAssessment(tx, {
    assetId: asset.assetId,
    judge: name,
    basisNo: judge.basisNo,
    test,
    observedAt,
    verdictsDigest: digest,
    settled: moved.settled && !test.continued,
    passed: numbers(judge, read.passed),
    notApplicable: numbers(judge, read.notApplicable),
    answered,
  })
  await announce(tx, asset, moved.told, { assessed: listed || last.tests === 0 })
  return { outcome: 'stored', changes: count(moved.told) }
}

/** True where the batch says what was stored last, and a further test of the same would move no finding. */
function isKnown(last: Assessment, judge: NumberedJudge, digest: string, test: Test): boolean {
  if (last.basisNo !== judge.basisNo || last.verdictsDigest !== digest) return false
  return test.continued || last.settled || !test.fresh
}

interface Moved {
  readonly told: readonly (Told & { readonly publicId: string; readonly check: string; readonly place: string })[]
  readonly settled: boolean
}

async function storeFindings(
  tx: TenantTransaction,
  batch: VerdictBatch,
  read: ReadVerdicts,
  test: Test,
): Promise<Moved> {
  const { judge, asset } = batch
  const { assetId } = asset
  const failing = new Map(numbered(judge, read.failing).map((verdict) => [key(verdict), verdict]))
  const stored = await loadFindings(tx, assetId, judge.judge.id, [...failing.values()], test)
  const known = new Set(stored.map(key))
  const steps = stored.map((finding) => {
    const verdict = failing.get(key(finding))
    const sight = verdict ? found(judge, verdict) : read.sightOf(finding.check as Verdict['check'], finding.place)
    return { finding, verdict, step: applySight(finding.state, sight, test) }
  })
  const opened = [...failing.values()].flatMap((verdict) => {
    if (known.has(key(verdict))) return []
    const { state } = applySight(undefined, found(judge, verdict), test)
    return state ? [{ ...verdict, state, evidence: verdict.because, fix: verdict.fix }] : []
  })
  const ids = await insertFindings(tx, assetId, judge.basisNo, opened)
  const changed = steps.filter((each) => isChanged(each))
  await updateFindings(
    tx,
    judge.basisNo,
    test.testedAt,
    changed.map(({ finding, verdict, step }) => ({
      findingId: finding.findingId,
      state: step.state!,
      ...(step.state?.evidence !== finding.state.evidence && { evidence: verdict?.because }),
      fix: verdict ? (verdict.fix ?? null) : finding.fix,
    })),
  )
  const told = [
    ...opened.map(({ check, place, state, evidence }, index) => {
      const changes: Change[] = [{ kind: 'opened' }]
      return { ...ids[index]!, check, place, state, evidence, changes, disposition: 'none' as const }
    }),
    ...changed.map(({ finding, verdict, step }) => ({
      ...finding,
      state: step.state!,
      evidence: verdict?.because ?? finding.evidence,
      changes: step.changes,
    })),
  ]
  await writeTransitions(tx, judge.basisNo, test.testedAt, told)
  await applyExceptions(tx, batch, told)
  const live = [...opened.map(({ state }) => state), ...steps.map(({ step }) => step.state!)]
  const settled = live.every((state) => state.status === 'active' || state.status === 'fixed' || !state.countingFrom)
  return { told, settled }
}

/** Evidence that moved releases exceptions that were bound to it; what opened falls under those whose scope it is in. */
async function applyExceptions(tx: TenantTransaction, batch: VerdictBatch, told: Moved['told']): Promise<void> {
  const ids = (...kinds: Change['kind'][]) =>
    told.filter(({ changes }) => changes.some(({ kind }) => kinds.includes(kind))).map(({ findingId }) => findingId)
  const opened = ids('opened', 'reopened', 'corrected')
  const released = await releaseChangedEvidence(tx, ids('evidence'), batch.testedAt)
  const bound = await bindOpened(tx, opened, batch.testedAt)
  await redecide(tx, [...new Set([...released, ...bound])], batch.testedAt, { because: 'evidence' })
}

function isChanged({
  finding,
  verdict,
  step,
}: {
  finding: StoredFinding
  verdict: Verdict | undefined
  step: Step
}): boolean {
  if (step.changes.length > 0 || step.state?.reach !== finding.state.reach) return true
  return verdict !== undefined && (verdict.fix ?? null) !== finding.fix
}

function found(judge: NumberedJudge, verdict: Verdict): Sight {
  const severity = verdict.severity ?? judge.checks.get(verdict.check)?.severity ?? 'info'
  return { kind: 'found', severity: severityLevel(severity), evidence: digestOf(verdict.because) }
}

function numbered<T extends { readonly check: string }>(judge: NumberedJudge, values: readonly T[]) {
  return values.map((value) => ({ ...value, checkNo: judge.checkNumbers.get(value.check)! }))
}

function numbers(judge: NumberedJudge, checks: readonly string[]): number[] {
  return checks.map((check) => judge.checkNumbers.get(check)!).sort((a, b) => a - b)
}

function key({ check, place }: { readonly check: string; readonly place: string }): string {
  return `${check} ${place}`
}

function count(told: Moved['told']): StoredVerdicts['changes'] {
  const counts: Partial<Record<Change['kind'], number>> = {}
  for (const { changes } of told) for (const { kind } of changes) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}
