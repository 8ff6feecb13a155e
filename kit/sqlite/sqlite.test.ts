import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { bytesInMemory, MalformedInput, runReader } from '../reading/index.ts'
import { readTable, type SqlValue } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-sqlite-'))
after(() => rmSync(folder, { recursive: true }))

type Row = readonly [number, ...SqlValue[]]

function rows(table: string, database: Uint8Array, log?: Uint8Array, maxRowSize = 1 << 26): Row[] {
  const found: Row[] = []
  const options = { withLog: log !== undefined, maxRowSize }
  const inputs = log === undefined ? [database] : [database, log]
  const there = runReader(
    readTable(table, options, (rowId, values) => found.push([rowId, ...values])),
    bytesInMemory(...inputs),
  )
  assert.ok(there, `table ${table}`)
  return found
}

test('what SQLite writes is read back: sizes, types, page sizes, overflow, many pages', () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.integer(),
    fc.constantFrom(0, 1, -1, 127, -129, 2 ** 15, -(2 ** 23) - 1, 2 ** 47, -(2 ** 47) - 1, Number.MAX_SAFE_INTEGER),
    fc.double({ noNaN: true }).filter((number) => !Number.isInteger(number)),
    fc.string({ maxLength: 50 }).filter((text) => text.isWellFormed() && !text.includes('\0')),
    fc.uint8Array({ maxLength: 20_000 }),
  )
  let run = 0
  fc.assert(
    fc.property(
      fc.array(fc.tuple(value, value), { maxLength: 60 }),
      fc.constantFrom(512, 1024, 4096, 65536),
      (data, pageSize) => {
        const file = join(folder, `${run++}.db`)
        const database = new DatabaseSync(file)
        database.exec(
          `pragma page_size = ${pageSize}; create table other (x); create table t (id integer primary key, a, b)`,
        )
        const insert = database.prepare('insert into t (a, b) values (?, ?)')
        for (const pair of data) insert.run(...pair)
        database.close()
        const comparable = (one: SqlValue) => (one instanceof Uint8Array ? [...one] : one)
        assert.deepEqual(
          rows('t', readFileSync(file)).map(([id, , a, b]) => [
            id,
            comparable(a as SqlValue),
            comparable(b as SqlValue),
          ]),
          data.map(([a, b], index) => [index + 1, comparable(a), comparable(b)]),
        )
      },
    ),
    { numRuns: 60 },
  )
})

test('interior pages: a hundred thousand rows', () => {
  const file = join(folder, 'many.db')
  const database = new DatabaseSync(file)
  database.exec('create table t (a); begin')
  const insert = database.prepare('insert into t values (?)')
  for (let i = 0; i < 100_000; i++) insert.run(`row ${i}`)
  database.exec('commit')
  database.close()
  const found = rows('t', readFileSync(file))
  assert.equal(found.length, 100_000)
  assert.ok(found.every(([id, text], index) => id === index + 1 && text === `row ${index}`))
})

test('committed changes in the write-ahead log count, others do not', () => {
  const file = join(folder, 'log.db')
  const database = new DatabaseSync(file)
  database.exec('pragma journal_mode = wal; pragma wal_autocheckpoint = 0; create table t (a)')
  database.exec("insert into t values ('checkpointed'); pragma wal_checkpoint(truncate)")
  database.exec("insert into t values ('in the log')")
  copyFileSync(file, `${file}.copy`)
  copyFileSync(`${file}-wal`, `${file}.copy-wal`)
  const log = readFileSync(`${file}.copy-wal`)
  const plain = readFileSync(`${file}.copy`)
  database.close()
  assert.deepEqual(rows('t', plain, log), [
    [1, 'checkpointed'],
    [2, 'in the log'],
  ])
  assert.deepEqual(rows('t', plain, log.subarray(0, log.length - 1)), [[1, 'checkpointed']])
  const torn = Buffer.from(log)
  torn[40] = 77
  assert.deepEqual(rows('t', plain, torn), [[1, 'checkpointed']])
  assert.deepEqual(rows('t', plain, new Uint8Array(0)), [[1, 'checkpointed']])
})

test('mutilated databases only ever throw MalformedInput', () => {
  const file = join(folder, 'fuzz.db')
  const database = new DatabaseSync(file)
  database.exec('pragma page_size = 512; create table t (a, b)')
  const insert = database.prepare('insert into t values (?, ?)')
  for (let i = 0; i < 50; i++) insert.run(i, new Uint8Array(i * 40))
  database.close()
  const bytes = readFileSync(file)
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 30 }),
      fc.nat(bytes.length),
      (edits, cut) => {
        const copy = Buffer.from(bytes.subarray(0, cut % 3 === 0 ? cut : bytes.length))
        for (const [at, value] of edits) if (at < copy.length) copy[at] = value
        try {
          runReader(
            readTable('t', { withLog: false, maxRowSize: 1 << 20 }, () => {}),
            bytesInMemory(copy),
          )
        } catch (error) {
          assert.ok(error instanceof MalformedInput, String(error))
        }
      },
    ),
    { numRuns: 3000 },
  )
})
