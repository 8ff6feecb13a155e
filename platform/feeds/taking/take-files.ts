import { mkdirSync, rmSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import type { CompiledFeed, FeedContent, FeedDefinition, FeedFile, FeedIntake, Stop } from '../../contract/index.ts'
import { isBundle, readBundle } from '../bundle/read-bundle.ts'
import { FeedError } from '../feed-error.ts'
import type { FoundFile } from '../files/find-files.ts'
import { withoutPacking } from '../files/unpack.ts'
import type { FeedStore } from '../store/feed-store.ts'
import type { FeedManifest, Provenance } from '../store/manifest.ts'
import { nameOfKey } from '../trust/check-signature.ts'
import { maySign, type TrustedKey } from '../trust/key-ring.ts'

/** What came of one feed. `refused`: what was there stays, for the reason given. */
export interface FeedOutcome {
  readonly feed: string
  readonly title: string
  readonly outcome: 'new' | 'unchanged' | 'left' | 'refused'
  readonly reason?: string
  /** The version that is current now; absent where there is none. */
  readonly manifest?: FeedManifest
  /** What was current before. */
  readonly before?: FeedManifest
  /** Files that it was read from. */
  readonly files: number
  /** Problems of single records, which are left out: the first of them. */
  readonly problems: readonly { readonly at: string; readonly message: string }[]
}

export interface TakingReport {
  /** By id. */
  readonly feeds: readonly FeedOutcome[]
  /** Files that are no feed of an app that is here, or cannot be looked into; with the reason. */
  readonly skipped: readonly { readonly place: string; readonly reason: string }[]
  readonly broken: readonly { readonly place: string; readonly reason: string }[]
}

export interface TakingOptions {
  readonly store: FeedStore
  readonly contents: readonly FeedContent[]
  /** All files belong to this feed; otherwise each says itself. */
  readonly feed?: string
  /** How what is taken was obtained. */
  readonly provenance: Provenance
  /** Feeds that are taken only where a trusted key signed all of it. */
  readonly signed?: readonly string[]
  /** Go back to older data as well. */
  readonly older?: boolean
  /** Put on top of what is there, in place of replacing it. */
  readonly add?: boolean
  readonly stop?: Stop
  onProgress?(line: () => string): void
}

const strange = 'is not a feed of an app that is here'
const never: Stop = { aborted: false, throwIfAborted() {}, addEventListener() {}, removeEventListener() {} }

/** Feeds becoming: files and records go in, versions come out. */
interface Taken {
  readonly app: number
  readonly sources: string[]
  problems: number
  broken: string | undefined
  provenance: Provenance
  /** Whose signatures its files have; `undefined` among them for one that has none. */
  readonly signers: Set<TrustedKey | undefined>
  definition?: Omit<FeedDefinition, 'origin'>
}

/**
 * Reads files into feeds and makes each feed that was read whole the current version, one after another. A feed of which any file is broken stays as it was;
 * the others do not mind.
 */
export async function takeFiles(
  files: AsyncIterable<FoundFile> | Iterable<FoundFile>,
  options: TakingOptions,
): Promise<TakingReport> {
  const { store, contents, stop = never, onProgress } = options
  const folder = store.makeFolder()
  const intakes = contents.map((content, index): FeedIntake => {
    const own = join(folder, String(index))
    mkdirSync(own)
    return content.open(own, stop)
  })
  const taken = new Map<string, Taken>()
  const skipped: { place: string; reason: string }[] = []
  const broken: { place: string; reason: string }[] = []
  const homeless: { place: string; reason: string; kin: string }[] = []
  const of = (feed: string, app: number) => {
    const known = taken.get(feed) ?? {
      app,
      sources: [],
      problems: 0,
      broken: undefined,
      provenance: options.provenance,
      signers: new Set<TrustedKey | undefined>(),
    }
    taken.set(feed, known)
    return known
  }
  try {
    let count = 0
    for await (const found of files) {
      stop.throwIfAborted()
      if (found.kind === 'left-out') skipped.push(found)
      else if (found.kind === 'unreadable') {
        broken.push(found)
        homeless.push({ ...found, kin: '' })
      } else if (isBundle(found.file.head)) await takeBundle(found.file)
      else await takeFile(found.file, found.signedBy)
      count++
      onProgress?.(() => `${count.toLocaleString('en')} files read`)
    }
    const feeds: FeedOutcome[] = []
    for (const lost of homeless) mark(lost)
    for (const [feed, one] of [...taken].sort(([a], [b]) => (a < b ? -1 : 1))) {
      stop.throwIfAborted()
      onProgress?.(() => `${feed}: compiling`)
      feeds.push(await settle(feed, one))
    }
    return { feeds, skipped, broken }
  } finally {
    for (const intake of intakes) intake.close()
    rmSync(folder, { recursive: true, force: true })
  }

  async function takeFile(file: FeedFile, signer: TrustedKey | undefined): Promise<void> {
    for (const [app, intake] of intakes.entries()) {
      const taking = await intake.take(file, options.feed)
      if (taking.outcome === 'strange') continue
      if (taking.outcome === 'taken') {
        const feed = of(taking.feed, app)
        feed.sources.push(file.place)
        feed.signers.add(signer)
        feed.problems += taking.problems
      } else {
        broken.push({ place: file.place, reason: taking.reason })
        if (taking.feed === undefined && taking.kin !== undefined)
          homeless.push({ place: file.place, reason: taking.reason, kin: taking.kin })
        if (taking.feed !== undefined) of(taking.feed, app).broken ??= `${file.place}: ${taking.reason}`
      }
      return
    }
    skipped.push({ place: file.place, reason: strange })
  }

  /** What is broken and does not tell its feed may be a part of those of its format, or of its ending, that lie beside it. */
  function mark({ place, reason, kin }: (typeof homeless)[number]): void {
    const folder = folderOf(place)
    for (const [feed, one] of taken)
      if (
        (kin === '' || feed === kin || feed.startsWith(`${kin}-`)) &&
        one.sources.some((source) => folderOf(source) === folder && (kin !== '' || isAlike(source, place)))
      )
        one.broken ??= `${place}: ${reason}`
  }

  async function takeBundle(file: FeedFile): Promise<void> {
    try {
      for await (const { manifest, records } of readBundle(file.pieces())) {
        const app = contents.findIndex((content) => content.app === manifest.app)
        if (app < 0) {
          skipped.push({ place: `${file.place}!${manifest.feed}`, reason: strange })
          for await (const _ of records) stop.throwIfAborted()
          continue
        }
        const feed = of(manifest.feed, app)
        feed.sources.push(`${file.place}!${manifest.feed}`)
        const { kind, from } = manifest.provenance
        feed.provenance = { kind: 'bundle', from: file.place, there: manifest.provenance.there ?? { kind, from } }
        feed.definition = {
          id: manifest.feed,
          title: manifest.title,
          publisher: manifest.publisher,
          licence: manifest.licence,
        }
        const before = feed.broken
        feed.broken = 'the bundle ends within it'
        await (intakes[app] as FeedIntake).takeRecords(manifest.feed, records)
        feed.broken = before
      }
    } catch (error) {
      stop.throwIfAborted()
      broken.push({ place: file.place, reason: (error as Error).message })
    }
  }

  async function settle(feed: string, one: Taken): Promise<FeedOutcome> {
    const content = contents[one.app] as FeedContent
    const unknown = { id: feed, title: feed, publisher: 'unknown', licence: 'unknown' }
    const { origin: _origin, ...definition }: FeedDefinition =
      content.feeds.find(({ id }) => id === feed) ?? one.definition ?? unknown
    const current = currentOf(feed)
    const about = { feed, title: definition.title, files: one.sources.length }
    const refused = (reason: string): FeedOutcome => ({
      ...about,
      outcome: 'refused',
      reason,
      ...(current && { manifest: current.manifest, before: current.manifest }),
      problems: [],
    })
    if (one.broken !== undefined) return refused(`${one.broken}; what was there stays`)
    const provenance = provenIn(feed, one, options.add ? current?.manifest : undefined)
    if (options.signed?.includes(feed) && provenance.kind !== 'signature')
      return refused(
        'a signature is demanded of it, and not all of it is signed by a trusted key; what was there stays',
      )
    let compiled: CompiledFeed
    try {
      compiled = await (intakes[one.app] as FeedIntake).compile(feed, options.add ? current?.path : undefined)
      const { app } = content
      const { sources } = one
      const { outcome, stored, before } = await store.place({
        ...{ app, definition, compiled, provenance, sources, older: options.older ?? false },
      })
      return { ...about, outcome, manifest: stored.manifest, ...(before && { before }), problems: compiled.problems }
    } catch (error) {
      if (error instanceof FeedError) return refused(error.message)
      throw error
    }
  }

  function currentOf(feed: string) {
    try {
      return store.current(feed)
    } catch (error) {
      if (error instanceof FeedError) return undefined
      throw error
    }
  }
}

/** How what was taken is proven: files that were brought, each with the signature of a key that may sign this feed, are signed as a whole. */
function provenIn(feed: string, { provenance, signers }: Taken, below: FeedManifest | undefined): Provenance {
  const keys = [...signers]
  const isSigned = keys.length > 0 && keys.every((key) => key !== undefined && maySign(key, feed))
  const by = keys.flatMap((key) => (key === undefined ? [] : nameOfKey(key)))
  const proven: Provenance =
    provenance.kind === 'file' && isSigned
      ? { ...provenance, kind: 'signature', by: by.join(', ').slice(0, 4096) }
      : provenance
  // What is put on top of something that nobody signed is not signed as a whole.
  if (below === undefined || proven.kind !== 'signature' || below.provenance.kind === 'signature') return proven
  return { kind: provenance.kind === 'file' ? 'file' : 'checksum', from: provenance.from }
}

/** Whether two places are of one archive, or end alike but for their packing. */
function isAlike(a: string, b: string): boolean {
  const ending = (place: string) => extname(withoutPacking(place))
  return b.includes('!') || ending(a) === ending(b)
}

/** Of a file the folder, of a member the archive. */
function folderOf(place: string): string {
  const inside = place.indexOf('!')
  return inside < 0 ? dirname(place) : place.slice(0, inside)
}
