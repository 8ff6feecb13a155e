import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { FeedContent, FeedDefinition, FeedOrigin } from '../../contract/index.ts'
import { type DownloadLimits, downloadLimits } from '../download/limits.ts'
import { WebAccess } from '../download/request.ts'
import { FeedError } from '../feed-error.ts'
import { type FoundFile, findFiles } from '../files/find-files.ts'
import type { FeedStore } from '../store/feed-store.ts'
import { type FeedOutcome, takeFiles } from '../taking/take-files.ts'
import { KeyRing } from '../trust/key-ring.ts'
import { obtainCsaf } from './obtain-csaf.ts'
import { obtainFiles } from './obtain-files.ts'
import { obtainNvd } from './obtain-nvd.ts'
import { obtainOsv } from './obtain-osv.ts'
import { nameOf, type Obtained, type Obtaining } from './obtaining.ts'
import { readSyncState, writeSyncState } from './sync-state.ts'

export interface SyncOptions {
  readonly store: FeedStore
  readonly content: FeedContent
  readonly definition: FeedDefinition
  /** In place of the official addresses. */
  readonly origin?: FeedOrigin
  /** Sent with each request, such as the key of an API. Never told anywhere. */
  readonly headers?: Readonly<Record<string, string>>
  /** Take it only where a trusted key signed it. */
  readonly signed?: boolean
  /** Go back to older data as well. */
  readonly older?: boolean
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly limits?: Partial<DownloadLimits>
  readonly stop: AbortSignal
  readonly now?: () => Date
  onProgress?(line: () => string): void
}

/** Brings one feed up to date from its publisher. Whatever fails, what was there stays; the answer says what came of it and why. */
export async function syncFeed(options: SyncOptions): Promise<FeedOutcome> {
  const { store, definition, stop, now = () => new Date(), onProgress } = options
  const origin = options.origin ?? definition.origin
  const feed = definition.id
  const current = store.current(feed)
  const about = { feed, title: definition.title, files: 0, problems: [] }
  const kept = current && { manifest: current.manifest, before: current.manifest }
  if (!origin) {
    const reason = 'has no address to download from: import it from files'
    return { ...about, outcome: 'refused', reason, ...kept }
  }
  const downloads = store.downloads(feed)
  const before = readSyncState(downloads)
  const web = new WebAccess(options.environment)
  const obtaining: Obtaining = {
    ...{ feed, web, stop, downloads, before, now },
    ring: new KeyRing(store.folder),
    isOfficial: options.origin === undefined || options.origin === definition.origin,
    limits: { ...downloadLimits, ...options.limits },
    scratch: store.makeFolder(),
    // After a roll-back or an import, changes would be put on top of something else.
    hasVersion: current !== undefined && before.version === current.manifest.version,
    headers: options.headers ?? {},
    say: (line) => onProgress?.(() => `${feed}: ${line()}`),
  }
  try {
    const obtained = await obtain(origin, obtaining)
    const checkedAt = now().toISOString()
    const { files, cursor } = obtained
    const state = { v: 1 as const, checkedAt, files, ...(cursor !== undefined && { cursor }) }
    if (obtained.outcome === 'unchanged' || (obtained.isDelta && obtained.fetched.length === 0)) {
      writeSyncState(downloads, { ...state, ...(before.version && { version: before.version }) })
      return { ...about, outcome: 'unchanged', ...kept }
    }
    const outcome = await take(obtained, options)
    if (outcome.outcome === 'refused') {
      // What was fetched is not to be believed: it is fetched anew next time.
      for (const { url } of obtained.fetched) rmSync(join(downloads, nameOf(url)), { force: true })
    } else {
      const version = outcome.outcome === 'left' ? undefined : outcome.manifest?.version
      writeSyncState(downloads, { ...state, ...(version !== undefined && { version }) })
    }
    return outcome
  } catch (error) {
    stop.throwIfAborted()
    if (error instanceof FeedError) return { ...about, outcome: 'refused', reason: error.message, ...kept }
    throw error
  } finally {
    web.close()
    rmSync(obtaining.scratch, { recursive: true, force: true })
  }
}

function obtain(origin: FeedOrigin, about: Obtaining): Promise<Obtained> {
  switch (origin.kind) {
    case 'files':
      return obtainFiles(origin.urls, about)
    case 'osv':
      return obtainOsv(origin.base, about)
    case 'csaf':
      return obtainCsaf(origin, about)
    case 'nvd':
      return obtainNvd(origin.url, about)
  }
}

async function take(
  obtained: Extract<Obtained, { outcome: 'new' }>,
  { store, content, definition, older, signed, stop, onProgress }: SyncOptions,
): Promise<FeedOutcome> {
  const feed = definition.id
  const { provenance, isDelta } = obtained
  const report = await takeFiles(namedByAddress(obtained.fetched), {
    ...{ store, contents: [content], feed, provenance, stop, add: isDelta },
    ...(signed && { signed: [feed] }),
    ...(older !== undefined && { older }),
    ...(onProgress && { onProgress }),
  })
  const [broken] = report.broken
  const [outcome] = report.feeds
  const [skipped] = report.skipped
  if (broken || !outcome || outcome.outcome === 'refused') {
    const strange = skipped ? `${skipped.place} is not what this feed is made of` : 'there was nothing in it'
    const reason = outcome?.reason ?? (broken ? `${broken.place}: ${broken.reason}; what was there stays` : strange)
    const current = store.current(feed)
    const kept = current && { manifest: current.manifest, before: current.manifest }
    return { feed, title: definition.title, outcome: 'refused', reason, files: 0, problems: [], ...kept }
  }
  return outcome
}

async function* namedByAddress(
  fetched: readonly { readonly path: string; readonly url: string }[],
): AsyncGenerator<FoundFile> {
  for (const { path, url } of fetched) {
    const named = (place: string) => url + place.slice(path.length)
    for await (const found of findFiles([path])) {
      if (found.kind !== 'file') yield { ...found, place: named(found.place) }
      else {
        const { file } = found
        const inside = file.place.length > path.length
        const own = inside ? file.path : new URL(url).pathname.slice(1).replace(/\.(gz|zst|xz|bz2)$/i, '')
        yield { kind: 'file', file: { ...file, place: named(file.place), path: own } }
      }
    }
  }
}
