import type { ScannedHost, VerbContext, World } from '@holdfast/platform/contract'
import {
  collectFacts,
  judgeFacts,
  openTarget,
  type ScanResult,
  showProgress,
  type Target,
} from '@holdfast/platform/scanning'
import { type AllParts, allParts } from './all-parts.ts'
import { assessAll, placeOf, runScan } from './run-scan.ts'
import { scanRecording } from './scan-recording.ts'

/** Scans one host and writes the result; gives the exit status. */
export async function run(context: VerbContext): Promise<number> {
  const all = await allParts()
  return runScan(context, all.parts, async () => {
    const recording = context.options.recording as string | undefined
    if (recording !== undefined) return scanRecording(recording, context, all)
    const redaction = Object.assign({}, ...all.parts.map((part) => part.redaction))
    const target = await openTarget(context, redaction)
    try {
      const result = await scan(target, context, all)
      await target.recorded?.save()
      return result
    } finally {
      await target.world.close()
    }
  })
}

async function scan({ world }: Target, context: VerbContext, all: AllParts): Promise<ScanResult> {
  const contents = await all.contents((await placeOf(context)).home)
  const progress = showProgress(context)
  const collected = await collectFacts(await all.edges(), world, context.stop, progress.step)
  progress.end()
  const now = world.clock.now()
  const host = describe(all, world, collected.facts, now)
  // An image is judged as the host it would be: what only lives there is not assessed, and said so.
  const judgement = judgeFacts(contents, { kind: 'host', name: host.name }, collected, now)
  const scanned = { facts: collected.facts, listed: [], distribution: undefined }
  const assessment = await assessAll(all.parts, scanned, context)
  const target = { kind: 'host', name: host.name, seenAs: host.seenAs, scannedAt: now } as const
  const counted = all.parts.flatMap((part) => part.counted ?? [])
  return { target, host, counted, collected, judgement, assessment }
}

function describe(
  { parts }: AllParts,
  world: World,
  facts: Parameters<NonNullable<(typeof parts)[number]['describe']>>[0],
  now: string,
): ScannedHost {
  for (const part of parts) {
    const host = part.describe?.(facts, world.name, now)
    if (host !== undefined) return host
  }
  const unknown = { operatingSystem: undefined, kernel: undefined, machine: undefined, machineId: undefined }
  return { name: world.name, seenAs: world.name, ...unknown, scannedAt: now }
}
