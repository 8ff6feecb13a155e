import { createHash } from 'node:crypto'
import type { Report } from '@holdfast/kit/reports'
import type {
  AssetKind,
  Severity,
  StatedAs,
  StatedAsset,
  StateFacts,
  TenantTransaction,
} from '@holdfast/platform/contract'
import { assetMeant } from '@holdfast/platform/intake'
import { ownChecksScope } from '../../engine/reported/reports.ts'
import { type StatedReport, stateReport } from '../../engine/reported/state-report.ts'
import { subjectOf } from '../../engine/reported/subject-of.ts'
import { reportedFact } from '../../facts/reported.ts'
import { assetsAt } from './assets-at.ts'
import { assetsOfReport } from './list-reports.ts'

export interface ImportingReport {
  readonly name: string
  /** Public id or name of what findings are about that name nothing; made where it is new. */
  readonly asset?: string
  /** What it is where it is new. */
  readonly kind: AssetKind
  readonly from: Severity
  readonly observedAt: string
  /** The report covers all that earlier ones of its name did: what it does not name has none of it any more. */
  readonly whole: boolean
}

export type ReportProblem = 'newer-known' | 'no-asset' | 'name-taken'

/** A report that cannot be taken as it is; what it says is for people. */
export class ReportError extends Error {
  override readonly name = 'ReportError'
  readonly problem: ReportProblem

  constructor(problem: ReportProblem, message: string) {
    super(message)
    this.problem = problem
  }
}

export interface ImportedReport extends Omit<StatedReport, 'assets'> {
  readonly assets: readonly StatedAs[]
  /** Assets that an earlier report named and this one, which is whole, does not. */
  readonly cleared: number
}

const shortest = 300

/**
 * Stores what a report says as facts of the assets that it names: the same report twice changes nothing. Throws ReportError, StatementError; then nothing is to be kept.
 */
export async function importReport(
  tx: TenantTransaction,
  stateFacts: StateFacts,
  report: Report,
  options: ImportingReport,
): Promise<ImportedReport> {
  const { name, observedAt, from, whole } = options
  if (name === ownChecksScope)
    throw new ReportError('name-taken', `“${name}” is what checks of your own find: call it otherwise`)
  const known = await assetsOfReport(tx, name)
  const newer = known.find((one) => one.observedAt > observedAt)
  if (newer !== undefined)
    throw new ReportError('newer-known', `a newer report "${name}" is known, of ${newer.observedAt}`)
  const about = options.asset === undefined ? undefined : await assetMeant(tx, options.asset, options.kind)
  const addresses = report.findings.flatMap((finding) => subjectOf(report.format, finding)?.address ?? [])
  const byAddress = await assetsAt(tx, [...new Set(addresses)])
  const stated = stateReport(report, { name, from, byAddress, shorten, ...(about && { about }) })
  const { assets, ...counts } = stated
  if (stated.homeless.length > 0)
    throw new ReportError(
      'no-asset',
      `${stated.homeless.length} findings name no machine, such as "${stated.homeless[0]!.title}": say which asset they are about`,
    )
  const answer = await stateFacts(tx, { source: sourceOf(name), observedAt, assets })
  const named = new Set(answer.map(({ asset }) => asset))
  const gone = whole ? known.filter(({ id }) => !named.has(id)) : []
  await stateFacts(tx, { source: sourceOf(name), observedAt, assets: gone.map((one) => nothingOf(name, one)) })
  return { ...counts, assets: answer, cleared: gone.length }
}

/** Takes back all that reports of a name say. Answers with the number of assets; 0 where there is no such report. */
export async function removeReport(
  tx: TenantTransaction,
  stateFacts: StateFacts,
  name: string,
  observedAt: string,
): Promise<number> {
  const known = name === ownChecksScope ? [] : await assetsOfReport(tx, name)
  if (known.length > 0)
    await stateFacts(tx, { source: sourceOf(name), observedAt, assets: known.map((one) => nothingOf(name, one)) })
  return known.length
}

function sourceOf(name: string): string {
  return `Report ${name}`
}

function nothingOf(name: string, { id, kind, name: called }: { id: string; kind: string; name: string }): StatedAsset {
  return {
    ref: id,
    asset: id,
    kind: kind as AssetKind,
    name: called,
    identifiers: [],
    facts: [{ type: reportedFact, scope: name, complete: true, items: [] }],
  }
}

function shorten(key: string): string {
  if (key.length <= shortest) return key
  return `${key.slice(0, shortest - 50)}#${createHash('sha256').update(key).digest('hex').slice(0, 40)}`
}
