import type { Advisory, Affected } from './advisory.ts'
import type { Threat } from './threat.ts'

/** An advisory, and the feed that it came with: `osv-go`. */
export interface FedAdvisory {
  readonly feed: string
  readonly advisory: Advisory
}

/** One entry of an advisory, which is itself looked up only when it is asked for: of most entries the versions say enough. */
export interface NamedEntry {
  readonly feed: string
  readonly entry: Affected
  /** As `untilOf` says it, where that is known without the entry. */
  readonly until?: string | undefined
  /** The advisory with this entry alone. */
  advisory(): Advisory
}

/** What one feed knows of a CVE. */
export interface FedThreat {
  readonly feed: string
  readonly threat: Threat
}

/** What is held of one feed. */
export interface FeedState {
  readonly feed: string
  /** SHA-256 of the content in hexadecimal: two versions that say the same have the same, in whatever order they were read. */
  readonly digest: string
  /**
   * When the publisher made the data: RFC 3339 or `YYYY-MM-DD`. Where the feed does not tell, when the newest of its advisories was modified; undefined
   * without any.
   */
  readonly date: string | undefined
  readonly counts: FeedCounts
  /** Ecosystems, with their releases, of which the feed speaks as a whole: `Debian:12`. In order of code units. */
  readonly covers: readonly string[]
}

export interface FeedCounts {
  readonly advisories: number
  readonly threats: number
  readonly weaknesses: number
  /** Records, or parts of records, that were not understood and left out. */
  readonly problems: number
}

/**
 * Everything that is known from feeds, for looking up. Answers are in an order of their own (feeds by id, then advisories by id, in code
 * units): the same feeds give the same answers however they were read. Withdrawn advisories are among them.
 */
export interface AdvisoryLibrary {
  /**
   * Advisories with an entry for a package. `affected` holds only the entries of this ecosystem and name. The ecosystem is as OSV names it, with the
   * release of a distribution (`Debian:12`, `npm`); the name in any spelling that the ecosystem takes for the same (`packageKey`).
   * Entries that name a product by CPE only are found as ecosystem `cpe`, name `vendor:product`; those without an ecosystem as ``.
   */
  advisoriesNaming(ecosystem: string, name: string): readonly FedAdvisory[]
  /** The same, entry by entry. */
  entriesNaming(ecosystem: string, name: string): readonly NamedEntry[]
  /** Advisories whose id, alias or upstream this is, whole. */
  advisoriesOf(id: string): readonly FedAdvisory[]
  threatsOf(cve: string): readonly FedThreat[]
  /** Whether some feed speaks of this ecosystem as a whole, so that what it does not name there is not known to be affected. */
  covers(ecosystem: string): boolean
  /** Name of a weakness: `CWE-79`. */
  weakness(id: string): string | undefined
  feeds(): readonly FeedState[]
  close(): void
}
