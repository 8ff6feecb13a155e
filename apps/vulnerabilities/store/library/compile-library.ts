import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { FeedState } from '../../engine/advisory-library.ts'
import type { FeedRecord } from '../../engine/feed-record.ts'
import { untilOf } from '../../engine/until.ts'
import { StagedRecords } from './staged-records.ts'

/** Raised when files of another shape are written; those of other shapes are not read. */
export const libraryFormat = 1

const schema = readFileSync(new URL('schema.sql', import.meta.url), 'utf8')

/**
 * Compiles what reading a feed gave into one file at `path`: beside it first, then moved in place, so that it is there whole or not at all.
 * Of advisories with one id the one modified last counts. The same records give the same file content in any order. Throws what reading throws,
 * and then leaves nothing behind.
 */
export async function compileLibrary(
  path: string,
  feed: string,
  records: Iterable<FeedRecord> | AsyncIterable<FeedRecord>,
): Promise<FeedState> {
  const staged = new StagedRecords(`${path}.staged`)
  try {
    for await (const record of records) staged.add(record)
    return writeLibrary(path, feed, staged)
  } finally {
    staged.close()
  }
}

/** As `compileLibrary`, of records that are staged already. */
export function writeLibrary(path: string, feed: string, staged: StagedRecords): FeedState {
  const unfinished = `${path}.unfinished`
  rmSync(unfinished, { force: true })
  try {
    const state = write(unfinished, feed, staged)
    syncToDisk(unfinished)
    renameSync(unfinished, path)
    syncToDisk(dirname(path))
    return state
  } finally {
    rmSync(unfinished, { force: true })
  }
}

function write(path: string, feed: string, staged: StagedRecords): FeedState {
  const database = new DatabaseSync(path)
  try {
    database.exec('pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -131072; begin')
    database.exec(schema)
    const hash = createHash('sha256')
    const told = (kind: string, text: string) => hash.update(`${kind}\t${text}\n`)
    const { count: advisories, newest } = writeAdvisories(database, staged, told)
    const threats = writeThreats(database, staged, told)
    const addWeakness = database.prepare('insert or ignore into weakness values (?, ?)')
    const weaknesses = [...staged.weaknesses].sort(([a], [b]) => (a < b ? -1 : 1))
    for (const [id, name] of weaknesses) {
      addWeakness.run(id, name)
      told('weakness', JSON.stringify([id, name]))
    }
    const covers = [...staged.covered].sort()
    const addCoverage = database.prepare('insert or ignore into coverage values (?)')
    for (const ecosystem of covers) {
      addCoverage.run(ecosystem)
      told('coverage', JSON.stringify(ecosystem))
    }
    const addProblem = database.prepare('insert into problem (place, message) values (?, ?)')
    const problems = staged.problems.map(({ at, message }) => [at, message] as const).sort()
    for (const [at, message] of problems) addProblem.run(at, message)
    const counts = { advisories, threats, weaknesses: weaknesses.length, problems: staged.problemCount }
    const state: FeedState = { feed, digest: hash.digest('hex'), date: staged.date ?? newest, counts, covers }
    const addMeta = database.prepare('insert into meta values (?, ?)')
    addMeta.run('format', String(libraryFormat))
    addMeta.run('state', JSON.stringify(state))
    database.exec('commit')
    return state
  } finally {
    database.close()
  }
}

/** Before there were advisories: what is earlier stands for no time at all, such as the year 1. */
const firstInstant = Date.UTC(1980, 0)

type Tell = (kind: string, text: string) => void

function writeAdvisories(
  database: DatabaseSync,
  staged: StagedRecords,
  told: Tell,
): { readonly count: number; readonly newest: string | undefined } {
  const addAdvisory = database.prepare('insert into advisory values (?, ?, ?)')
  const addEntry = database.prepare('insert into entry values (?, ?, ?)')
  const addPackage = database.prepare('insert into package values (?, ?, ?)')
  const addNaming = database.prepare('insert or ignore into naming values (?, ?, ?, ?)')
  const addName = database.prepare('insert or ignore into known_as values (?, ?)')
  const packages = new Map<string, number>()
  let number = 0
  let newest: string | undefined
  let newestInstant = Number.NEGATIVE_INFINITY
  for (const { id, body, modified, names, entries, keys } of staged.advisories()) {
    number++
    const instant = Date.parse(modified)
    if (instant > newestInstant && instant > firstInstant) {
      newestInstant = instant
      newest = modified
    }
    told('advisory', body)
    addAdvisory.run(number, id, body)
    for (const name of [id, ...names]) addName.run(name, number)
    for (const [position, text] of entries.entries()) {
      told('entry', text)
      addEntry.run(number, position, text)
      const until = untilOf(JSON.parse(text)) ?? null
      for (const { ecosystem, name } of keys[position] ?? []) {
        const key = `${ecosystem}\n${name}`
        let known = packages.get(key)
        if (known === undefined) {
          known = packages.size + 1
          packages.set(key, known)
          addPackage.run(known, ecosystem.toWellFormed(), name.toWellFormed())
        }
        addNaming.run(known, number, position, until)
      }
    }
  }
  return { count: number, newest }
}

function writeThreats(database: DatabaseSync, staged: StagedRecords, told: Tell): number {
  const addThreat = database.prepare('insert into threat values (?, ?, ?)')
  let count = 0
  let before: string | undefined
  let position = 0
  for (const { cve, text } of staged.threats()) {
    position = cve === before ? position + 1 : 0
    before = cve
    addThreat.run(cve, position, text)
    told('threat', text)
    count++
  }
  return count
}

function syncToDisk(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
