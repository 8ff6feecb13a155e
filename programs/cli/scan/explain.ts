import { resolve } from 'node:path'
import { tableLines } from '@holdfast/kit/tabular'
import type { ScanExplanation, ScannedContent, VerbContext } from '@holdfast/platform/contract'
import {
  collectFacts,
  exitStatus,
  openFolder,
  openTarget,
  ScanError,
  showProgress,
  tableOptions,
} from '@holdfast/platform/scanning'
import { type AllParts, allParts } from './all-parts.ts'
import { readTree } from './fs.ts'
import { explained, placeOf, withContent } from './run-scan.ts'
import { readBill } from './sbom.ts'

/** Says why something matches software or does not; gives the exit status: 1 where it matches. */
export async function run(context: VerbContext): Promise<number> {
  return explained(context, async () => {
    const [id = '', kind = 'host', path] = context.positionals
    const all = await allParts()
    const scanned = await contentOf(kind, path, context, all)
    const place = await placeOf(context)
    for (const part of all.parts) {
      const explanation = await withContent(() => part.explain?.(id, scanned, place))
      if (explanation === undefined) continue
      if (context.options.output === 'json')
        await context.out(`${JSON.stringify({ schemaVersion: 1, id, ...explanation }, null, 2)}\n`)
      else await context.out(inWords(id, explanation, tableOptions(context).width))
      return explanation.feeds.length === 0 ? exitStatus.nothing : exitStatus.ok
    }
    throw new ScanError('Nothing here knows advisories.', exitStatus.nothing)
  })
}

async function contentOf(
  kind: string,
  path: string | undefined,
  context: VerbContext,
  all: AllParts,
): Promise<ScannedContent> {
  if (kind !== 'host' && path === undefined)
    throw new ScanError(`"explain … ${kind}" wants a path behind it.`, exitStatus.usage)
  if (kind === 'sbom') return (await readBill(path ?? '')).scanned
  if (kind !== 'host' && kind !== 'fs') throw new ScanError(`"${kind}" is none of host, fs, sbom.`, exitStatus.usage)
  if (kind === 'fs') {
    const world = openFolder(resolve(path ?? '.'))
    try {
      return (await readTree(world, context, all)).scanned
    } finally {
      await world.close()
    }
  }
  const { world } = await openTarget(context, {})
  try {
    const progress = showProgress(context)
    const { facts } = await collectFacts(softwareOnly(await all.edges(), all), world, context.stop, progress.step)
    progress.end()
    return { facts, listed: [], distribution: undefined }
  } finally {
    await world.close()
  }
}

function softwareOnly(edges: Awaited<ReturnType<AllParts['edges']>>, all: AllParts) {
  const wanted = new Set(all.parts.flatMap((part) => part.software ?? []))
  return edges.map(({ app, collectors }) => ({ app, collectors: collectors.filter(({ id }) => wanted.has(id)) }))
}

function inWords(id: string, explanation: ScanExplanation, width: number): string {
  const { checks, advisories, names, software, feeds } = explanation
  const lines: string[] = []
  if (feeds.length === 0) return `${id}: no advisory feed: not assessed.\n`
  if (advisories.length === 0) return `${id}: no feed knows it.\n`
  const others = checks.filter((check) => check !== id)
  if (others.length > 0) lines.push(`${id} is ${others.join(', ')}.`)
  const told = advisories.map(
    ({ feed, advisory, withdrawn }) => `${advisory} (${feed}${withdrawn ? ', withdrawn' : ''})`,
  )
  lines.push(`Told by ${few(told)}.`, `It names ${names.length === 0 ? 'no package' : few(names)}.`, '')
  if (software.length === 0) lines.push('Nothing that it names is installed: it does not match.')
  else {
    const rows = software.map(({ verdict, name, version, sentence }) => [
      verdict.replaceAll('-', ' '),
      `${name} ${version}`,
      sentence,
    ])
    lines.push(...tableLines(['verdict', 'software', 'because'], rows, Math.max(width, 160)))
  }
  return `${lines.join('\n')}\n`
}

function few(all: readonly string[]): string {
  const most = 12
  return all.length > most ? `${all.slice(0, most).join(', ')} and ${all.length - most} more` : all.join(', ')
}
