import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseXml, type XmlElement } from '@holdfast/kit/xml'
import {
  evaluateOval,
  evaluateRecorded,
  readExternalVariables,
  readOvalDefinitions,
  readSystemCharacteristics,
  writeOvalResults,
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

const origin = { productName: 'Holdfast', productVersion: '1', timestamp: '2030-01-01T00:00:00' }

test('the documents of results hold what the assertions about them ask for', { skip }, (context) => {
  const wrong: string[] = []
  let count = 0
  for (const { id, mode, files, asserts } of JSON.parse(read('oval-engine-cases.json'))) {
    if (mode !== 'oval analyse') continue
    const characteristics = readSystemCharacteristics(read(`oval-engine/${files[1]}`))
    assert.ok(characteristics.ok, id)
    const { source } = characteristics.characteristics
    assert.ok(source !== undefined)
    const definitions = definitionsAt(`oval-engine/${files[0]}`)
    const results = evaluateRecorded(definitions, characteristics.characteristics, { now: 0 })
    const written = parseXml(writeOvalResults(definitions, results, { ...origin, seen: { source } }))
    assert.ok(written.ok, `${id}: ${JSON.stringify(written)}`)
    for (const [wanted, path] of asserts as [number, string][]) {
      count++
      const found = countNodes(written.root, path)
      // The assertions are written for one product, which we are not.
      if (found !== wanted && !path.includes('product_name[text()'))
        wrong.push(`${id}: ${found}, not ${wanted}: ${path}`)
    }
  }
  assert.deepEqual(wrong, exceptions.assertions.list)
  context.diagnostic(`${count - wrong.length} of ${count} assertions`)
})

test('content that looks at nothing has the results that the assertions about it ask for', { skip }, (context) => {
  const wrong: string[] = []
  let [cases, count] = [0, 0]
  for (const { id, mode, files, asserts } of JSON.parse(read('oval-engine-cases.json'))) {
    const path = files.find((file: string) => /<(?:\w+:)?oval_definitions[\s>]/.test(read(`oval-engine/${file}`)))
    if (mode !== 'oval eval' || path === undefined) continue
    const values = files.find((file: string) => file.endsWith('external_variables.xml'))
    const external = readExternalVariables(values === undefined ? '<oval_variables/>' : read(`oval-engine/${values}`))
    assert.ok(external.ok)
    const definitions = definitionsAt(`oval-engine/${path}`)
    const run = evaluateOval(definitions, { now: 1_900_000_000, external: external.variables }).next()
    if (run.done !== true) continue
    cases++
    const system = { osName: '', osVersion: '', architecture: '', hostName: '', interfaces: [] }
    const written = parseXml(writeOvalResults(definitions, run.value, { ...origin, seen: { system } }))
    assert.ok(written.ok, id)
    for (const [wanted, assertion] of asserts as [number, string][]) {
      count++
      const found = countNodes(written.root, assertion)
      if (found !== wanted && !assertion.includes('product_name'))
        wrong.push(`${id}: ${found}, not ${wanted}: ${assertion}`)
    }
  }
  assert.deepEqual(wrong, exceptions.withoutObjects.list)
  context.diagnostic(`${count - wrong.length} of ${count} assertions of ${cases} cases`)
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

/** How many nodes a path leads to; only what the assertions use: names without prefix, predicates on attributes and text. */
function countNodes(root: XmlElement, path: string): number {
  const document: XmlElement = { name: '', namespace: '', attributes: new Map(), children: [root], text: '' }
  let found: readonly XmlElement[] = [document]
  for (const [, step = '', predicates = ''] of path.matchAll(/\/(@?[\w:*-]+)((?:\[(?:[^\]"]|"[^"]*")*\])*)/g)) {
    if (step === '@*') return found.reduce((sum, element) => sum + element.attributes.size, 0)
    if (step.startsWith('@')) return found.filter((element) => element.attributes.has(step.slice(1))).length
    const name = step.slice(step.indexOf(':') + 1)
    found = found.flatMap((element) => element.children.filter((child) => name === '*' || child.name === name))
    for (const [, what = '', value] of predicates.matchAll(/(@\w+|text\(\))(?:="([^"]*)")?/g))
      found = found.filter((element) => {
        const own = what === 'text()' ? element.text : element.attributes.get(what.slice(1))
        return value === undefined ? own !== undefined : own === value
      })
  }
  return found.length
}
