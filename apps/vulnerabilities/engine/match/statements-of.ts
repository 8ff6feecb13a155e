import type { Advisory } from '../advisory.ts'
import type { AdvisoryLibrary } from '../advisory-library.ts'
import type { InstalledSoftware } from '../installed-software.ts'
import { fromOn } from '../until.ts'
import { byCodeUnits } from './bounded.ts'
import { type Naming, namingOf } from './checks-of.ts'
import { isOutside, judgeEntry, type PreparedEntry, prepareEntry } from './judge-entry.ts'
import type { Statement } from './statement.ts'
import { lookupsOf } from './subjects.ts'

/** A statement with the advisory that makes it, and in which step of the ecosystems it counts. */
export interface Stated {
  readonly statement: Statement
  readonly advisory: Advisory
  readonly prepared: PreparedEntry
  readonly step: number
}

/** All that is said of one software about one check. */
export interface CheckStatements {
  readonly check: string
  readonly aliases: ReadonlySet<string>
  readonly stated: readonly Stated[]
}

interface Shelf {
  readonly until: string | undefined
  prepared(): PreparedEntry
  /** Worked out when first asked for. */
  naming(): Naming
}

/** Many lookups of one run ask for the same package: so many are kept, and then all are forgotten. */
const maxKept = 2000

/** Finds what is said of software, by check. Keeps what it looked up. */
export class StatementFinder {
  readonly library: AdvisoryLibrary
  readonly #shelves = new Map<string, readonly Shelf[]>()

  constructor(library: AdvisoryLibrary) {
    this.library = library
  }

  /**
   * By check in order of code units; statements by step, feed, advisory and words. With `deciding`, statements whose versions say that they do not mean the
   * software are left out where they cannot change what is decided: most of them, and so most advisories are never looked up.
   */
  statementsOf(
    software: InstalledSoftware,
    { withCpes, deciding }: { readonly withCpes: boolean; readonly deciding: boolean },
  ): readonly CheckStatements[] {
    // Where one step outweighs another, a version outside of a range is a statement that counts.
    const isShort = deciding && software.ecosystems.length === 1 && !withCpes
    const byCheck = new Map<string, { readonly aliases: Set<string>; readonly stated: Map<string, Stated> }>()
    for (const lookup of lookupsOf(software, this.library, withCpes)) {
      const isFromOn = fromOn(lookup.ecosystem, lookup.version)
      for (const { until, prepared: prepare, naming } of this.#shelf(lookup.ecosystem, lookup.name)) {
        if (isShort && until !== undefined && isFromOn(until)) continue
        const prepared = prepare()
        const means = prepared.entry.names ?? lookup.otherwise
        if (means !== 'either' && means !== lookup.as) continue
        if (isShort && isOutside(prepared, lookup.version)) continue
        const { checks, aliases } = naming()
        const statement = judgeEntry(software, lookup, prepared)
        for (const check of checks) {
          let found = byCheck.get(check)
          if (found === undefined) {
            found = { aliases: new Set(), stated: new Map() }
            byCheck.set(check, found)
          }
          for (const alias of aliases) if (alias !== check) found.aliases.add(alias)
          const key = keyOf(statement, lookup.step)
          // Named as source and as itself, it is one statement: the one of the package itself.
          if (!found.stated.has(key))
            found.stated.set(key, { statement, advisory: prepared.advisory(), prepared, step: lookup.step })
        }
      }
    }
    return [...byCheck]
      .sort(([a], [b]) => byCodeUnits(a, b))
      .map(([check, { aliases, stated }]) => ({
        check,
        aliases,
        stated: [...stated].sort(([a], [b]) => byCodeUnits(a, b)).map(([, one]) => one),
      }))
  }

  #shelf(ecosystem: string, name: string): readonly Shelf[] {
    const key = `${ecosystem}\n${name}`
    let found = this.#shelves.get(key)
    if (found === undefined) {
      found = this.library.entriesNaming(ecosystem, name).map((one) => {
        let made: PreparedEntry | undefined
        let naming: Naming | undefined
        const prepared = () => {
          made ??= prepareEntry(one)
          return made
        }
        return {
          until: one.until,
          prepared,
          naming: () => {
            naming ??= namingOf(prepared().advisory(), this.library)
            return naming
          },
        }
      })
      if (this.#shelves.size >= maxKept) this.#shelves.clear()
      this.#shelves.set(key, found)
    }
    return found
  }
}

/** Two entries of one advisory that say the same of a software are one statement. */
function keyOf({ feed, advisory, outcome, words, fixed }: Statement, step: number): string {
  return [String(step).padStart(4, '0'), feed, advisory, outcome, fixed ?? '', words].join('\n')
}
