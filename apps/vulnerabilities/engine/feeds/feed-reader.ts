import type { FeedRecord } from '../feed-record.ts'

/** One file of a feed, unpacked: archives and compression are the caller's, who hands over the members one by one. */
export interface FeedFile {
  /** Where the publisher keeps it, within the feed, without the ending of a compression: `all/GO-2024-1.json`. */
  readonly path: string
  /** Its bytes in order, in pieces of any size. */
  readonly pieces: AsyncIterable<Uint8Array>
}

/** Reads the files of one native format. */
export interface FeedReader {
  /** Name of the format: `osv`, `debian-tracker`. */
  readonly id: string
  /** Whether this is such a file, by its path and by how its text begins (up to `startLength` bytes of it). Never throws. */
  matches(path: string, start: string): boolean
  /**
   * What the file says, in its order. What cannot be understood becomes a record of kind `problem` and is left out; it never throws for what the file
   * holds, only what its pieces throw.
   */
  read(file: FeedFile): AsyncIterable<FeedRecord>
}

/** How many bytes of a file tell its format. */
export const startLength = 65_536
