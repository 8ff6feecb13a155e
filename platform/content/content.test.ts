import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import Type from 'typebox'
import { defineApp, defineFact, defineServer, factsNamed, type Judge, type ServerFace } from '../contract/index.ts'
import { loadAppContent } from './app-content.ts'
import { stemProblem } from './check-id.ts'
import { digestOf } from './content-digest.ts'
import { ContentError } from './content-error.ts'
import { loadCheck, loadChecks } from './load-checks.ts'
import { runCheckFixtures } from './run-check-fixtures.ts'

const root = mkdtempSync(join(tmpdir(), 'content-'))
after(() => rmSync(root, { recursive: true }))

const words = `id: doors.every-door-is-locked
title: Every door is locked
severity: high
category: doors
why: An open door lets everybody in.
remedy:
  words: Lock it.
  commands:
    any: ["lock --all"]
source:
  - title: The project's own requirement, because an open door needs no attacker
since: 2026-11-22
lifecycle: stable
`

test('reads a check with all its words', () => {
  const check = loadCheck('doors', 'every-door-is-locked', 'check.yaml', words)
  assert.equal(check.severity, 'high')
  assert.deepEqual(check.remedy.commands, { any: ['lock --all'] })
  assert.equal(check.since, '2026-11-22')
})

test('names every mistake with line and column', () => {
  const broken = words
    .replace('severity: high', 'severity: terrible')
    .replace('any: ["lock --all"]', 'any: lock')
    .replace('title: Every door is locked', 'titel: Every door is locked')
  const { problems } = failure(() => loadCheck('doors', 'every-door-is-locked', 'check.yaml', broken))
  const told = problems.map(({ line, column, message }) => `${line}:${column} ${message}`).join('\n')
  assert.match(told, /3:11 "severity" must be one of critical, high, medium, low, info/)
  assert.match(told, /9:10 "remedy\.commands\.any" /)
  assert.match(told, /2:8 "titel" is not known here/)
  assert.match(told, /required properties title/)
})

for (const [name, text, message] of [
  ['a duplicate key', `${words}since: 2026-11-23\n`, /^check\.yaml:14:1: Map keys must be unique/],
  ['an anchor', words.replace('why: An', 'why: &a An'), /5:.*anchors and aliases are not used/],
  ['an alias bomb', `a: &a [x]\nb: [*a, *a]\n`, /anchors and aliases/],
  ['a tag', words.replace('why: An', 'why: !!binary An'), /tag/i],
  ['an id of another app', words.replace('id: doors.', 'id: windows.'), /the id must be doors\.every-door-is-locked/],
  ['a title with a full stop', words.replace('is locked\nsev', 'is locked.\nsev'), /2:8: "title"/],
  ['a day that does not exist', words.replace('2026-11-22', '2026-13-01'), /12:8: "since"/],
  ['a deep nest', `a: ${'['.repeat(200)}${']'.repeat(200)}`, /deeper than 40/],
] as const) {
  test(`refuses ${name}`, () => {
    const { message: told } = failure(() => loadCheck('doors', 'every-door-is-locked', 'check.yaml', text))
    assert.match(told, message)
  })
}

test('a stem is a statement', () => {
  for (const stem of [
    'operating-system-is-supported',
    'only-one-account-has-user-id-0',
    'ssh-server-refuses-passwords',
  ])
    assert.equal(stemProblem(stem), undefined, stem)
  for (const stem of [
    'password',
    'root-login',
    'is-good',
    'Door-is-locked',
    'a--b-is',
    'bad-door-thing',
    'x'.repeat(90),
  ])
    assert.notEqual(stemProblem(stem), undefined, stem)
})

test('digests tell maps, sets and bytes apart and ignore key order', () => {
  assert.equal(digestOf({ a: 1, b: [2] }), digestOf({ b: [2], a: 1 }))
  const values = [new Map([['a', 1]]), { a: 1 }, new Set(['a']), ['a'], new Uint8Array([97]), 'a', null]
  assert.equal(new Set(values.map(digestOf)).size, values.length)
})

const doorFact = defineFact('doors', {
  name: 'doors.door',
  version: 1,
  title: 'Door',
  summary: 'A door.',
  about: ['host'],
  key: ['name'],
  dataClass: 'state',
  keepFor: 'P30D',
  schema: Type.Object({
    name: Type.String({ description: 'Name.' }),
    locked: Type.Boolean({ description: 'Locked.' }),
  }),
  example: { name: 'front', locked: true },
})

const honest: Judge['judge'] = (input) => {
  const check = 'doors.every-door-is-locked' as const
  const sets = factsNamed<{ name: string; locked: boolean }>(input, 'doors.door')
  if (!sets.some((set) => set.complete)) {
    return [{ check, place: '', outcome: 'unknown', because: { summary: 'The doors were not seen.' } }]
  }
  const open = sets.flatMap((set) => [...set.items.values()]).filter((door) => !door.locked)
  if (open.length === 0) return [{ check, place: '', outcome: 'pass', because: { summary: 'All are locked.' } }]
  return open.map(({ name }) => ({ check, place: name, outcome: 'fail', because: { summary: `${name} is open` } }))
}

test('a case passes with an honest judge', async () => {
  const results = await runCheckFixtures(face(honest))
  assert.deepEqual(
    results.map(({ name, problems }) => [name, problems]),
    [
      ['(nothing known)', []],
      ['pass.json', []],
      ['fail.json', []],
    ],
  )
})

