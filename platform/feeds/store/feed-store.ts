import { createHash } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import type { CompiledFeed, FeedDefinition } from '../../contract/index.ts'
import { type FileLock, takeFileLock } from '../../lock/index.ts'
import { FeedError } from '../feed-error.ts'
import type { FeedManifest, Provenance } from './manifest.ts'
import {
  type CurrentVersion,
  compiledName,
  manifestName,
  readCurrent,
  readVersion,
  type StoredFeed,
} from './read-feeds.ts'
import { replaceFile, syncFolder } from './write-file.ts'

/** Versions of a feed that are kept, the current one among them. */
export const keptVersions = 3

export interface Offered {
  readonly app: string
  readonly definition: Omit<FeedDefinition, 'origin'>
  readonly compiled: CompiledFeed
  readonly provenance: Provenance
  /** Files that it was made from. */
  readonly sources: readonly string[]
  /** Data that is older than the current is taken all the same, and what was gone back from as well. */
  readonly older: boolean
}

/** `unchanged`: what is there says the same. `left`: somebody went back from this version, so it does not come by itself. */
export type Placing = {
  readonly outcome: 'new' | 'unchanged' | 'left'
  readonly stored: StoredFeed
  readonly before: FeedManifest | undefined
}

/** The feeds of an installation, for whoever changes them: one process at a time. Those who only read need no lock. */
export class FeedStore {
  readonly folder: string
  readonly #lock: FileLock
  readonly #now: () => Date

  private constructor(folder: string, lock: FileLock, now: () => Date) {
    this.folder = folder
    this.#lock = lock
    this.#now = now
  }

  /** Makes the folder where it is missing, and clears away what a killed process left. Throws FeedError `busy`. */
  static open(folder: string, now: () => Date = () => new Date()): FeedStore {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const lock = takeFileLock(join(folder, '.lock'))
    if (!('release' in lock)) {
      throw new FeedError(
        'busy',
        `Process ${lock.heldBy} works on the feeds in ${folder}: wait for its end, or stop it.`,
      )
    }
    rmSync(join(folder, '.unfinished'), { recursive: true, force: true })
    return new FeedStore(folder, lock, now)
  }

  close(): void {
    this.#lock.release()
  }

  /** An empty folder on the same disk, which is gone at the next opening. */
  makeFolder(): string {
    const unfinished = join(this.folder, '.unfinished')
    mkdirSync(unfinished, { recursive: true, mode: 0o700 })
    return mkdtempSync(join(unfinished, 'feed-'))
  }

  /** Where downloads of a feed are kept between two of them. */
  downloads(feed: string): string {
    const path = join(this.folder, '.downloads', feed)
    mkdirSync(path, { recursive: true, mode: 0o700 })
    return path
  }

  current(feed: string): StoredFeed | undefined {
    const current = readCurrent(this.folder, feed)
    return current && readVersion(this.folder, feed, current.version)
  }

