import { join } from 'node:path'
import type { CompiledFeed, FeedFile, FeedIntake, FeedTaking, Stop } from '@holdfast/platform/contract'
import type { FeedRecord } from '../../engine/feed-record.ts'
import { writeLibrary } from './compile-library.ts'
import { isFeedRecord } from './feed-record-schema.ts'
import { readLibrary } from './read-library.ts'
import { StagedRecords } from './staged-records.ts'

/** How one native format is known and read. */
export interface RecordReader {
  /** The records of a file and the feed that they are of; undefined where the file is of another format. */
  open(
    file: FeedFile,
  ): { readonly feed: (first: readonly FeedRecord[]) => string; records(): AsyncIterable<FeedRecord> } | undefined
}

/** Records looked at to tell which feed a file belongs to. */
const lookedAt = 50
/** Feeds taken at the same time; each has a file open. */
const maxFeeds = 200

/** Takes files of the formats that the readers know and compiles each feed to a library file `<feed>.sqlite` below the folder. */
export function openIntake(folder: string, readers: readonly RecordReader[], stop: Stop): FeedIntake {
  const staged = new Map<string, StagedRecords>()
  const stagedOf = (feed: string): StagedRecords => {
    const known = staged.get(feed)
    if (known !== undefined) return known
    if (staged.size >= maxFeeds) throw new Error(`these files make more than ${maxFeeds} feeds`)
    const made = new StagedRecords(join(folder, `${feed}.staged`))
    staged.set(feed, made)
    return made
  }

  async function read(
    file: FeedFile,
    opened: NonNullable<ReturnType<RecordReader['open']>>,
    given?: string,
  ): Promise<FeedTaking> {
    let feed = given
    const first: FeedRecord[] = []
    let records = 0
    let problems = 0
    let problem: string | undefined
    const settle = (): StagedRecords => {
      feed ??= opened.feed(first)
      const into = stagedOf(feed)
      for (const record of first.splice(0)) into.add(placed(file, record))
      return into
    }
    try {
      let into: StagedRecords | undefined
      for await (const record of opened.records()) {
        stop.throwIfAborted()
        if (record.kind === 'problem') {
          problems++
          problem ??= `${record.at}: ${record.message}`
        } else records++
        if (into !== undefined) into.add(placed(file, record))
        else {
          first.push(record)
          if (feed !== undefined || first.length >= lookedAt) into = settle()
        }
      }
      if (records === 0 && problem !== undefined)
        return { outcome: 'broken', feed: feed ?? opened.feed(first), reason: problem }
      settle()
    } catch (error) {
      stop.throwIfAborted()
      return { outcome: 'broken', feed: feed ?? opened.feed(first), reason: (error as Error).message }
    }
    return { outcome: 'taken', feed: feed as string, records, problems }
  }

  return {
    async take(file, feed) {
      for (const reader of readers) {
        const opened = reader.open(file)
        if (opened) return read(file, opened, feed)
      }
      return { outcome: 'strange' }
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

/** Where a problem is begins with the file that it is in. */
function placed(file: FeedFile, record: FeedRecord): FeedRecord {
  return record.kind === 'problem' ? { ...record, at: `${file.place}: ${record.at}` } : record
}