test('a judge that calls the unseen clean, guesses, or depends on order is caught', async () => {
  const blind: Judge['judge'] = () => [
    { check: 'doors.every-door-is-locked', place: '', outcome: 'pass', because: { summary: 'Surely.' } },
  ]
  const caught = (await runCheckFixtures(face(blind))).flatMap(({ problems }) => problems)
  assert.ok(caught.includes('host: "pass" where nothing is known'))
  assert.ok(caught.includes('shows no failure'))
  assert.ok(caught.some((problem) => /expected .* fail at "back", and it is missing/.test(problem)))
  let calls = 0
  const moody: Judge['judge'] = (input) =>
    honest(input).map((verdict) => ({ ...verdict, because: { summary: `call ${++calls}` } }))
  const moods = (await runCheckFixtures(face(moody))).flatMap(({ problems }) => problems)
  assert.ok(moods.includes('the same input gave other verdicts'))
  const first: Judge['judge'] = (input) => {
    const name = [...(input.facts[0]?.items.keys() ?? ['none'])][0]
    return honest(input).map((verdict) => ({ ...verdict, because: { summary: `first is ${name}` } }))
  }
  const order = (await runCheckFixtures(face(first))).flatMap(({ problems }) => problems)
  assert.ok(order.includes('the verdicts or their evidence depend on the order of the facts'))
})

test('facts of a case must match their schema and be read by the judge', async () => {
  const wrong = {
    ...failing,
    facts: { 'doors.door': [{ scope: '', complete: true, items: [{ name: 1 }] }], 'x.y': [] },
  }
  const caught = (await runCheckFixtures(face(honest, { fail: wrong }))).flatMap(({ problems }) => problems)
  assert.ok(
    caught.some((problem) => /^doors\.door {2}1: /.test(problem)),
    caught.join('\n'),
  )
  assert.ok(caught.includes('x.y is not read by doors.warden'))
})

test('each check has exactly one judge, and the digest follows words, parameters and versions', async () => {
  await assert.rejects(loadAppContent(withJudges([])), /no judge answers doors\.every-door-is-locked/)
  const one = judgeOf(honest)
  await assert.rejects(loadAppContent(withJudges([one, { ...one, id: 'doors.other' }])), /answered by two judges/)
  await assert.rejects(
    loadAppContent(withJudges([{ ...one, checks: ['doors.no-door-is-open'] }])),
    /there is no check doors\.no-door-is-open/,
  )
  const before = await loadAppContent(withJudges([one]))
  const newer = await loadAppContent(withJudges([{ ...one, version: 2 }]))
  assert.notEqual(newer.digest, before.digest)
  assert.notEqual(newer.judges[0]?.digest, before.judges[0]?.digest)
  const reworded = await loadAppContent(face(honest, { text: words.replace('Lock it.', 'Please lock it.') }))
  assert.notEqual(reworded.digest, before.digest)
  assert.equal(reworded.judges[0]?.digest, before.judges[0]?.digest)
  const data = await loadAppContent({ ...withJudges([one]), loadContent: async () => new Map([['a', 1]]) })
  assert.notEqual(data.judges[0]?.digest, before.judges[0]?.digest)
})

test('aliases are ids too', () => {
  const folder = join(root, 'aliases')
  write(folder, 'every-door-is-locked', words)
  write(
    folder,
    'no-door-is-open',
    `${words.replaceAll('every-door-is-locked', 'no-door-is-open')}aliases: [doors.every-door-is-locked]\n`,
  )
  const { message } = failure(() => loadChecks('doors', pathToFileURL(folder)))
  assert.match(message, /the id doors\.every-door-is-locked is taken by apps\/doors\/content\/every-door-is-locked/)
})

const passing = {
  asset: { kind: 'host', name: 'house' },
  now: '2026-11-22T10:00:00.000Z',
  facts: { 'doors.door': [{ scope: '', complete: true, items: [{ name: 'front', locked: true }] }] },
  expect: [{ place: '', outcome: 'pass' }],
}
const failing = {
  ...passing,
  facts: {
    'doors.door': [
      {
        scope: 'ground',
        complete: true,
        items: [
          { name: 'back', locked: false },
          { name: 'front', locked: true },
        ],
      },
    ],
  },
  expect: [{ place: 'back', outcome: 'fail' }],
}

let folders = 0

function face(judge: Judge['judge'], change: { fail?: unknown; text?: string } = {}): ServerFace {
  const folder = join(root, `face-${++folders}`)
  write(folder, 'every-door-is-locked', change.text ?? words)
  writeFileSync(join(folder, 'every-door-is-locked/pass.json'), JSON.stringify(passing))
  writeFileSync(join(folder, 'every-door-is-locked/fail.json'), JSON.stringify(change.fail ?? failing))
  return defineServer({
    app: defineApp({
      id: 'doors',
      title: 'Doors',
      question: 'Which doors are open?',
      lifecycle: 'experimental',
      needs: [],
      facts: [doorFact],
      events: [],
      permissions: [],
    }),
    checks: pathToFileURL(folder),
    judges: [judgeOf(judge)],
    projections: [],
    routes: [],
    entities: [],
    jobs: [],
  })
}

function withJudges(judges: readonly Judge[]): ServerFace {
  return { ...face(honest), judges }
}

function judgeOf(judge: Judge['judge']): Judge {
  return {
    id: 'doors.warden',
    version: 1,
    about: ['host'],
    reads: ['doors.door'],
    checks: ['doors.every-door-is-locked'],
    judge,
  }
}

function write(folder: string, stem: string, text: string) {
  mkdirSync(join(folder, stem), { recursive: true })
  writeFileSync(join(folder, stem, 'check.yaml'), text)
}

function failure(work: () => unknown): ContentError {
  try {
    work()
  } catch (error) {
    if (error instanceof ContentError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
