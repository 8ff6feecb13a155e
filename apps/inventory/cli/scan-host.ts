import { loadAppContent } from '@holdfast/platform/content'
import { type Severity, severityLevel, type VerbContext, type World } from '@holdfast/platform/contract'
import { edge } from '../edge.ts'
import { server } from '../server.ts'
import { collectFacts } from './collect-facts.ts'
import { judgeFacts } from './judge-facts.ts'
import { openTarget, type Target } from './open-target.ts'
import { describeHost } from './scan-document.ts'
import { exitStatus, ScanError } from './scan-error.ts'
import { showProgress } from './show-progress.ts'
import { type Result, writeResult } from './write-result.ts'

/** Scans one host and writes the result; gives the exit status. */
export async function run(context: VerbContext): Promise<number> {
  let target: Target | undefined
  try {
    target = await openTarget(context)
    const result = await scan(target.world, context)
    await target.recorded?.save()
    const form = (context.options.output as string | undefined) ?? 'table'
    await context.out(writeResult(form, result, tableOptions(context)))
    return statusOf(result, context.options['fail-on'] as Severity | undefined)
  } catch (error) {
    if (context.stop.aborted) return exitStatus.interrupted
    if (!(error instanceof ScanError)) throw error
    context.say(`holdfast: ${error.message}`)
    return error.status
  } finally {
    await target?.world.close()
  }
}

async function scan(world: World, context: VerbContext): Promise<Result> {
  const content = await loadAppContent(server)
  const progress = showProgress(context)
  const collected = await collectFacts(edge, world, context.stop, progress.step)
  progress.end()
  const now = world.clock.now()
  const host = describeHost(collected, world.name, now)
  // An image is judged as the host it would be: what only lives there is not assessed, and said so.
  const judgement = judgeFacts(content, { kind: 'host', name: host.name }, collected, now)
  return { host, collected, judgement }
}

/** Findings win over partial results; "clean" is said only where something was looked at. */
function statusOf({ host, collected, judgement }: Result, failOn: Severity | undefined): number {
  const limit = failOn && severityLevel(failOn)
  if (limit !== undefined && judgement.findings.some(({ severity }) => severityLevel(severity) >= limit))
    return exitStatus.findings
  const packages = collected.facts.some(({ fact, items }) => fact === 'inventory.package' && items.size > 0)
  if (!packages && host.operatingSystem === undefined) return exitStatus.nothing
  return collected.failed > 0 ? exitStatus.partial : exitStatus.ok
}

function tableOptions({ environment }: VerbContext): { width: number; colour: boolean } {
  const terminal = process.stdout.isTTY === true
  const plain = environment.NO_COLOR !== undefined || environment.TERM === 'dumb'
  return { width: terminal ? Math.max(process.stdout.columns ?? 100, 60) : 160, colour: terminal && !plain }
}
