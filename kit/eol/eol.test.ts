import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { parse } from 'yaml'
import { parseSupportTable, type SupportTable, supportStatus } from './index.ts'

const folder = join(import.meta.dirname, '../../content/operating-systems')

const tables = globSync(`${folder}/*.yaml`).map((path): SupportTable => {
  const { table, problems } = parseSupportTable(parse(readFileSync(path, 'utf8')))
  assert.deepEqual(problems, [], path)
  assert.ok(table)
  assert.equal(table.id, basename(path, '.yaml'))
  return table
})

const on = (day: string, id: string, version?: string, subscriptions: readonly string[] = []) => {
  const answer = supportStatus(tables, { id, version }, { on: day, subscriptions })
  if (answer.status === 'supported') return `${answer.phase.name} until ${answer.until}`
  if (answer.status === 'ended')
    return `ended ${answer.endedOn}${answer.subscribable ? `, ${answer.subscribable.name} to be had` : ''}`
  return answer.status === 'unknown' ? `unknown ${answer.reason}` : answer.status
}

test('the tables of the project: every release has dates in order', () => {
  assert.ok(tables.length > 20)
  const ids = tables.flatMap((table) => [table.id, ...table.aliases])
  assert.equal(new Set(ids).size, ids.length)
  for (const { id, releases, rolling } of tables) {
    assert.equal(releases.length === 0, rolling, id)
    for (const { release, released, phases } of releases) {
      const dates = [released, ...phases.map((phase) => phase.until)].filter((date) => date !== undefined)
      assert.deepEqual(dates, [...dates].sort(), `${id} ${release}`)
      assert.ok(released, `${id} ${release}`)
    }
  }
})

test('Debian: standard, then LTS for everybody, then the end', () => {
  assert.equal(on('2026-07-11', 'debian', '12'), 'standard until 2026-07-11')
  assert.equal(on('2026-07-12', 'debian', '12'), 'LTS until 2028-06-30')
  assert.equal(on('2028-07-01', 'debian', '12'), 'ended 2028-06-30')
  assert.equal(on('2026-01-01', 'debian'), 'rolling')
})

test('Ubuntu: extended maintenance counts only for those who have it', () => {
  assert.equal(on('2026-01-01', 'ubuntu', '20.04'), 'ended 2025-05-31, ESM to be had')
  assert.equal(on('2026-01-01', 'ubuntu', '20.04', ['esm-infra']), 'ESM until 2030-04-02')
  assert.equal(on('2031-01-01', 'ubuntu', '20.04', ['esm-infra']), 'ended 2030-04-02')
})

test('minor releases belong to the longest listed beginning of their version', () => {
  assert.equal(on('2026-01-01', 'rhel', '9.4'), 'standard until 2032-05-31')
  assert.equal(on('2026-01-01', 'alpine', '3.20.1'), 'standard until 2026-04-01')
  assert.equal(on('2026-01-01', 'sles', '15'), 'ended 2019-12-31')
  assert.equal(on('2026-01-01', 'opensuse-leap', '15.2.1'), 'ended 2022-01-04')
  assert.equal(on('2026-01-01', 'opensuse', '42.3'), 'ended 2019-07-01')
})

test('rolling and unknown', () => {
  assert.equal(on('2026-01-01', 'arch'), 'rolling')
  assert.equal(on('2026-01-01', 'alpine', '3.22.0_alpha20250108'), 'rolling')
  assert.equal(on('2026-01-01', 'templeos', '5'), 'unknown system')
  assert.equal(on('2026-01-01', 'debian', '99'), 'unknown release')
  assert.equal(on('2026-01-01', 'rhel'), 'unknown release')
})

test('once ended, it stays ended', () => {
  const day = fc
    .date({ min: new Date('1995-01-01'), max: new Date('2045-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
  const system = fc.constantFrom(
    ...tables.flatMap(({ id, releases }) => releases.map(({ release }) => ({ id, version: release }))),
  )
  fc.assert(
    fc.property(system, day, day, (one, a, b) => {
      const [earlier, later] = [a, b].sort() as [string, string]
      const before = supportStatus(tables, one, { on: earlier })
      const after = supportStatus(tables, one, { on: later })
      if (before.status === 'ended') assert.equal(after.status, 'ended')
    }),
  )
})

test('a document that is no table is refused with a reason', () => {
  for (const document of [
    undefined,
    null,
    7,
    [],
    {},
    { id: 'x', name: 'x', source: 'x', releases: [{ release: 12, until: '2026-13-01' }] },
  ]) {
    const { table, problems } = parseSupportTable(document)
    assert.equal(table, undefined)
    assert.ok(problems.length > 0)
  }
})
