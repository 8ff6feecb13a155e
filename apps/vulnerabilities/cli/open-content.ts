import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ContentPlace } from '@holdfast/platform/contract'
import { FeedError, feedsFolder, readFeeds } from '@holdfast/platform/feeds'
import type { AdvisoryLibrary } from '../engine/advisory-library.ts'
import { openLibrary } from '../store/library/index.ts'

/**
 * Opens the current version of every feed of this app: of the home directory, or of a folder of feeds that somebody names. Feeds that cannot be read are an
 * error: without them less would be found, and nobody would know.
 */
export function openContent({ home, feeds: named }: ContentPlace): AdvisoryLibrary {
  const folder = named ?? feedsFolder(home)
  if (named !== undefined && !existsSync(named)) throw new FeedError('broken', `${named} does not exist.`)
  const { feeds, broken } = readFeeds(folder)
  const [first] = broken
  if (first !== undefined) throw new FeedError('broken', first.reason)
  const own = feeds.filter(({ manifest }) => manifest.app === 'vulnerabilities').map(({ path }) => path)
  const paths = [...own, ...compiledIn(folder)]
  if (named !== undefined && paths.length === 0)
    throw new FeedError(
      'broken',
      `${named} holds no feed that was imported: HOLDFAST_HOME=… holdfast feed import ${named} makes them.`,
    )
  return openLibrary(paths)
}

/** Compiled files that lie in the folder itself. */
function compiledIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sqlite'))
    .sort()
    .map((name) => join(folder, name))
}
