import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { beginTimeline, readTimeline, settleTimeline, watchTimeline } from './index.ts'
import { sampleIntake } from './testing/sample-intake.ts'

const { database } = await sampleIntake({ after })

test('a database that moved on is no other history', async () => {
  const first = await settleTimeline(database, undefined)
  assert.equal(first.wentBack, false)
  const second = await settleTimeline(database, first.position)
  assert.deepEqual([second.wentBack, second.position.timeline], [false, first.position.timeline])
})

test('a database that stands before what was seen, or is another one, begins another history', async () => {
  const { position } = await settleTimeline(database, undefined)
  const ahead = await settleTimeline(database, { ...position, wal: 'FFFF/0' })
  assert.equal(ahead.wentBack, true)
  assert.notEqual(ahead.position.timeline, position.timeline)
  assert.equal(await readTimeline(database), ahead.position.timeline)
  const other = await settleTimeline(database, { ...ahead.position, system: '1' })
  assert.equal(other.wentBack, true)
  const unheardOf = await settleTimeline(database, {
    ...other.position,
    timeline: '00000000-0000-4000-8000-000000000000',
  })
  assert.equal(unheardOf.wentBack, true)
})

test('a history that was begun on purpose is not begun once more', async () => {
  const { position } = await settleTimeline(database, undefined)
  const restored = await beginTimeline(database, 'restored')
  const settled = await settleTimeline(database, { ...position, system: '1', wal: 'FFFF/0' })
  assert.deepEqual([settled.wentBack, settled.position.timeline], [false, restored])
})

test('the position is kept in a file, and what the file tells of the future begins another history', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hf-timeline-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'position.json')
  const watch = async () => {
    const watching = await watchTimeline(database, file)
    await watching.close()
    return watching.wentBack
  }
  assert.equal(await watch(), false)
  assert.equal(await watch(), false)
  const position = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...position, wal: 'FFFF/0' }))
  assert.equal(await watch(), true)
  assert.equal(await watch(), false)
  for (const rubbish of ['', '{}', '{"system":"1","wal":"x","timeline":"y"}']) {
    writeFileSync(file, rubbish)
    assert.equal(await watch(), false)
  }
})
