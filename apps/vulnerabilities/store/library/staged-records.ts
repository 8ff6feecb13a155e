import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Advisory } from '../../engine/advisory.ts'
import type { FeedRecord } from '../../engine/feed-record.ts'
import { isNewer, wasModifiedLater } from '../../engine/newest-advisory.ts'
import type { Threat } from '../../engine/threat.ts'

/** Problems kept with their words; more are counted only. */
const keptProblems = 1000

export interface KeptProblem {
  readonly at: string
  readonly message: string
}

/** Records as they come, on disk, until all are there and can be put in order. Nothing of it outlives the compiling. */
export class StagedRecords {
  readonly #path: string
  readonly #database: DatabaseSync
  readonly problems: KeptProblem[] = []
  readonly weaknesses = new Map<string, string>()
  readonly covered = new Set<string>()
  problemCount = 0
  date: string | undefined

  constructor(path: string) {
    this.#path = path
    rmSync(path, { force: true })
    this.#database = new DatabaseSync(path)
    this.#database.exec(`
      pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -65536; pragma locking_mode = exclusive;
      create table advisory (id text not null unique, body text not null);
      create table threat (cve text not null, body text not null, below integer not null);
      begin`)
    this.#findAdvisory = this.#database.prepare('select rowid, body from advisory where id = ?')
    this.#addAdvisory = this.#database.prepare('insert into advisory values (?, ?)')
    this.#replaceAdvisory = this.#database.prepare('update advisory set body = ? where rowid = ?')
    this.#addThreat = this.#database.prepare('insert into threat values (?, ?, ?)')
  }

  readonly #findAdvisory
  readonly #addAdvisory
  readonly #replaceAdvisory
  readonly #addThreat

  add(record: FeedRecord): void {
    switch (record.kind) {
      case 'advisory':
        this.#keepAdvisory(record.advisory)
        return
      case 'threat':
        this.#keepThreat(record.threat, 0)
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
        return
      case 'problem':
        this.problemCount++
        if (this.problems.length < keptProblems) this.problems.push({ at: record.at, message: record.message })
    }
  }

  /** Takes a record of an older version of the feed: only where nothing that was added says otherwise. */
  addBelow(record: FeedRecord): void {
    if (record.kind === 'threat') this.#keepThreat(record.threat, 1)
    else if (record.kind === 'advisory') {
      const known = this.#findAdvisory.get(record.advisory.id.toWellFormed()) as { body: string } | undefined
      if (known === undefined || wasModifiedLater(record.advisory, JSON.parse(known.body) as Advisory)) this.add(record)
    } else if (record.kind === 'weakness') {
      if (!this.weaknesses.has(record.id)) this.weaknesses.set(record.id, record.name)
    } else this.add(record)
  }

  #keepThreat(threat: Threat, below: 0 | 1): void {
    this.#addThreat.run(threat.cve.toWellFormed(), JSON.stringify(threat), below)
  }

  #keepAdvisory(advisory: Advisory): void {
    const id = advisory.id.toWellFormed()
    const known = this.#findAdvisory.get(id) as { rowid: number; body: string } | undefined
    if (known === undefined) this.#addAdvisory.run(id, JSON.stringify(advisory))
    else if (isNewer(advisory, JSON.parse(known.body) as Advisory))
      this.#replaceAdvisory.run(JSON.stringify(advisory), known.rowid)
  }

  /** By id. */
  *advisories(): Generator<{ readonly id: string; readonly advisory: Advisory }> {
    const rows = this.#database.prepare('select id, body from advisory order by id').iterate()
    for (const { id, body } of rows as Iterable<{ id: string; body: string }>)
      yield { id, advisory: JSON.parse(body) as Advisory }
  }

  /** By CVE, and by content where one is told of twice. */
  *threats(): Generator<{ readonly cve: string; readonly text: string }> {
    this.#database.exec('create index if not exists threat_cve on threat (cve, below)')
    const rows = this.#database
      .prepare(`
        select distinct cve, body from threat t
        where below = 0 or not exists (select 1 from threat o where o.cve = t.cve and o.below = 0)
        order by cve, body`)
      .iterate()
    for (const { cve, body } of rows as Iterable<{ cve: string; body: string }>) yield { cve, text: body }
  }

  close(): void {
    this.#database.close()
    rmSync(this.#path, { force: true })
  }
}
