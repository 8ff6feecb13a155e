import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

function check(document: unknown, ...options: string[]) {
  const input = typeof document === 'string' ? document : JSON.stringify(document)
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'csaf', 'check', '-', ...options], {
    input,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

const document = (number: string) => ({
  document: {
    category: 'csaf_base',
    csaf_version: '2.0',
    title: 'A title',
    publisher: { category: 'other', name: 'Somebody', namespace: 'https://example.org' },
    tracking: {
      current_release_date: '2030-01-01T00:00:00Z',
      id: 'A-1',
      initial_release_date: '2030-01-01T00:00:00Z',
      revision_history: [{ date: '2030-01-01T00:00:00Z', number, summary: 'First.' }],
      status: 'final',
      version: '1',
    },
  },
})

test('failures of mandatory tests decide the exit status, and all have their place', () => {
  const good = check(document('1'), '-o', 'json')
  assert.deepEqual([good.status, good.stderr.trim()], [0, 'No mandatory test fails.'])
  assert.ok(JSON.parse(good.stdout).data.every((issue: { group: string }) => issue.group !== 'mandatory'))
  const bad = check(document('2'), '--group', 'mandatory', '-o', 'csv')
  assert.equal(bad.status, 1)
  assert.match(bad.stdout, /^6\.1\.16,mandatory,document\.tracking\.version,/m)
})

test('what is no document of CSAF 2.0 is an error that says so', () => {
  for (const [input, message] of [
    ['{"a": 1,}', /is not JSON/],
    [{ document: { csaf_version: '1.2' } }, /is no document of CSAF 2\.0/],
  ] as const) {
    const { status, stdout, stderr } = check(input)
    assert.deepEqual([status, stdout], [2, ''])
    assert.match(stderr, message)
  }
})
