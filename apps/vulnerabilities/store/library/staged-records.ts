import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Advisory, Affected } from '../../engine/advisory.ts'
import type { FeedRecord } from '../../engine/feed-record.ts'
import { isNewer, wasModifiedLater } from '../../engine/newest-advisory.ts'
import { keysOf, type PackageKey } from '../../engine/package-key.ts'
import type { Threat } from '../../engine/threat.ts'

/** Problems kept with their words; more are counted only. */
const keptProblems = 1000

/** In place of the number of a file: an older version of the feed. */
const older = -1

export interface KeptProblem {
  readonly at: string
  readonly message: string
}

/** An advisory in the texts that are written, so that it is not taken apart a second time. */
export interface StagedAdvisory extends Lookup {
  readonly id: string
  /** JSON without the entries. */
  readonly body: string
  readonly entries: readonly string[]
}

interface Lookup {
  readonly modified: string
  /** Aliases, and what it answers. */
  readonly names: readonly string[]
  /** Of each entry. */
  readonly keys: readonly (readonly PackageKey[])[]
}

interface Kept {
  readonly rowid: number
  readonly body: string
  readonly entries: string
}

/** Records as they come, on disk, until all are there and can be put in order. Nothing of it outlives the compiling. */
export class StagedRecords {
  readonly #path: string
  readonly #database: DatabaseSync
  readonly problems: KeptProblem[] = []
  readonly weaknesses = new Map<string, string>()
  readonly covered = new Set<string>()
  /** Of each file. */
  readonly #dates: string[] = ['']
  problemCount = 0
  date: string | undefined

  constructor(path: string) {
    this.#path = path
    rmSync(path, { force: true })
    this.#database = new DatabaseSync(path)
    this.#database.exec(`
      pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -65536; pragma locking_mode = exclusive;
      create table advisory (id text not null unique, body text not null, entries text not null, lookup text not null);
      create table threat (cve text not null, body text not null, file integer not null);
      begin`)
    this.#findAdvisory = this.#database.prepare('select rowid, body, entries from advisory where id = ?')
    this.#addAdvisory = this.#database.prepare('insert into advisory values (?, ?, ?, ?)')
    this.#replaceAdvisory = this.#database.prepare(
      'update advisory set body = ?, entries = ?, lookup = ? where rowid = ?',
    )
    this.#addThreat = this.#database.prepare('insert into threat values (?, ?, ?)')
  }

  readonly #findAdvisory
  readonly #addAdvisory
  readonly #replaceAdvisory
  readonly #addThreat

  /** What is added from now on is of another file, which may have a date of its own. */
  beginFile(): void {
    this.#dates.push('')
  }

  add(record: FeedRecord): void {
    switch (record.kind) {
      case 'advisory':
        this.#keepAdvisory(record.advisory)
        return
      case 'threat':
        this.#keepThreat(record.threat, this.#dates.length - 1)
        return
      case 'weakness': {
        const known = this.weaknesses.get(record.id)
        if (known === undefined || record.name > known) this.weaknesses.set(record.id, record.name)
        return
      }
      case 'coverage':
        this.covered.add(record.ecosystem)
        return
      case 'date':
        if (this.date === undefined || record.date > this.date) this.date = record.date
        if (record.date > (this.#dates.at(-1) ?? '')) this.#dates[this.#dates.length - 1] = record.date
        return
      case 'problem':
        this.problemCount++
        if (this.problems.length < keptProblems) this.problems.push({ at: record.at, message: record.message })
    }
  }

  /** Takes a record of an older version of the feed: only where nothing that was added says otherwise. */
  addBelow(record: FeedRecord): void {
    if (record.kind === 'threat') this.#keepThreat(record.threat, older)
    else if (record.kind === 'advisory') {
      const known = this.#findAdvisory.get(record.advisory.id.toWellFormed()) as Kept | undefined
      if (known === undefined || wasModifiedLater(record.advisory, wholeOf(known))) this.add(record)
    } else if (record.kind === 'weakness') {
      if (!this.weaknesses.has(record.id)) this.weaknesses.set(record.id, record.name)
    } else this.add(record)
  }

  get advisoryCount(): number {
    return (this.#database.prepare('select count(*) as n from advisory').get() as { n: number }).n
  }

  #keepThreat(threat: Threat, file: number): void {
    this.#addThreat.run(threat.cve.toWellFormed(), JSON.stringify(threat), file)
  }

  #keepAdvisory(advisory: Advisory): void {
    const id = advisory.id.toWellFormed()
    const known = this.#findAdvisory.get(id) as Kept | undefined
    if (known === undefined) this.#addAdvisory.run(id, ...textsOf(advisory))
    else if (isNewer(advisory, wholeOf(known))) this.#replaceAdvisory.run(...textsOf(advisory), known.rowid)
  }

  /** By id. */
  *advisories(): Generator<StagedAdvisory> {
    const rows = this.#database.prepare('select id, body, entries, lookup from advisory order by id').iterate()
    for (const { id, body, entries, lookup } of rows as Iterable<
      Record<'id' | 'body' | 'entries' | 'lookup', string>
    >) {
      const { modified, names, keys } = JSON.parse(lookup) as Lookup
      yield { id, body, modified, names, keys, entries: entries === '' ? [] : entries.split('\n') }
    }
  }

  /** By CVE, and by content where one is told of twice. Of files with different dates the newest counts. May be asked for once. */
  *threats(): Generator<{ readonly cve: string; readonly text: string }> {
    this.#database.exec(`
      create index threat_cve on threat (cve);
      create table file (number integer primary key, rank integer not null)`)
    const addFile = this.#database.prepare('insert into file values (?, ?)')
    const ranks = [...new Set(this.#dates)].sort()
    addFile.run(older, -1)
    for (const [number, date] of this.#dates.entries()) addFile.run(number, ranks.indexOf(date))
    const rows = this.#database
      .prepare(`
        select distinct t.cve, t.body from threat t join file f on f.number = t.file
        where f.rank = (select max(o.rank) from threat s join file o on o.number = s.file where s.cve = t.cve)
        order by t.cve, t.body`)
      .iterate()
    for (const { cve, body } of rows as Iterable<{ cve: string; body: string }>) yield { cve, text: body }
  }

  close(): void {
    this.#database.close()
    rmSync(this.#path, { force: true })
  }
}

function textsOf(advisory: Advisory): [body: string, entries: string, lookup: string] {
  const { affected, ...rest } = advisory
  const { modified, aliases, upstream } = rest
  const lookup: Lookup = { modified, names: [...aliases, ...upstream], keys: affected.map(keysOf) }
  // JSON has no line breaks of its own.
  return [JSON.stringify(rest), affected.map((entry) => JSON.stringify(entry)).join('\n'), JSON.stringify(lookup)]
}

/** As it came, but for the order of its members, which is the same for all that are kept. */
function wholeOf({ body, entries }: Kept): Advisory {
  const affected = entries === '' ? [] : entries.split('\n').map((entry) => JSON.parse(entry) as Affected)
  return { ...(JSON.parse(body) as Omit<Advisory, 'affected'>), affected }
}
