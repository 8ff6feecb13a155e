import { DatabaseSync } from 'node:sqlite'
import type { Advisory, Affected } from '../../engine/advisory.ts'
import type { AdvisoryLibrary, FedAdvisory, FedThreat, FeedState, NamedEntry } from '../../engine/advisory-library.ts'
import { packageKey } from '../../engine/package-key.ts'
import type { Threat } from '../../engine/threat.ts'
import { libraryFormat } from './compile-library.ts'
import { LibraryError } from './library-error.ts'

/**
 * Opens compiled feeds for looking up, one file a feed; none gives a library that knows nothing. Throws LibraryError for a file that is broken,
 * not a library, or of another format.
 */
export function openLibrary(paths: readonly string[]): AdvisoryLibrary {
  const shelves: Shelf[] = []
  const close = () => {
    for (const shelf of shelves) shelf.close()
  }
  try {
    for (const path of paths) shelves.push(new Shelf(path))
  } catch (error) {
    close()
    throw error
  }
  shelves.sort((a, b) => (a.state.feed < b.state.feed ? -1 : 1))
  const covered = new Set(shelves.flatMap(({ state }) => state.covers))
  return {
    advisoriesNaming(ecosystem, name) {
      const key = packageKey(ecosystem, name)
      return shelves.flatMap((shelf) => shelf.naming(key.ecosystem, key.name))
    },
    entriesNaming(ecosystem, name) {
      const key = packageKey(ecosystem, name)
      return shelves.flatMap((shelf) => shelf.entriesNaming(key.ecosystem, key.name))
    },
    advisoriesOf: (id) => shelves.flatMap((shelf) => shelf.knownAs(id)),
    threatsOf: (cve) => shelves.flatMap((shelf) => shelf.threatsOf(cve)),
    covers: (ecosystem) => covered.has(ecosystem),
    weakness: (id) => shelves.map((shelf) => shelf.weakness(id)).find((name) => name !== undefined),
    feeds: () => shelves.map(({ state }) => state),
    close,
  }
}

/** Advisories without their entries that are kept parsed: a host asks for the same ones by many packages. */
const keptAdvisories = 20_000

class Shelf {
  readonly state: FeedState
  readonly #database: DatabaseSync
  readonly #ecosystems: ReadonlySet<string>
  readonly #naming
  readonly #named
  readonly #entry
  readonly #knownAs
  readonly #body
  readonly #entries
  readonly #threats
  readonly #weakness
  readonly #advisories = new Map<number, Omit<Advisory, 'affected'>>()

  constructor(path: string) {
    try {
      this.#database = new DatabaseSync(path, { readOnly: true })
    } catch (error) {
      throw new LibraryError(`${path} cannot be opened: ${(error as Error).message}`)
    }
    const prepare = (text: string) => this.#database.prepare(text)
    try {
      const meta = new Map(
        prepare('select key, value from meta')
          .all()
          .map(({ key, value }) => [key, value] as const),
      )
      if (meta.get('format') !== String(libraryFormat)) {
        throw new LibraryError(`${path} has the format ${meta.get('format')}, not ${libraryFormat}: import it anew.`)
      }
      this.state = JSON.parse(meta.get('state') as string) as FeedState
      this.#ecosystems = new Set(
        prepare('select distinct ecosystem from package')
          .all()
          .map(({ ecosystem }) => ecosystem as string),
      )
      // Compiled by a version that did not write it down.
      const until = prepare("select 1 from pragma_table_info('naming') where name = 'until'").get() ? 'n.until' : 'null'
      this.#named = prepare(`
        select n.advisory, n.position, ${until} as until from package p
        join naming n on n.package = p.number
        where p.ecosystem = ? and p.name = ? order by n.advisory, n.position`)
      this.#entry = prepare('select body from entry where advisory = ? and position = ?')
      this.#naming = prepare(`
        select n.advisory, e.body from package p
        join naming n on n.package = p.number
        join entry e on e.advisory = n.advisory and e.position = n.position
        where p.ecosystem = ? and p.name = ? order by n.advisory, n.position`)
      this.#knownAs = prepare('select advisory from known_as where name = ? order by advisory')
      this.#body = prepare('select body from advisory where number = ?')
      this.#entries = prepare('select body from entry where advisory = ? order by position')
      this.#threats = prepare('select body from threat where cve = ? order by position')
      this.#weakness = prepare('select name from weakness where id = ?')
    } catch (error) {
      this.#database.close()
      if (error instanceof LibraryError) throw error
      throw new LibraryError(`${path} is broken, or not a compiled feed: ${(error as Error).message}`)
    }
  }

  naming(ecosystem: string, name: string): readonly FedAdvisory[] {
    if (!this.#ecosystems.has(ecosystem)) return []
    const found = new Map<number, Affected[]>()
    for (const { advisory, body } of this.#naming.all(ecosystem, name)) {
      const entry = JSON.parse(body as string) as Affected
      const entries = found.get(advisory as number)
      if (entries === undefined) found.set(advisory as number, [entry])
      else entries.push(entry)
    }
    return [...found].map(([number, affected]) => this.#withEntries(number, affected))
  }

  entriesNaming(ecosystem: string, name: string): readonly NamedEntry[] {
    if (!this.#ecosystems.has(ecosystem)) return []
    return this.#named
      .all(ecosystem, name)
      .map(({ advisory, position, until }) =>
        this.#lazyEntry(advisory as number, position as number, (until as string | null) ?? undefined),
      )
  }

  /** Of most entries their end says enough: they are read when they are asked for. */
  #lazyEntry(advisory: number, position: number, until: string | undefined): NamedEntry {
    let entry: Affected | undefined
    const read = () => {
      entry ??= JSON.parse(this.#entry.get(advisory, position)?.body as string) as Affected
      return entry
    }
    return {
      feed: this.state.feed,
      until,
      get entry() {
        return read()
      },
      advisory: () => this.#withEntries(advisory, [read()]).advisory,
    }
  }

  knownAs(id: string): readonly FedAdvisory[] {
    return this.#knownAs.all(id).map(({ advisory }) => {
      const entries = this.#entries.all(advisory as number).map(({ body }) => JSON.parse(body as string) as Affected)
      return this.#withEntries(advisory as number, entries)
    })
  }

  threatsOf(cve: string): readonly FedThreat[] {
    return this.#threats
      .all(cve)
      .map(({ body }) => ({ feed: this.state.feed, threat: JSON.parse(body as string) as Threat }))
  }

  weakness(id: string): string | undefined {
    return this.#weakness.get(id)?.name as string | undefined
  }

  close(): void {
    this.#database.close()
  }

  #withEntries(number: number, affected: readonly Affected[]): FedAdvisory {
    let rest = this.#advisories.get(number)
    if (rest === undefined) {
      rest = JSON.parse(this.#body.get(number)?.body as string) as Omit<Advisory, 'affected'>
      if (this.#advisories.size < keptAdvisories) this.#advisories.set(number, rest)
    }
    return { feed: this.state.feed, advisory: { ...rest, affected } }
  }
}
