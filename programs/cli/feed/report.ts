import type { VerbContext } from '@holdfast/platform/contract'
import type { FeedManifest, FeedOutcome, TakingReport } from '@holdfast/platform/feeds'
import { writeList } from '../client/write-list.ts'

const columns = ['feed', 'outcome', 'data of', 'holds', 'problems', 'provenance', 'version']

/** Lines that are said before the rest is counted. */
const saidAtMost = 20

const words: Readonly<Record<FeedOutcome['outcome'], string>> = {
  new: 'new version',
  unchanged: 'unchanged',
  left: 'not taken',
  refused: 'refused',
}

/** Writes what came of feeds: data to stdout, and what people must know of it beside. */
export async function writeOutcomes(context: VerbContext, { feeds, skipped, broken }: TakingReport): Promise<void> {
  if (context.options.output === 'json') {
    await context.out(`${JSON.stringify({ schemaVersion: 1, feeds: feeds.map(asJson), skipped, broken }, null, 2)}\n`)
  } else {
    await writeList(context, { rows: feeds.map(asRow), tenant: undefined, columns, entity: 'feeds' })
  }
  for (const { feed, outcome, reason, manifest } of feeds) {
    if (outcome === 'refused') context.say(`${feed}: ${reason}`)
    if (outcome === 'left')
      context.say(
        `${feed}: somebody went back from this version, so ${manifest?.version} stays; --older takes it again.`,
      )
  }
  // What made a feed be refused was said with it.
  const unsaid = broken.filter(
    ({ place }) => !feeds.some(({ outcome, reason }) => outcome === 'refused' && reason?.startsWith(place)),
  )
  for (const { place, reason } of unsaid.slice(0, saidAtMost)) context.say(`broken: ${place}: ${reason}`)
  if (unsaid.length > saidAtMost)
    context.say(`… and ${unsaid.length - saidAtMost} more broken files; -o json lists them.`)
  if (context.options.quiet) return
  for (const line of skippedLines(skipped, context.positionals)) context.say(line)
}

function asRow({ feed, outcome, manifest, problems }: FeedOutcome): Record<string, unknown> {
  return {
    feed,
    outcome: words[outcome],
    'data of': manifest?.date?.slice(0, 10) ?? '',
    holds: manifest ? holds(manifest.counts) : '',
    problems: manifest?.counts.problems || (problems.length > 0 ? problems.length : ''),
    provenance: manifest ? proven(manifest.provenance) : '',
    version: manifest?.version ?? '',
  }
}

/** How it is proven, for people: `signed by CISA (93E7…)`, `checksum only`, `not verified (file)`. */
export function proven({ kind, by }: FeedManifest['provenance']): string {
  if (kind === 'signature') return `signed by ${by ?? 'its publisher'}`
  if (kind === 'checksum') return 'checksum only'
  return `not verified (${kind})`
}

/** `4,291 advisories, 120 threats` */
export function holds(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([what, count]) => count > 0 && what !== 'problems')
    .map(([what, count]) => `${count.toLocaleString('en')} ${what}`)
    .join(', ')
}

function asJson({ manifest, before, ...rest }: FeedOutcome): object {
  const { version, date, counts, covers, provenance, digest } = manifest ?? {}
  return { ...rest, version, date, counts, covers, provenance, digest, before: before?.version }
}

/** Files that were left out: many by what was named and the first folder or archive below it, of which others may have been taken. */
export function skippedLines(skipped: TakingReport['skipped'], named: readonly string[]): string[] {
  const counts = new Map<string, Map<string, { readonly first: string; readonly count: number }>>()
  for (const { place, reason } of skipped) {
    const root = named.find((one) => place.startsWith(`${one.replace(/\/$/, '')}/`))
    const from = root === undefined ? 0 : root.replace(/\/$/, '').length + 1
    const end = /[/!]/.exec(place.slice(from))?.index
    const folder = root === undefined || end === undefined ? place : place.slice(0, from + end)
    const byFolder = counts.get(reason) ?? new Map<string, { readonly first: string; readonly count: number }>()
    const known = byFolder.get(folder)
    counts.set(reason, byFolder.set(folder, { first: known?.first ?? place, count: (known?.count ?? 0) + 1 }))
  }
  return [...counts].map(([reason, byFolder]) => {
    const folders = [...byFolder].map(([folder, { first, count }]) =>
      count === 1 ? first : `${count.toLocaleString('en')} files in ${folder}`,
    )
    const more = folders.length > saidAtMost * 2 ? ` and ${folders.length - saidAtMost * 2} more` : ''
    return `left out, as it ${reason}: ${folders.slice(0, saidAtMost * 2).join(', ')}${more}`
  })
}
