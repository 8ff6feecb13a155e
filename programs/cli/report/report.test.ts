import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

/** Runs the command line in a process of its own. */
function run(args: string[], input = ''): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, 'report', 'read', ...args])
    let out = ''
    let err = ''
    child.stdout.on('data', (data) => (out += data))
    child.stderr.on('data', (data) => (err += data))
    child.on('close', (code) => resolve({ code, out, err }))
    child.stdin.end(input)
  })
}

const table =
  '"id","fqdn/ip","port","severity","finding","cve","cwe"\n"SWEET32","a.example/10.0.0.5","443","LOW","uses 64 bit","CVE-2016-2183","CWE-327"\n'

test('a report is read in every form, and its worst finding decides the exit status', async () => {
  const [json, ndjson, csv, shown, failed, passed] = await Promise.all([
    run(['-', '-o', 'json'], table),
    run(['-', '-o', 'ndjson'], table),
    run(['-', '-o', 'csv'], table),
    run(['-'], table),
    run(['-', '--fail-on', 'low'], table),
    run(['-', '--fail-on', 'medium'], table),
  ])
  const document = JSON.parse(json.out)
  assert.deepEqual(
    [document.schemaVersion, document.tool, document.findings[0].severity, document.findings[0].ids],
    [1, 'testssl.sh', 'low', ['CVE-2016-2183']],
  )
  assert.deepEqual(JSON.parse(ndjson.out), document.findings[0])
  assert.match(csv.out, /^severity,rule,title,ids,place,fix\r\nlow,SWEET32,/)
  assert.match(shown.out, /SEVERITY +RULE[\s\S]*a\.example\/10\.0\.0\.5:443/)
  assert.match(json.err, /1 finding of testssl\.sh; 0 entries that are none\./)
  assert.deepEqual([json.code, failed.code, passed.code], [0, 1, 0])
})

test('what is no report, or not there, is an error that says so', async () => {
  const [nothing, wrong, absent] = await Promise.all([run(['-']), run(['-'], '{"a":'), run(['/does/not/exist'])])
  assert.deepEqual([nothing.code, nothing.out], [2, ''])
  assert.match(nothing.err, /the file is empty/)
  assert.match(wrong.err, /not JSON/)
  assert.deepEqual([absent.code, absent.out], [3, ''])
})
