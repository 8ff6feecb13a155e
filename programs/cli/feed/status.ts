import { join } from 'node:path'
import type { VerbContext } from '@holdfast/platform/contract'
import { instantOfData, readFeeds, readSyncState, type StoredFeed } from '@holdfast/platform/feeds'
import { CliError } from '../cli-error.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'
import { chosenFolder, explained, feedContents } from './feed-contents.ts'
import { holds, proven } from './report.ts'

const dayMs = 86_400_000

/** `holdfast feed status` */
export const status = {
  run: (context: VerbContext): Promise<number> =>
    explained(async () => {
      const { options, say } = context
      const folder = chosenFolder(options.feed)
      const maxAge = options['max-age'] === undefined ? undefined : Number(options['max-age'])
      if (maxAge !== undefined && !(maxAge >= 0)) throw new CliError('--max-age takes a number of days.')
      const { feeds, broken } = readFeeds(folder)
      const rows: Record<string, unknown>[] = feeds.map((stored) => rowOf(stored, folder))
      if (options.known) rows.push(...(await knownOnly(new Set(feeds.map(({ manifest }) => manifest.feed)))))
      rows.push(...broken.map(({ feed, reason }) => ({ feed, title: 'broken', reason })))
      if (options.output === 'json') {
        await context.out(`${JSON.stringify({ schemaVersion: 1, folder, feeds: rows }, null, 2)}\n`)
      } else {
        const columns = ['feed', 'title', 'age', 'data of', 'holds', 'provenance', 'checked', 'version']
        const short = rows.map((row) => ({ ...row, ...shortOf(row) }))
        await writeList(context, { rows: short, tenant: undefined, columns, entity: 'feeds' })
      }
      for (const { feed, reason } of broken) say(`${feed}: ${reason}`)
      if (feeds.length === 0) {
        say(
          'No advisory feed is here: what needs one is not assessed. See holdfast feed sync --help and holdfast feed import --help.',
        )
        return broken.length > 0 || !options.known ? exitCode.nothing : exitCode.ok
      }
      const old =
        maxAge === undefined ? [] : rows.filter(({ ageDays }) => typeof ageDays === 'number' && ageDays > maxAge)
      for (const { feed, ageDays } of old) say(`${feed}: the data is ${ageDays} days old, ${maxAge} are allowed.`)
      if (old.length > 0) return exitCode.outdated
      return broken.length > 0 ? exitCode.partial : exitCode.ok
    }),
}

function rowOf({ manifest }: StoredFeed, folder: string): Record<string, unknown> {
  const { feed, title, publisher, licence, version, date, counts, covers, provenance, importedAt, digest, file } =
    manifest
  const { checkedAt } = readSyncState(join(folder, '.downloads', feed))
  const ageDays = Math.floor((Date.now() - instantOfData(manifest)) / dayMs)
  return {
    ...{ feed, title, publisher, licence, version, date, ageDays, counts, covers, provenance, importedAt, digest },
    ...{ size: file.size, ...(checkedAt && { checkedAt }) },
  }
}

function shortOf(row: Record<string, unknown>): Record<string, unknown> {
  const { ageDays, date, counts, provenance, checkedAt } = row as Partial<StoredFeed['manifest']> & {
    ageDays?: number
    checkedAt?: string
  }
  return {
    age: ageDays === undefined ? '' : ageDays === 1 ? '1 day' : `${ageDays} days`,
    'data of': date?.slice(0, 10) ?? '',
    holds: counts ? holds(counts) : '',
    provenance: provenance ? proven(provenance) : '',
    checked: checkedAt?.slice(0, 16).replace('T', ' ') ?? '',
  }
}

async function knownOnly(there: ReadonlySet<string>): Promise<Record<string, unknown>[]> {
  const contents = await feedContents()
  return contents
    .flatMap(({ feeds }) => feeds)
    .filter(({ id }) => !there.has(id))
    .map(({ id, title, publisher, licence, origin }) => ({
      feed: id,
      title,
      publisher,
      licence,
      obtainable: origin !== undefined,
    }))
}
