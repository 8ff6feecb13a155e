import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  evaluateOval,
  evaluateRecorded,
  readExternalVariables,
  readOvalDefinitions,
  readSystemCharacteristics,
} from './index.ts'
import exceptions from './oval.exceptions.json' with { type: 'json' }

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora')
const folder = join(corpora, 'openscap')
const skip = existsSync(folder) ? false : `no cases at ${folder}`

const read = (path: string) => readFileSync(join(folder, path), 'utf8')

function definitionsAt(path: string) {
  const reading = readOvalDefinitions(read(path))
  assert.ok(reading.ok, `${path}: ${JSON.stringify(reading)}`)
  return reading.definitions
}

test('recorded systems are judged as the reference judges them, test by test', { skip }, () => {
  const expected = JSON.parse(read('oval-engine-analyse-results.json'))
  const wrong: string[] = []
  let compared = 0
  for (const [name, results] of Object.entries<Record<'definitions' | 'tests', Record<string, string>>>(expected)) {
    const characteristics = readSystemCharacteristics(read(`oval-engine/unittests/${name}.syschar.xml`))
    assert.ok(characteristics.ok, name)
    const definitions = definitionsAt(`oval-engine/unittests/${name}.oval.xml`)
    const found = evaluateRecorded(definitions, characteristics.characteristics, { now: 0 })
    for (const what of ['definitions', 'tests'] as const)
      for (const [id, result] of Object.entries(results[what])) {
        compared++
        const own = found[what].get(id)?.result
        if (own !== result) wrong.push(`${name} ${id}: ${own}, not ${result}`)
      }
  }
  assert.deepEqual(wrong, [])
  assert.equal(compared, 88)
})

interface Row {
  readonly file: string
  readonly expected: string | Readonly<Record<string, string>>
}

/** Rows that say something of the language and look at nothing but variables. */
const rows: readonly Row[] = skip
  ? []
  : JSON.parse(read('mitre-cases.json')).filter(
      ({ file }: Row) => /^(?:oval|ind-def_(?:variable|unknown)_)/.test(file) && file !== 'oval-def_set.xml',
    )

test('the test content of MITRE for the language has the results that it should', { skip }, (context) => {
  const archive = join(folder, 'mitre/support.tgz')
  const given = spawnSync('tar', ['-xzOf', archive, 'support/var/linux-external-variables.xml'], { encoding: 'utf8' })
  const external = readExternalVariables(given.stdout)
  assert.ok(external.ok, given.stderr)
  const wrong: string[] = []
  for (const { file, expected } of rows) {
    const run = evaluateOval(definitionsAt(`mitre/${file}`), { now: 1_900_000_000, external: external.variables })
    const { value: results, done } = run.next()
    assert.ok(done === true, `${file} asks for objects`)
    for (const { id, result } of results.definitions.values()) {
      const wanted = typeof expected === 'string' ? expected : expected[id]
      if (wanted !== undefined && result !== wanted) wrong.push(`${file}: ${result}, not ${wanted}`)
    }
  }
  const excepted = exceptions.mitre.map(({ file, result, expected }) => `${file}: ${result}, not ${expected}`)
  assert.deepEqual(wrong, excepted)
  assert.equal(rows.length, 31)
  context.diagnostic(`${rows.length - wrong.length} of ${rows.length} rows`)
})

test('every document of definitions is read, but those that say why not', { skip }, () => {
  const problems: Record<string, string> = {}
  let count = 0
  for (const path of readdirSync(join(folder, 'oval-engine'), { recursive: true, encoding: 'utf8' }).sort()) {
    if (!path.endsWith('.xml')) continue
    const text = read(`oval-engine/${path}`)
    if (!/<(?:\w+:)?oval_definitions[\s>]/.test(text) || /<(?:\w+:)?oval_results[\s>]/.test(text)) continue
    count++
    const reading = readOvalDefinitions(text)
    if (!reading.ok) problems[path] = `${reading.problem.line}:${reading.problem.column} ${reading.problem.message}`
  }
  assert.deepEqual(problems, exceptions.unreadable)
  assert.equal(count, 45)
})
