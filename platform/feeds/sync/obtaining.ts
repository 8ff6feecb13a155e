import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Downloaded, downloadFile } from '../download/download-file.ts'
import type { DownloadLimits } from '../download/limits.ts'
import type { WebAccess } from '../download/request.ts'
import type { Provenance } from '../store/manifest.ts'
import type { KeyRing } from '../trust/key-ring.ts'
import type { SyncState } from './sync-state.ts'

/** What a way of obtaining a feed works with. */
export interface Obtaining {
  readonly feed: string
  readonly ring: KeyRing
  /** Whether it is asked at its official address, whose publisher is believed when he names his keys for the first time. */
  readonly isOfficial: boolean
  readonly web: WebAccess
  readonly stop: AbortSignal
  readonly limits: DownloadLimits
  /** Kept between two downloads. */
  readonly downloads: string
  /** Empty, gone afterwards. */
  readonly scratch: string
  readonly before: SyncState
  /** Whether there is a version to put changes on top of. */
  readonly hasVersion: boolean
  readonly headers: Readonly<Record<string, string>>
  readonly now: () => Date
  say(line: () => string): void
}

/** What a way of obtaining a feed gave. */
export type Obtained =
  | { readonly outcome: 'unchanged'; readonly files: SyncState['files']; readonly cursor: string | undefined }
  | {
      readonly outcome: 'new'
      /** What was fetched: paths, and the addresses that people know them by. */
      readonly fetched: readonly { readonly path: string; readonly url: string }[]
      /** Only what changed: to be put on top of the version that is there. */
      readonly isDelta: boolean
      readonly provenance: Provenance
      readonly files: SyncState['files']
      readonly cursor: string | undefined
    }

/** A name for the file of an address, of which no part leads anywhere. */
export function nameOf(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? ''
  const name = last
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .replace(/^\.+/, '')
    .slice(-100)
  return `${createHash('sha256').update(url).digest('hex').slice(0, 12)}-${name || 'file'}`
}

/** Asks for a file that is kept between downloads; it is fetched only where it changed. */
export async function keepFile(
  url: string,
  { downloads, before, web, limits, stop, headers }: Obtaining,
): Promise<{ readonly path: string; readonly got: Downloaded; readonly entry: SyncState['files'][string] }> {
  const path = join(downloads, nameOf(url))
  const known = existsSync(path) ? before.files[url] : undefined
  const got = await downloadFile(url, path, { web, limits, stop, headers, ...(known && { known }) })
  const entry = got.outcome === 'new' ? { ...got.known, secure: got.secure } : (known ?? { secure: false })
  return { path, got, entry }
}

/** How honestly it can be said that files came from whom they should. */
export function provenanceOf(secure: readonly boolean[], from: string): Provenance {
  return { kind: secure.every(Boolean) ? 'tls' : 'plain', from }
}
