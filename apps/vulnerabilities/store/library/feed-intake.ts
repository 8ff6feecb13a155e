import { join } from 'node:path'
import { decodeUtf8 } from '@holdfast/kit/text'
import type { CompiledFeed, FeedFile, FeedIntake, FeedTaking, Stop } from '@holdfast/platform/contract'
import type { FeedRecord } from '../../engine/feed-record.ts'
import { type FeedReader, startLength } from '../../engine/feeds/feed-reader.ts'
import { feedReaderFor } from '../../engine/feeds/read-feed-file.ts'
import { believeCoverage } from './believe-coverage.ts'
import { writeLibrary } from './compile-library.ts'
import { feedOf } from './feed-of.ts'
import { isFeedRecord } from './feed-record-schema.ts'
import { readLibrary } from './read-library.ts'
import { StagedRecords } from './staged-records.ts'

/** Records looked at to tell which feed a file belongs to. */
const lookedAt = 50
/** Feeds taken at the same time; each has a file open. */
const maxFeeds = 200

/** Problems after which the rest of a file is not there or cannot be read; and what a last line that was cut off looks like. */
const cutOff = /ends in the middle|the rest is left out|nested deeper/
const cutLine = /not JSON/

/** Takes files of the formats that are read, and compiles each feed to a library file `<feed>.sqlite` below the folder. */
export function openIntake(folder: string, stop: Stop): FeedIntake {
  const staged = new Map<string, StagedRecords>()
  const archives = new Map<string, string>()
  const stagedOf = (feed: string): StagedRecords => {
    const known = staged.get(feed)
    if (known !== undefined) return known
    if (staged.size >= maxFeeds) throw new Error(`these files make more than ${maxFeeds} feeds`)
    const made = new StagedRecords(join(folder, `${feed}.staged`))
    staged.set(feed, made)
    return made
  }

  /** Members of one archive are of one feed, also where one of them alone would not tell. */
  const told = (file: FeedFile, reader: FeedReader, first: readonly FeedRecord[]): string | undefined => {
    const inside = file.place.indexOf('!')
    const archive = inside < 0 ? undefined : `${file.place.slice(0, inside)}\n${reader.id}`
    const known = archive === undefined ? undefined : archives.get(archive)
    const feed = known ?? feedOf(reader.id, file.path, first)
    if (archive !== undefined && feed !== undefined) archives.set(archive, feed)
    return feed
  }
  const decide = (...about: Parameters<typeof told>): string => told(...about) ?? about[1].id

  async function read(file: FeedFile, reader: FeedReader, given?: string): Promise<FeedTaking> {
    const first: FeedRecord[] = []
    let into: StagedRecords | undefined
    let feed = given
    let records = 0
    let problems = 0
    let before: string | undefined
    let problem: string | undefined
    let broken: string | undefined
    const begin = (): StagedRecords => {
      feed ??= decide(file, reader, first)
      const begun = stagedOf(feed)
      begun.beginFile()
      for (const record of first.splice(0)) begun.add(record)
      return begun
    }
    try {
      for await (const record of reader.read({ path: file.path, pieces: file.pieces() })) {
        if (((records + problems) & 1023) === 0) stop.throwIfAborted()
        if (record.kind === 'problem') {
          problems++
          before = placeIn(file, `${record.at}: ${record.message}`)
          problem ??= before
          if (cutOff.test(record.message)) broken ??= before
        } else {
          if (record.kind !== 'date' && record.kind !== 'coverage') records++
          before = undefined
        }
        if (into !== undefined) into.add(record)
        else if (first.push(record) >= lookedAt) into = begin()
      }
      if (before !== undefined && cutLine.test(before)) broken ??= before
      // Of a file of which nothing at all was understood, nobody knows what it says.
      if (records === 0 && problem !== undefined) broken ??= problem
      if (into === undefined && broken === undefined) begin()
    } catch (error) {
      stop.throwIfAborted()
      broken ??= (error as Error).message
    }
    feed ??= broken === undefined ? decide(file, reader, first) : told(file, reader, first)
    if (broken !== undefined) return { outcome: 'broken', feed, reason: broken, kin: reader.id }
    return { outcome: 'taken', feed: feed ?? reader.id, records, problems }
  }

  return {
    async take(file, feed) {
      const reader = feedReaderFor(file.path, file.head)
      if (reader !== undefined) return read(file, reader, feed)
      const reason = cutAtTheHead(file)
      return reason === undefined ? { outcome: 'strange' } : { outcome: 'broken', feed, reason, kin: '' }
    },
    async takeRecords(feed, records) {
      const into = stagedOf(feed)
      let count = 0
      for await (const record of records) {
        stop.throwIfAborted()
        count++
        if (!isFeedRecord(record)) throw new Error(`record ${count} of ${feed} is not understood`)
        into.add(record)
      }
    },
    async compile(feed, base): Promise<CompiledFeed> {
      const records = stagedOf(feed)
      if (base !== undefined) for (const record of readLibrary(base)) records.addBelow(record)
      believeCoverage(feed, records)
      const path = join(folder, `${feed}.sqlite`)
      const { digest, date, counts, covers } = writeLibrary(path, feed, records)
      return { path, digest, date, counts: { ...counts }, covers, problems: records.problems.slice(0, 100) }
    },
    close() {
      for (const one of staged.values()) one.close()
      staged.clear()
    },
  }
}

/** A place within a file, without the file: that is said anyway. */
function placeIn(file: FeedFile, at: string): string {
  return at.startsWith(file.path) ? at.slice(file.path.length).replace(/^[\s:]+/, '') : at
}

/** What is left of a JSON document that was cut off before it said what it is; undefined where that is not so. */
function cutAtTheHead({ path, head }: FeedFile): string | undefined {
  if (!path.endsWith('.json') || head.length >= startLength) return undefined
  const text = decodeUtf8(head)
  if (!/^[\s\ufeff]*(?:[{[]|$)/.test(text)) return undefined
  try {
    JSON.parse(text)
    return undefined
  } catch {
    return `the document ends in the middle at byte ${head.length}`
  }
}
