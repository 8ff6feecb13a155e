import type { AppId } from './names.ts'
import type { Stop } from './stop.ts'

/** A feed that an app knows: whose it is, under which licence, and how it is obtained. Data only. */
export interface FeedDefinition {
  /** `osv-go`: letters, digits and hyphens. */
  readonly id: string
  readonly title: string
  readonly publisher: string
  readonly licence: string
  /** Absent: it can be imported, not downloaded. */
  readonly origin?: FeedOrigin
}

/** Where a feed is published and in which way. Addresses are official ones; an operator may set others. */
export type FeedOrigin =
  /** Files that are replaced as a whole. */
  | { readonly kind: 'files'; readonly urls: readonly string[] }
  /** An archive of all records, a list of when each was modified, and each record by itself. Source: google.github.io/osv.dev, "Data dumps". */
  | { readonly kind: 'osv'; readonly base: string }
  /** A CSAF provider: its metadata, which names directories or ROLIE feeds. Source: CSAF 2.0, section 7.1. */
  | { readonly kind: 'csaf'; readonly metadata: string; readonly under?: string }
  /** The CVE API of NVD, by pages and by times of modification. Source: nvd.nist.gov/developers/vulnerabilities. */
  | { readonly kind: 'nvd'; readonly url: string }

/** One file, or one member of an archive, that may be a feed or a part of one. */
export interface FeedFile {
  /** For people: `feeds/osv/go.jsonl.gz`, `all.zip!GO-2024-1.json`. */
  readonly place: string
  /** The place without what it was packed with: `feeds/osv/go.jsonl`. */
  readonly path: string
  /** The first bytes, unpacked: 64 KiB, or all where it is shorter. */
  readonly head: Uint8Array
  /** All of it, unpacked; may be asked for once. Throws where it is broken or unpacks to too much. */
  pieces(): AsyncIterable<Uint8Array>
}

/** What came of one file. */
export type FeedTaking =
  | { readonly outcome: 'taken'; readonly feed: string; readonly records: number; readonly problems: number }
  /** Nothing that this app knows. */
  | { readonly outcome: 'strange' }
  /** It ends early, or is not what it seemed: its feed must not be replaced by what was read. `reason` says where: `line 17: …`. */
  | {
      readonly outcome: 'broken'
      readonly feed: string | undefined
      readonly reason: string
      /** Where it does not tell its feed: what the ids of those begin with that it may be a part of, such as `osv`; empty: any. */
      readonly kin?: string
    }

/** A feed made ready for looking up, in one file. */
export interface CompiledFeed {
  readonly path: string
  /** SHA-256 of what it says, whatever the order that it was read in. */
  readonly digest: string
  /** When the publisher made the data: RFC 3339 or `YYYY-MM-DD`. */
  readonly date: string | undefined
  /** `{ advisories: 4291, problems: 0 }` */
  readonly counts: Readonly<Record<string, number>>
  /** What it speaks of as a whole, in the words of the app: `Debian:12`. */
  readonly covers: readonly string[]
  /** Problems of records that were left out, the first of them. */
  readonly problems: readonly { readonly at: string; readonly message: string }[]
}

/** Files becoming feeds: many are taken, then each feed that came of them is compiled. */
export interface FeedIntake {
  /** Reads one file into the feed that it belongs to, which is `feed` where that is said. Never throws for what the file holds. */
  take(file: FeedFile, feed?: string): Promise<FeedTaking>
  /** Takes records as `records` of this app gave them, maybe on another machine. Throws where they are not such. */
  takeRecords(feed: string, records: AsyncIterable<unknown>): Promise<void>
  /** What was taken of a feed, on top of the compiled file `base` where that is given: newer records replace those of it. */
  compile(feed: string, base?: string): Promise<CompiledFeed>
  /** Forgets all that is not compiled. */
  close(): void
}

/** The feeds of an app, and how they are read. */
export interface FeedContent {
  readonly app: AppId
  readonly feeds: readonly FeedDefinition[]
  /** Begins to take files; what is compiled is written below `folder`. */
  open(folder: string, stop: Stop): FeedIntake
  /** What a compiled file holds, as values of JSON, in an order of their own. */
  records(path: string): Iterable<unknown>
}
