import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Check, Judge } from '../contract/index.ts'
import { testDatabase } from '../store/testing/index.ts'
import type { AppContent } from './app-content.ts'
import { contentDigest, judgingDigest } from './content-digest.ts'
import { contentPart, numberJudges, syncContent } from './index.ts'

const { database, admin, tenant } = await testDatabase({ after }, { parts: [contentPart] })

const check = (stem: string, change: Partial<Check> = {}): Check => ({
  id: `doors.${stem}`,
  title: 'Every door is locked',
  severity: 'high',
  category: 'doors',
  why: 'Because.',
  remedy: { words: 'Lock it.' },
  source: [{ title: 'Own requirement' }],
  since: '2026-11-22',
  lifecycle: 'stable',
  ...change,
})

function content(checks: readonly Check[], version = 1): AppContent {
  const judge: Judge = {
    id: 'doors.warden',
    version,
    about: ['host'],
    reads: [],
    checks: checks.map(({ id }) => id),
    judge: () => [],
  }
  const byId = new Map(checks.map((each) => [each.id, each]))
  const ready = { judge, checks: byId, content: undefined, digest: judgingDigest(judge, checks, '') }
  return { app: 'doors', checks: byId, judges: [ready], digest: contentDigest(checks, [judge], '') }
}

const sync = (given: AppContent) => database.asPlatform((tx) => syncContent(tx, [given]))
const versions = async () =>
  (await admin.query('select version, provenance from holdfast.content_version order by version')).rows

test('content is written once, and tells which judges must judge again', async () => {
  const first = content([check('every-door-is-locked'), check('no-key-is-lost')])
  assert.deepEqual(await sync(first), ['doors.warden'])
  assert.deepEqual(await sync(first), [])
  assert.deepEqual(await versions(), [{ version: 1, provenance: 'own' }])
  const [numbered] = await database.asPlatform((tx) => numberJudges(tx, [first]))
  assert.equal(numbered?.checkNumbers.size, 2)

  const reworded = content([check('every-door-is-locked', { why: 'Why not.' }), check('no-key-is-lost')])
  assert.deepEqual(await sync(reworded), [], 'words alone change no verdict')
  const stricter = content([check('every-door-is-locked', { parameters: { bolts: 2 } })])
  assert.deepEqual(await sync(stricter), ['doors.warden'])
  const { rows } = await admin.query(
    'select id, retired_at is not null as retired from holdfast.check_definition order by id',
  )
  assert.deepEqual(rows, [
    { id: 'doors.every-door-is-locked', retired: false },
    { id: 'doors.no-key-is-lost', retired: true },
  ])
  assert.deepEqual(await sync(first), ['doors.warden'], 'an older content is a change too')
  assert.deepEqual(
    (await versions()).map(({ version }) => version),
    [1, 2, 3, 4],
  )
  const { rows: bases } = await admin.query('select current from holdfast.judge_basis order by basis_no')
  assert.deepEqual(bases, [{ current: true }, { current: false }])
  const [again] = await database.asPlatform((tx) => numberJudges(tx, [first]))
  assert.equal(again?.basisNo, numbered?.basisNo)
  await assert.rejects(
    database.asPlatform((tx) => numberJudges(tx, [content([], 9)])),
    /syncContent comes first/,
  )
})

test('two servers that start at once do not get into each other’s way', async () => {
  const newer = content([check('every-door-is-locked')], 7)
  const told = await Promise.all([sync(newer), sync(newer), sync(newer)])
  assert.deepEqual(told.flat(), ['doors.warden'])
})

test('a tenant reads the words and cannot write them', async () => {
  const id = await tenant()
  const rows = await database.asTenant(id, (tx) => tx.query('select id from check_definition'))
  assert.equal(rows.rowCount, 2)
  await assert.rejects(
    database.asTenant(id, (tx) => syncContent(tx, [content([])])),
    /by the platform only/,
  )
  await assert.rejects(
    database.asTenant(id, (tx) => tx.query('delete from check_definition')),
    /permission denied/,
  )
})
