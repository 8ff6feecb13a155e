import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FeedError } from '../feed-error.ts'
import { type FeedManifest, readManifest } from './manifest.ts'

/** The version of a feed that is looked up in. */
export interface StoredFeed {
  readonly manifest: FeedManifest
  /** The compiled file. */
  readonly path: string
}

/** What `current` says of a feed: a small file that is replaced as a whole. */
export interface CurrentVersion {
  readonly version: string
  /** Since when, RFC 3339. */
  readonly since: string
  /** Versions that somebody went back from: they do not come again by themselves. */
  readonly left: readonly string[]
}

export const compiledName = 'content.sqlite'
export const manifestName = 'manifest.json'

/** Where the feeds of an installation are. */
export function feedsFolder(home: string): string {
  return join(home, 'feeds')
}

/** The current version of every feed below a folder, by id, and feeds that cannot be read. A folder that is absent holds none. */
export function readFeeds(folder: string): {
  readonly feeds: readonly StoredFeed[]
  readonly broken: readonly { readonly feed: string; readonly reason: string }[]
} {
  const feeds: StoredFeed[] = []
  const broken: { feed: string; reason: string }[] = []
  for (const feed of feedNames(folder)) {
    try {
      const current = readCurrent(folder, feed)
      if (current) feeds.push(readVersion(folder, feed, current.version))
    } catch (error) {
      if (!(error instanceof FeedError)) throw error
      broken.push({ feed, reason: error.message })
    }
  }
  return { feeds, broken }
}

/** Changes whenever a feed below the folder has another current version. Cheap enough to be asked several times a second. */
export function feedsMark(folder: string): string {
  return feedNames(folder)
    .map((feed) => `${feed} ${textOf(join(folder, feed, 'current')) ?? ''}`)
    .join('\n')
}

export function feedNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && /^[a-z0-9][a-z0-9-]{0,63}$/.test(entry.name))
      .map(({ name }) => name)
      .sort()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    throw new FeedError('broken', `${folder} cannot be read: ${(error as Error).message}`)
  }
}

/** Undefined where the feed has no version yet. */
export function readCurrent(folder: string, feed: string): CurrentVersion | undefined {
  const path = join(folder, feed, 'current')
  const text = textOf(path)
  if (text === undefined) return undefined
  try {
    const { version, since, left } = JSON.parse(text) as CurrentVersion
    if (/^[0-9a-f-]+$/.test(version) && typeof since === 'string' && Array.isArray(left))
      return { version, since, left }
  } catch {}
  throw new FeedError('broken', `${path} does not name a version: import the feed anew.`)
}

export function readVersion(folder: string, feed: string, version: string): StoredFeed {
  const manifest = readManifest(join(folder, feed, version, manifestName))
  return { manifest, path: join(folder, feed, version, compiledName) }
}

/** Undefined where there is no such file. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new FeedError('broken', `${path} cannot be read: ${(error as Error).message}`)
  }
}
