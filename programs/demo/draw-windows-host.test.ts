import assert from 'node:assert/strict'
import { test } from 'node:test'
import Schema from 'typebox/schema'
import { serverFaces } from '../../apps/server.ts'
import { drawWindowsHost, isDrawnWindows, isNameOfWindows, windowsOnDay, windowsShare } from './draw-windows-host.ts'

const first = 20_000
const numbers = Array.from({ length: 400 }, (_, number) => number)
const drawn = numbers.filter((number) => isDrawnWindows('seed', number, windowsShare))

test('about a quarter of hosts is Windows, and none where none is asked for', () => {
  assert.ok(drawn.length > 70 && drawn.length < 130, `${drawn.length}`)
  assert.ok(!numbers.some((number) => isDrawnWindows('seed', number, 0)))
})

test('what is drawn are facts as the schemas want them, and the same for the same seed', () => {
  const checks = new Map(
    serverFaces.flatMap(({ app }) => app.facts).map((fact) => [fact.name as string, Schema.Compile(fact.schema)]),
  )
  for (const number of drawn) {
    const host = drawWindowsHost('seed', number, '2026-11-22T10:00:00.000Z')
    assert.deepEqual(drawWindowsHost('seed', number, '2026-11-22T10:00:00.000Z'), host)
    assert.ok(isNameOfWindows(host.name) && !isNameOfWindows(`web-${number}`))
    for (const { fact, items } of [...host.facts, ...windowsOnDay('seed', number, first, first + 40)])
      for (const item of items) {
        const [isValid, errors] = checks.get(fact)!.Errors(item)
        assert.ok(isValid, `${fact}: ${JSON.stringify(errors)} in ${JSON.stringify(item)}`)
      }
  }
})

test('some lack the updates of MS17-010 at first, get them in time, and keep them', () => {
  const isFixed = (number: number, day: number) =>
    windowsOnDay('seed', number, first, day).some(({ items }) => items.some(({ kind }) => kind === 'Security Update'))
  const counts = [0, 10, 30, 90].map((days) => drawn.filter((number) => isFixed(number, first + days)).length)
  assert.deepEqual(
    counts,
    counts.toSorted((a, b) => a - b),
  )
  assert.ok(counts[0]! > 0 && counts[0]! < counts[1]! && counts[1]! < counts[3]!, `${counts}`)
})