  /** Makes a compiled feed the current version, in one step. Throws FeedError `older`. */
  async place({ app, definition, compiled, provenance, sources, older }: Offered): Promise<Placing> {
    const feed = definition.id
    const current = readUnlessBroken(() => readCurrent(this.folder, feed))
    const before = current && readUnlessBroken(() => readVersion(this.folder, feed, current.version))
    const importedAt = this.#now().toISOString()
    const { digest, date, counts, covers } = compiled
    const version = `${dayOf(date, importedAt)}-${digest.slice(0, 12)}`
    const same = before !== undefined && before.manifest.digest === digest
    if (!same && !older && before && isOlder(date, before.manifest.date)) {
      throw new FeedError(
        'older',
        `${feed}: the data is of ${date}, what is there is of ${before.manifest.date}. To go back on purpose, use --older.`,
      )
    }
    const manifest: FeedManifest = {
      schemaVersion: 1,
      app,
      feed,
      title: definition.title,
      publisher: definition.publisher,
      licence: definition.licence,
      version: same ? before.manifest.version : version,
      digest,
      ...(date === undefined ? {} : { date }),
      counts,
      covers: [...covers],
      file: { size: statSync(compiled.path).size, sha256: await digestOfFile(compiled.path) },
      provenance,
      sources: sources.slice(0, 100),
      sourceCount: sources.length,
      importedAt,
    }
    const left = current?.left ?? []
    if (!older && !same && left.includes(version)) {
      return { outcome: 'left', stored: before as StoredFeed, before: before?.manifest }
    }
    const place = join(this.folder, feed, manifest.version)
    if (same && before.manifest.file.sha256 === manifest.file.sha256 && existsSync(join(place, compiledName))) {
      // It says the same; what is known of it may be newer.
      replaceFile(join(place, manifestName), `${JSON.stringify(manifest, null, 2)}\n`)
      return { outcome: 'unchanged', stored: readVersion(this.folder, feed, manifest.version), before: before.manifest }
    }
    const staged = this.makeFolder()
    renameSync(compiled.path, join(staged, compiledName))
    replaceFile(join(staged, manifestName), `${JSON.stringify(manifest, null, 2)}\n`)
    mkdirSync(join(this.folder, feed), { recursive: true, mode: 0o700 })
    rmSync(place, { recursive: true, force: true })
    renameSync(staged, place)
    syncFolder(join(this.folder, feed))
    this.#point(
      feed,
      manifest.version,
      left.filter((one) => one !== manifest.version),
    )
    this.#prune(feed, manifest.version)
    return {
      outcome: same ? 'unchanged' : 'new',
      stored: readVersion(this.folder, feed, manifest.version),
      before: before?.manifest,
    }
  }

  /** Versions of a feed that are there, the newest import first. */
  versions(feed: string): readonly StoredFeed[] {
    const folder = join(this.folder, feed)
    if (!existsSync(folder)) return []
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => readUnlessBroken(() => readVersion(this.folder, feed, name)) ?? [])
      .sort((a, b) => (a.manifest.importedAt < b.manifest.importedAt ? 1 : -1))
  }

  /** Goes back to a version, or to the one before the current. Throws FeedError `unknown`. */
  rollBack(feed: string, to?: string): { readonly from: string; readonly stored: StoredFeed } {
    const current = readCurrent(this.folder, feed)
    if (!current) throw new FeedError('unknown', `There is no feed "${feed}" here.`)
    const others = this.versions(feed).filter(({ manifest }) => manifest.version !== current.version)
    const [newest] = others.filter(({ manifest }) => !current.left.includes(manifest.version))
    const chosen = to === undefined ? newest : others.find(({ manifest }) => manifest.version === to)
    if (!chosen) {
      const there = others.map(({ manifest }) => manifest.version).join(', ') || 'none'
      throw new FeedError(
        'unknown',
        `${feed} has no ${to ? `version ${to}` : 'version to go back to'}; kept beside the current one: ${there}.`,
      )
    }
    const left = [...new Set([...current.left, current.version])].filter((one) => one !== chosen.manifest.version)
    this.#point(feed, chosen.manifest.version, left)
    return { from: current.version, stored: chosen }
  }

  #point(feed: string, version: string, left: readonly string[]): void {
    const current: CurrentVersion = { version, since: this.#now().toISOString(), left: left.slice(-20) }
    replaceFile(join(this.folder, feed, 'current'), `${JSON.stringify(current)}\n`)
  }

  #prune(feed: string, current: string): void {
    const others = this.versions(feed).filter(({ manifest }) => manifest.version !== current)
    for (const { manifest } of others.slice(keptVersions - 1)) {
      rmSync(join(this.folder, feed, manifest.version), { recursive: true, force: true })
    }
  }
}

/** What is broken does not stand in the way of what replaces it. */
function readUnlessBroken<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof FeedError) return undefined
    throw error
  }
}

function isOlder(date: string | undefined, before: string | undefined): boolean {
  const [a, b] = [Date.parse(date ?? ''), Date.parse(before ?? '')]
  return !Number.isNaN(a) && !Number.isNaN(b) && a < b
}

function dayOf(date: string | undefined, importedAt: string): string {
  const instant = Date.parse(date ?? '')
  const day = Number.isNaN(instant) ? '' : new Date(instant).toISOString().slice(0, 10)
  return /^\d{4}-/.test(day) ? day : importedAt.slice(0, 10)
}

async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(piece as Buffer)
  return hash.digest('hex')
}
