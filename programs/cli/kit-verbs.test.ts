import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

/** Runs the command line in a process of its own. */
function run(args: string[], input = ''): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, ...args])
    let out = ''
    let err = ''
    child.stdout.on('data', (data) => (out += data))
    child.stderr.on('data', (data) => (err += data))
    child.on('close', (code) => resolve({ code, out, err }))
    child.stdin.end(input)
  })
}

const log4shell = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H'

test('two versions are ordered by the rules of their ecosystem', async () => {
  const cases: [string[], string][] = [
    [['Debian', '1.0~rc1-1', '1.0-1'], '-1\n'],
    [['Debian:12', '1.0-1', '1.0~rc1-1'], '1\n'],
    [['PyPI', '1.0', '1.0.0'], '0\n'],
  ]
  const results = await Promise.all(cases.map(([args]) => run(['versions', 'compare', ...args])))
  for (const [index, { code, out, err }] of results.entries()) {
    assert.deepEqual([code, out, err], [0, cases[index]![1], ''])
  }
})

test('what is no version or no ecosystem is a usage error that says so', async () => {
  const cases: [string[], RegExp][] = [
    [['Debian', '1.0', 'not a version'], /"not a version" is not a version of Debian/],
    [['Debain', '1.0', '1.1'], /"Debain" is not known.\nDid you mean Debian\?/],
    [['Debian', '1.0'], /needs ECOSYSTEM, A and B/],
    [['--stdin', 'Debian'], /leave them out/],
  ]
  const results = await Promise.all(cases.map(([args]) => run(['versions', 'compare', ...args])))
  for (const [index, { code, out, err }] of results.entries()) {
    assert.deepEqual([code, out], [2, ''])
    assert.match(err, cases[index]![1])
  }
})

test('rows are answered line by line, with a question mark where there is no order', async () => {
  const rows = ['npm\t1.0.0\t1.0.1', 'Nowhere\t1\t2', 'Maven\t1.0\t1', 'no tabs', 'npm\t1.0.0\tx', 'deb\t2\t1\r']
  const { code, out, err } = await run(['versions', 'compare', '--stdin'], `${rows.join('\n')}\n${'9'.repeat(100_000)}`)
  assert.deepEqual([code, out], [0, '-1\n?\n0\n?\n?\n1\n?\n'])
  assert.match(err, /^4 of 7 rows have no order. The first is row 2: the ecosystem "Nowhere" is not known.$/m)
})

test('a vector is scored as one JSON object, and a wrong one is an error with its place', async () => {
  const [scored, wrong, wrongWords, table] = await Promise.all([
    run(['cvss', log4shell, '-o', 'json']),
    run(['cvss', 'CVSS:3.1/AV:N', '-o', 'json']),
    run(['cvss', 'CVSS:3.1/AV:Q']),
    run(['cvss', 'AV:N/AC:L/Au:N/C:N/I:N/A:C']),
  ])
  assert.deepEqual(JSON.parse(scored!.out), {
    vector: log4shell,
    version: '3.1',
    base: 10,
    temporal: 10,
    environmental: 10,
    score: 10,
    severity: 'critical',
  })
  assert.equal(wrong!.code, 2)
  assert.deepEqual(JSON.parse(wrong!.out), {
    vector: 'CVSS:3.1/AV:N',
    error: 'base metrics are missing: AC, PR, UI, S, C, I, A (at position 14)',
  })
  assert.deepEqual([wrongWords!.code, wrongWords!.out], [2, ''])
  assert.match(wrongWords!.err, /AV is one of N, A, L, P, not "Q" \(at position 13\)/)
  assert.match(table!.out, /^VECTOR .*\nAV:N\S* +2\.0 +7\.8 +7\.8 +high$/m)
})

test('vectors from standard input are answered one a line in every form', async () => {
  const input = `${log4shell}\nnonsense\n\n`
  const [ndjson, json, csv, table] = await Promise.all(
    ['ndjson', 'json', 'csv', 'table'].map((form) => run(['cvss', '--stdin', '-o', form], input)),
  )
  const lines = ndjson!.out.trim().split('\n')
  assert.deepEqual(
    lines.map((line) => Object.keys(JSON.parse(line))),
    [
      ['vector', 'version', 'base', 'temporal', 'environmental', 'score', 'severity'],
      ['vector', 'error'],
      ['vector', 'error'],
    ],
  )
  assert.match(ndjson!.err, /2 of 3 lines are not CVSS vectors/)
  assert.deepEqual(
    JSON.parse(json!.out),
    lines.map((line) => JSON.parse(line)),
  )
  assert.equal(csv!.out.trim().split('\r\n').length, 4)
  assert.equal(table!.out.trimEnd().split('\n').length, 4)
})
