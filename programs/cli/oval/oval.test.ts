import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'holdfast-oval-'))

function evaluate(...options: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'oval', 'eval', ...options], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const namespace = 'http://oval.mitre.org/XMLSchema/oval'
const definition = (id: string, test: string) =>
  `<definition id="${id}" version="1" class="compliance"><metadata><title>About ${id}</title></metadata><criteria><criterion test_ref="${test}"/></criteria></definition>`
const definitions = file(
  'definitions.xml',
  `<oval_definitions xmlns="${namespace}-definitions-5" xmlns:unix="${namespace}-definitions-5#unix">
<definitions>${definition('a', 'small')}${definition('b', 'large')}</definitions>
<tests>
<unix:file_test id="small" check="all"><unix:object object_ref="o"/><unix:state state_ref="small"/></unix:file_test>
<unix:file_test id="large" check="all"><unix:object object_ref="o"/><unix:state state_ref="large"/></unix:file_test>
</tests>
<objects><unix:file_object id="o"><unix:filepath>/etc/motd</unix:filepath></unix:file_object></objects>
<states>
<unix:file_state id="small"><unix:size datatype="int" operation="less than" var_ref="limit"/></unix:file_state>
<unix:file_state id="large"><unix:size datatype="int" operation="greater than" var_ref="limit"/></unix:file_state>
</states>
<variables><external_variable id="limit" datatype="int"/></variables>
</oval_definitions>`,
)
const syschar = file(
  'syschar.xml',
  `<oval_system_characteristics xmlns="${namespace}-system-characteristics-5" xmlns:unix="${namespace}-system-characteristics-5#unix">
<collected_objects><object id="o" flag="complete"><reference item_ref="1"/></object></collected_objects>
<system_data><unix:file_item id="1"><unix:size datatype="int">10</unix:size></unix:file_item></system_data>
</oval_system_characteristics>`,
)
const variables = file(
  'variables.xml',
  `<oval_variables xmlns="${namespace}-variables-5"><variables><variable id="limit" datatype="int"><value>100</value></variable></variables></oval_variables>`,
)

test('definitions are evaluated over a recorded system, with values for external variables', () => {
  const results = join(folder, 'results.xml')
  const all = evaluate(definitions, '--syschar', syschar, '--variables', variables, '--results', results, '-o', 'json')
  assert.deepEqual([all.status, all.stderr], [0, ''])
  assert.deepEqual(JSON.parse(all.stdout), { schemaVersion: 1, definitions: { a: 'true', b: 'false' } })
  assert.match(readFileSync(results, 'utf8'), /<definition definition_id="b" result="false" version="1">/)
  const one = evaluate(definitions, '--syschar', syschar, '--variables', variables, '--definition', 'b')
  assert.match(one.stdout, /false +b +About b/)
  assert.doesNotMatch(one.stdout, /About a/)
})

test('definitions are evaluated on a tree of files, and the results say what was seen', () => {
  const root = mkdtempSync(join(tmpdir(), 'holdfast-oval-root-'))
  mkdirSync(join(root, 'etc'))
  writeFileSync(join(root, 'etc/motd'), 'x'.repeat(500))
  const results = join(folder, 'tree.xml')
  const found = evaluate(definitions, '--root', root, '--variables', variables, '--results', results, '-o', 'json')
  assert.deepEqual([found.status, found.stderr], [0, ''])
  assert.deepEqual(JSON.parse(found.stdout).definitions, { a: 'false', b: 'true' })
  assert.match(readFileSync(results, 'utf8'), /<unix-sys:size datatype="int">500<\/unix-sys:size>/)
})

test('what is undecided says why', () => {
  const without = evaluate(definitions, '--syschar', syschar)
  assert.equal(without.status, 0)
  assert.match(without.stdout, /error +a/)
  assert.match(without.stderr, /no value was given for the external variable limit/)
})

test('what cannot be read is an error with its place', () => {
  const cases: [string[], number, RegExp][] = [
    [[definitions, '--syschar', syschar, '--root', folder], 2, /--syschar and --root exclude each other/],
    [[definitions, '--root', join(folder, 'nowhere')], 3, /does not exist/],
    [[definitions, '--syschar', definitions], 2, /line 1, column 1: the document is <oval_definitions>/],
    [
      [file('broken.xml', '<oval_definitions>\n<tests>'), '--syschar', syschar],
      2,
      /line 2, column 8: <tests> is not ended/,
    ],
    [[definitions, '--syschar', syschar, '--definition', 'c'], 2, /holds no definition c/],
    [[join(folder, 'nowhere.xml'), '--syschar', syschar], 3, /does not exist/],
  ]
  for (const [options, code, message] of cases) {
    const { status, stdout, stderr } = evaluate(...options)
    assert.deepEqual([status, stdout], [code, ''])
    assert.match(stderr, message)
  }
})
