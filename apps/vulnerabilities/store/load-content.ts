import { holdersOf } from '@holdfast/inventory/public'
import type { PlatformTransaction, Touched } from '@holdfast/platform/contract'
import { feedsFolder, feedsMark, readFeeds } from '@holdfast/platform/feeds'
import { app } from '../app.ts'
import { type VulnerabilityContent, vulnerabilityContent } from '../engine/judge/content.ts'
import { isSameForAll } from '../engine/software/same-for-all.ts'
import { changedNames } from './library/changed-names.ts'
import { openLibrary } from './library/index.ts'

/** The compiled files that content was made of, by feed. */
const filesOf = new WeakMap<VulnerabilityContent, ReadonlyMap<string, string>>()

/** The current feeds of an installation, ready to judge by; without a home, or before anything was imported, a library that knows nothing. */
export async function loadContent(home: string): Promise<VulnerabilityContent> {
  const feeds = home === '' ? [] : readFeeds(feedsFolder(home)).feeds.filter(({ manifest }) => manifest.app === app.id)
  const content = vulnerabilityContent(openLibrary(feeds.map(({ path }) => path)))
  filesOf.set(content, new Map(feeds.map(({ manifest, path }) => [manifest.feed, path])))
  return content
}

export function contentMark(home: string): string {
  return feedsMark(feedsFolder(home))
}

/** Assets with software of which the feeds say something else now. */
export async function touchedBy(
  tx: PlatformTransaction,
  before: unknown,
  after: unknown,
): Promise<'all' | readonly Touched[]> {
  const [was, is] = [before, after].map((content) => filesOf.get(content as VulnerabilityContent))
  const names = was && is ? changedNames(was, is) : 'all'
  if (names === 'all') return names
  const holders = names.size === 0 ? [] : await holdersOf(tx, names)
  return holders.map(({ tenantId, assetIds, software }) => ({
    tenantId,
    assetIds,
    alike: software.length > 0 && software.every(isSameForAll),
  }))
}
