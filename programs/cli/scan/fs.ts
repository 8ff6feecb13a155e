import { resolve } from 'node:path'
import type { ListedSoftware, ScannedContent, VerbContext, World } from '@holdfast/platform/contract'
import { collectFacts, openFolder, type ScanResult, showProgress } from '@holdfast/platform/scanning'
import { type AllParts, allParts } from './all-parts.ts'
import { assessAll, nothingJudged, runScan } from './run-scan.ts'

/** Scans a directory and writes the result; gives the exit status. */
export async function run(context: VerbContext): Promise<number> {
  const all = await allParts()
  return runScan(context, all.parts, async () => {
    const folder = resolve(context.positionals[0] ?? '.')
    const world = openFolder(folder)
    try {
      const { scanned, ...seen } = await readTree(world, context, all)
      const assessment = await assessAll(all.parts, scanned, context)
      const target = { kind: 'fs', name: folder, seenAs: folder, scannedAt: world.clock.now() } as const
      return { target, host: undefined, counted: [], judgement: nothingJudged, assessment, ...seen }
    } finally {
      await world.close()
    }
  })
}

/** What collectors see of software, and what lock files list. */
export async function readTree(
  world: World,
  context: VerbContext,
  all: AllParts,
): Promise<{ readonly scanned: ScannedContent; readonly collected: ScanResult['collected'] }> {
  const wanted = new Set(all.parts.flatMap((part) => part.software ?? []))
  const edges = (await all.edges()).map(({ app, collectors }) => ({
    app,
    collectors: collectors.filter(({ id }) => wanted.has(id)),
  }))
  const progress = showProgress(context)
  const found = await collectFacts(edges, world, context.stop, progress.step)
  progress.end()
  const listed: ListedSoftware[] = []
  const unread: ScanResult['collected']['problems'][number][] = []
  for (const part of all.parts) {
    const read = await part.list?.(world, context.stop)
    listed.push(...(read?.software ?? []))
    for (const { path, reason } of read?.problems ?? [])
      unread.push({ fact: 'inventory.software', scope: path, reason: 'malformed', detail: `${path}: ${reason}` })
  }
  // A tree need not be a host: what a host would have, and it has not, is no trouble.
  const problems = [...found.problems.filter(({ reason }) => reason !== 'missing'), ...unread]
  return {
    scanned: { facts: found.facts, listed, distribution: undefined },
    collected: { ...found, problems },
  }
}
