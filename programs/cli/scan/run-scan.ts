import type {
  ContentPlace,
  ScannedContent,
  ScanPart,
  Severity,
  SoftwareAssessment,
  VerbContext,
} from '@holdfast/platform/contract'
import {
  type Collected,
  exitStatus,
  ScanError,
  type ScanResult,
  statusOf,
  tableOptions,
  writeResult,
} from '@holdfast/platform/scanning'
import { applyVex, readVexFiles, vexLines } from './apply-vex.ts'

export const nothingCollected: Collected = { facts: [], problems: [], failed: 0 }
export const nothingJudged: ScanResult['judgement'] = { findings: [], notAssessed: [], passed: 0, checks: 0 }

/** What content from outside says of software, of all apps that say anything. */
export async function assessAll(
  parts: readonly ScanPart[],
  scanned: ScannedContent,
  context: VerbContext,
): Promise<SoftwareAssessment> {
  const all: SoftwareAssessment[] = []
  const place = await placeOf(context)
  for (const part of parts) {
    const assessment = await withContent(() => part.assess?.(scanned, place))
    if (assessment !== undefined) all.push(assessment)
  }
  return {
    software: all.flatMap(({ software }) => software),
    findings: all.flatMap(({ findings }) => findings),
    excepted: all.flatMap(({ excepted }) => excepted),
    notAssessed: all.flatMap(({ notAssessed }) => notAssessed),
    feeds: all.flatMap(({ feeds }) => feeds),
  }
}

/** Where the content is that this command line names. */
export async function placeOf({ options, environment }: VerbContext): Promise<ContentPlace> {
  // The store is large, and only the home directory of whoever sets none is asked of it.
  const home = environment.HOLDFAST_HOME ?? (await import('@holdfast/platform/store')).homePath(environment)
  return { home, feeds: options.feed as string | undefined }
}

/** Content that cannot be read is told in one line. */
export async function withContent<T>(work: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    const { name, message } = error as Error
    if (['ContentError', 'LibraryError', 'FeedError'].includes(name)) throw new ScanError(message, exitStatus.usage)
    throw error
  }
}

/** Does a scan, writes its result, and gives the exit status. */
export async function runScan(
  context: VerbContext,
  parts: readonly ScanPart[],
  scan: () => Promise<ScanResult>,
): Promise<number> {
  return explained(context, async () => {
    const documents = await readVexFiles(context)
    const result = applyVex(await scan(), documents)
    for (const line of vexLines(result, documents)) context.say(line)
    const form = (context.options.output as string | undefined) ?? 'table'
    await context.out(writeResult(form, result, tableOptions(context)))
    const essential = new Set(parts.flatMap((part) => part.essential ?? []))
    return statusOf(result, context.options['fail-on'] as Severity | undefined, essential)
  })
}

/** Expected failures are one line for people. */
export async function explained(context: VerbContext, work: () => Promise<number>): Promise<number> {
  try {
    return await work()
  } catch (error) {
    if (context.stop.aborted) return exitStatus.interrupted
    if (!(error instanceof ScanError)) throw error
    context.say(`holdfast: ${error.message}`)
    return error.status
  }
}
