import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { FeedRecord } from '../engine/feed-record.ts'
import { compileLibrary } from '../store/library/index.ts'
import type { PriorityDocument } from './priority-document.ts'
import { run } from './score.ts'

const log4shell = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H'

async function ask(positionals: string[], options: Record<string, string | boolean>, environment = {}) {
  let out = ''
  const said: string[] = []
  const context = { positionals, options, environment, stop: new AbortController().signal }
  const code = await run({
    ...context,
    out: async (text) => {
      out += text
    },
    say: (line) => void said.push(line),
  })
  return { code, out, said: said.join('\n') }
}

test('a vector and options are scored, with every term', async () => {
  const options = { epss: '97%', ransomware: true, 'kev-due': '2021-12-24', criticality: '3', day: '2026-11-23' }
  const { code, out } = await ask([log4shell], { ...options, output: 'json' })
  assert.equal(code, 0)
  const document = JSON.parse(out) as PriorityDocument
  assert.equal(document.score, 809)
  assert.equal(
    document.terms.reduce((sum, { points }) => sum + points, 0),
    809,
  )
  assert.deepEqual(
    document.decisions.map(({ tree, possible }) => [tree, possible]),
    [
      ['cisa-coordinator', ['track', 'attend', 'act']],
      ['deployer', ['scheduled', 'out-of-cycle']],
      ['cisa-bod-26-04', ['14-days', '3-days', '3-days-forensics']],
    ],
  )
  const table = await ask([log4shell], options)
  assert.match(table.out, /809 of 1000, high/)
  for (const { sentence } of document.terms) assert.ok(table.out.includes(sentence), sentence)
})

test('what cannot be is one line and status 2', async () => {
  const cases: [string[], Record<string, string | boolean>, RegExp][] = [
    [[], {}, /Nothing is known of it: not assessed/],
    [['CVE-1'], {}, /"CVE-1" is neither a CVE nor a CVSS vector/],
    [[`${log4shell}\u001b[31m`], {}, /␛/],
    [[log4shell], { cvss: log4shell }, /stands there twice/],
    [[log4shell], { epss: '1.2' }, /--epss is a probability/],
    [[log4shell], { 'kev-due': '2021-02-30' }, /--kev-due is a day as/],
    [[log4shell], { tuning: '/nowhere/tuning.json' }, /cannot be read as JSON/],
  ]
  for (const [positionals, options, message] of cases) {
    const { code, out, said } = await ask(positionals, options)
    assert.deepEqual([code, out], [2, ''], said)
    assert.match(said, message)
  }
})

test('a CVE is scored by what feeds know of it, and what options say comes first', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-score-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const cve = 'CVE-2021-44228'
  const kev = { added: '2021-12-10', due: '2021-12-24', ransomware: true, action: 'Update.', name: 'Log4j2' }
  const records: FeedRecord[] = [
    { kind: 'threat', threat: { cve, kev, severity: [{ type: 'CVSS_V3', score: log4shell }] } },
  ]
  await compileLibrary(join(folder, 'cisa-kev.sqlite'), 'cisa-kev', records)
  const known = { feed: folder, day: '2026-11-23', output: 'json' }
  const score = async (more: Record<string, string> = {}) =>
    JSON.parse((await ask([cve.toLowerCase()], { ...known, ...more })).out) as PriorityDocument
  const document = await score()
  assert.deepEqual([document.subject, document.score, document.feeds], [cve, 800, ['cisa-kev']])
  assert.equal((await score({ epss: '1' })).score, 920)
  const unknown = await ask(['CVE-1999-0001'], known)
  assert.deepEqual([unknown.code, unknown.out], [3, ''])
  assert.match(unknown.said, /No feed knows CVE-1999-0001/)
  const tuning = join(folder, 'tuning.json')
  writeFileSync(tuning, JSON.stringify({ weights: { severity: 400, exploitation: 350 } }))
  assert.deepEqual((await score({ tuning })).changes, [
    'severity 400 instead of 500',
    'exploitation 350 instead of 250',
  ])
  writeFileSync(tuning, JSON.stringify({ weights: { severity: 'much' } }))
  assert.match((await ask([cve], { ...known, tuning })).said, /"weights" gives a number for each term/)
})
