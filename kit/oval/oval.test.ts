import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { byCheck, byExistence, byOperator, negated, Tally } from './combine.ts'
import { compareValues } from './compare-values.ts'
import { globToRegex } from './glob-to-regex.ts'
import {
  evaluateOval,
  evaluateRecorded,
  type OvalResult,
  type OvalResults,
  readOvalDefinitions,
  readSystemCharacteristics,
} from './index.ts'
import { Patterns } from './patterns.ts'
import { type Check, checks, type Operation, operators, ovalResults } from './words.ts'

const spaces =
  'xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5" xmlns:ind="http://oval.mitre.org/XMLSchema/oval-definitions-5#independent" xmlns:unix="http://oval.mitre.org/XMLSchema/oval-definitions-5#unix" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'

interface Sections {
  readonly definitions?: string
  readonly tests?: string
  readonly objects?: string
  readonly states?: string
  readonly variables?: string
}

function documentOf({ definitions = '', tests = '', objects = '', states = '', variables = '' }: Sections) {
  const text = `<oval_definitions ${spaces}><definitions>${definitions}</definitions><tests>${tests}</tests><objects>${objects}</objects><states>${states}</states><variables>${variables}</variables></oval_definitions>`
  const reading = readOvalDefinitions(text)
  assert.ok(reading.ok, JSON.stringify(reading))
  return reading.definitions
}

/** Evaluates what asks for nothing. */
function resultsOf(sections: Sections): OvalResults {
  const { value, done } = evaluateOval(documentOf(sections), { now: 1_000_000 }).next()
  assert.ok(done === true)
  return value
}

/** The values of a local variable, through a test that takes them down. */
function valuesOf(component: string, variables = ''): { readonly flag: string; readonly values: readonly string[] } {
  const results = resultsOf({
    definitions: '<definition id="d" class="inventory"><criteria><criterion test_ref="t"/></criteria></definition>',
    tests: '<ind:variable_test id="t"><ind:object object_ref="o"/></ind:variable_test>',
    objects: '<ind:variable_object id="o"><ind:var_ref>v</ind:var_ref></ind:variable_object>',
    variables: `<local_variable id="v" datatype="string">${component}</local_variable>${variables}`,
  })
  const object = results.objects.get('o')
  const values = object?.items[0]?.entities.filter(({ name }) => name === 'value').map(({ value }) => value) ?? []
  return { flag: object?.flag ?? '', values }
}

const literal = (text: string, datatype = 'string') =>
  `<literal_component datatype="${datatype}">${text}</literal_component>`
const many = '<constant_variable id="m" datatype="string"><value>a</value><value>b</value></constant_variable>'

test('functions of variables', () => {
  const cases: [string, string[]][] = [
    [`<concat>${literal('x')}<variable_component var_ref="m"/></concat>`, ['xa', 'xb']],
    ['<concat><variable_component var_ref="m"/><variable_component var_ref="m"/></concat>', ['aa', 'ba', 'ab', 'bb']],
    [`<begin character="/">${literal('a')}</begin>`, ['/a']],
    [`<end character="/">${literal('a/')}</end>`, ['a/']],
    [`<escape_regex>${literal('a.b*[c]')}</escape_regex>`, ['a\\.b\\*\\[c\\]']],
    [`<split delimiter=",">${literal('a,,b')}</split>`, ['a', '', 'b']],
    [`<split delimiter="">${literal('ab')}</split>`, ['a', 'b']],
    [`<substring substring_start="2" substring_length="2">${literal('abcd')}</substring>`, ['bc']],
    [`<substring substring_start="-3" substring_length="-1">${literal('ab')}</substring>`, ['ab']],
    [`<regex_capture pattern="a(.)c">${literal('abc')}</regex_capture>`, ['b']],
    [`<regex_capture pattern="x(.)">${literal('abc')}</regex_capture>`, ['']],
    [`<arithmetic arithmetic_operation="add">${literal('2', 'int')}${literal('3', 'int')}</arithmetic>`, ['5']],
    [
      `<arithmetic arithmetic_operation="multiply">${literal('2', 'int')}${literal('1.5', 'float')}</arithmetic>`,
      ['3'],
    ],
    ['<count><variable_component var_ref="m"/><variable_component var_ref="m"/></count>', ['4']],
    ['<unique><variable_component var_ref="m"/><variable_component var_ref="m"/></unique>', ['a', 'b']],
    [`<merge><variable_component var_ref="m"/>${literal('a')}</merge>`, ['a', 'b', 'a']],
    [`<glob_to_regex>${literal('/etc/*.conf')}</glob_to_regex>`, ['^/etc/(?=[^.])[^/]*\\.conf$']],
    [`<time_difference format_2="seconds_since_epoch">${literal('999990', 'int')}</time_difference>`, ['10']],
    [
      `<time_difference>${literal('2009-02-04 12:23:43')}${literal('20040204T054121')}</time_difference>`,
      ['157876942'],
    ],
    [
      `<time_difference format_1="win_filetime" format_2="seconds_since_epoch">${literal('132223104000000000')}${literal('1577836800')}</time_difference>`,
      ['0'],
    ],
  ]
  for (const [component, expected] of cases)
    assert.deepEqual(valuesOf(component, many), { flag: 'complete', values: expected }, component)
})

test('a variable that cannot be made is an error, never a value', () => {
  const cases = [
    '<variable_component var_ref="v"/>',
    '<variable_component var_ref="nowhere"/>',
    '<object_component object_ref="nowhere" item_field="x"/>',
    `<substring substring_start="5" substring_length="1">${literal('ab')}</substring>`,
    `<regex_capture pattern="(">${literal('ab')}</regex_capture>`,
    `<arithmetic arithmetic_operation="add">${literal('one')}${literal('2')}</arithmetic>`,
    `<time_difference>${literal('2009-13-04')}</time_difference>`,
    `<glob_to_regex>${literal('[a')}</glob_to_regex>`,
  ]
  for (const component of cases) assert.deepEqual(valuesOf(component), { flag: 'error', values: [] }, component)
  const values = '<value>1</value>'.repeat(100)
  const wide = `<constant_variable id="w" datatype="string">${values}</constant_variable>`
  const part = '<variable_component var_ref="w"/>'
  assert.equal(valuesOf(`<concat>${part.repeat(9)}</concat>`, wide).flag, 'error')
})

test('wild cards mean what a shell means by them', () => {
  const cases: [string, string | undefined][] = [
    ['a?b', '^a[^/]b$'],
    ['?a', '^[^./]a$'],
    ['/*', '^/(?=[^.])[^/]*$'],
    ['[!a]', '^[^a]$'],
    ['[]a]', '^[]a]$'],
    ['\\*', '^\\*$'],
    ['\\a', '^\\\\a$'],
    ['[a', undefined],
  ]
  for (const [glob, regex] of cases) assert.equal(globToRegex(glob, false), regex, glob)
  assert.equal(globToRegex('\\*', true), '^\\\\[^/]*$')
})

test('values are compared by the rules of their datatype', () => {
  const cases: [Parameters<typeof compareValues>[0], Operation, string, string, OvalResult][] = [
    ['int', 'greater than', '9223372036854775806', '9223372036854775807', 'true'],
    ['int', 'equals', '9223372036854775808', '1', 'error'],
    ['int', 'equals', '007', '7', 'true'],
    ['int', 'bitwise and', '4', '6', 'true'],
    ['int', 'bitwise or', '6', '4', 'true'],
    ['int', 'pattern match', '1', '1', 'error'],
    ['float', 'equals', '1.10', '1.1', 'true'],
    ['float', 'less than', 'INF', '1', 'true'],
    ['float', 'equals', 'NaN', 'NaN', 'false'],
    ['boolean', 'equals', '1', 'true', 'true'],
    ['boolean', 'less than', '1', 'true', 'error'],
    ['binary', 'equals', '0aFF', '0Aff', 'true'],
    ['version', 'less than', '1.2.10', '1.2.9', 'true'],
    ['version', 'equals', '1.2', '1-2.0', 'true'],
    ['evr_string', 'less than', '0:1.0-2', '0:1.0~rc1-9', 'true'],
    ['debian_evr_string', 'greater than', '1.0~rc1-1', '1.0-1', 'true'],
    ['ios_version', 'less than', '12.4(24)T5', '12.4(24)T4', 'true'],
    ['ios_version', 'less than', 'x', '12.4', 'error'],
    ['ipv4_address', 'subset of', '10.0.0.0/8', '10.1.0.0/255.255.0.0', 'true'],
    ['ipv4_address', 'superset of', '10.0.0.0/8', '10.1.0.0/16', 'false'],
    ['ipv4_address', 'less than', '10.0.0.0/8', '10.1.0.0/16', 'error'],
    ['ipv6_address', 'equals', '::1', '0:0::1', 'true'],
    ['ipv6_address', 'equals', '::1', '1.1.1.1', 'error'],
    ['string', 'case insensitive equals', 'A', 'a', 'true'],
    ['string', 'greater than', 'a', 'b', 'error'],
    ['string', 'pattern match', '^a\\s+b$', 'a \tb', 'true'],
    ['string', 'pattern match', '(', 'a', 'error'],
  ]
  for (const [datatype, operation, wanted, found, result] of cases)
    assert.equal(
      compareValues(datatype, operation, wanted, found, new Patterns()).result,
      result,
      `${found} ${operation} ${wanted} (${datatype})`,
    )
})

test('what is wrong with a document is told with its place', () => {
  const problemOf = (text: string) => {
    const reading = readOvalDefinitions(text)
    assert.ok(!reading.ok)
    return `${reading.problem.line}:${reading.problem.column} ${reading.problem.message}`
  }
  const within = (body: string) => `<oval_definitions>\n${body}\n</oval_definitions>`
  assert.equal(problemOf('<a/>'), '1:1 the document is <a>, not <oval_definitions>')
  assert.equal(problemOf('<!DOCTYPE a>\n<a/>'), '1:1 document types are not read')
  assert.equal(problemOf(within('<definitions>')), '3:1 </oval_definitions> ends nothing that is open')
  assert.equal(problemOf(within('<tests><x_test/></tests>')), '2:8 <x_test> has no attribute id')
  assert.equal(problemOf(within('<tests><x_test id="a"/><x_test id="a"/></tests>')), '2:24 the id a is given twice')
  assert.equal(
    problemOf(within('<tests><x_test id="a" check="most"/></tests>')),
    '2:8 <x_test> says check="most", which is none of all, at least one, none exist, none satisfy, only one',
  )
  assert.equal(
    problemOf(within('<variables><local_variable id="a"><guess/></local_variable></variables>')),
    '2:35 the function guess has nothing to work on',
  )
})

test('definitions that extend each other in a circle, and references to nothing, are errors', () => {
  const definition = (id: string, body: string) =>
    `<definition id="${id}" class="inventory"><criteria>${body}</criteria></definition>`
  const results = resultsOf({
    definitions:
      definition('a', '<extend_definition definition_ref="b"/>') +
      definition('b', '<extend_definition definition_ref="a" negate="true"/>') +
      definition('c', '<criterion test_ref="nowhere"/>') +
      definition('d', '<criterion test_ref="t"/>') +
      '<definition id="e" class="inventory"/>',
    tests: '<unix:file_test id="t"><unix:object object_ref="nowhere"/></unix:file_test>',
  })
  const found = [...results.definitions.values()].map(({ id, result }) => `${id} ${result}`)
  assert.deepEqual(found.sort(), ['a error', 'b error', 'c error', 'd error', 'e not evaluated'])
  assert.match(results.definitions.get('a')?.messages.join() ?? '', /extends itself/)
})

const recording = `<oval_system_characteristics xmlns="http://oval.mitre.org/XMLSchema/oval-system-characteristics-5" xmlns:unix="http://oval.mitre.org/XMLSchema/oval-system-characteristics-5#unix">
<collected_objects><object id="o" flag="FLAG"><reference item_ref="1"/><reference item_ref="2"/></object></collected_objects>
<system_data>
<unix:file_item id="1"><unix:path>/etc</unix:path><unix:size datatype="int">10</unix:size></unix:file_item>
<unix:file_item id="2"><unix:path>/usr</unix:path><unix:size datatype="int">20</unix:size></unix:file_item>
</system_data></oval_system_characteristics>`

function recordedResult(flag: string, check: string, state: string, filter = ''): OvalResult | undefined {
  const reading = readSystemCharacteristics(recording.replace('FLAG', flag))
  assert.ok(reading.ok, JSON.stringify(reading))
  const definitions = documentOf({
    definitions: '<definition id="d" class="inventory"><criteria><criterion test_ref="t"/></criteria></definition>',
    tests: `<unix:file_test id="t" check="${check}"><unix:object object_ref="${filter === '' ? 'o' : 's'}"/><unix:state state_ref="s1"/></unix:file_test>`,
    objects: `<unix:file_object id="o"><unix:path>/</unix:path></unix:file_object><unix:file_object id="s"><set><object_reference>o</object_reference>${filter}</set></unix:file_object>`,
    states: `<unix:file_state id="s1">${state}</unix:file_state><unix:file_state id="etc"><unix:path>/etc</unix:path></unix:file_state>`,
  })
  return evaluateRecorded(definitions, reading.characteristics, { now: 0 }).definitions.get('d')?.result
}

test('items of a recorded system are compared with states, through sets and filters', () => {
  const large = '<unix:size datatype="int" operation="greater than">15</unix:size>'
  const cases: [flag: string, check: string, state: string, filter: string, result: OvalResult][] = [
    ['complete', 'all', large, '', 'false'],
    ['complete', 'at least one', large, '', 'true'],
    ['complete', 'only one', large, '', 'true'],
    ['complete', 'none satisfy', large, '', 'false'],
    ['complete', 'all', large, '<filter>etc</filter>', 'true'],
    ['complete', 'all', large, '<filter action="include">etc</filter>', 'false'],
    ['complete', 'all', large, '<filter>nowhere</filter>', 'error'],
    ['incomplete', 'all', large, '', 'false'],
    ['incomplete', 'at least one', large, '', 'true'],
    ['incomplete', 'only one', large, '', 'unknown'],
    ['not collected', 'all', large, '', 'unknown'],
    ['does not exist', 'all', large, '', 'false'],
    ['not applicable', 'all', large, '', 'not applicable'],
    ['error', 'all', large, '', 'error'],
    ['complete', 'all', '<unix:owner>x</unix:owner>', '', 'unknown'],
    ['complete', 'all', '<unix:owner check_existence="none_exist">x</unix:owner>', '', 'true'],
    ['complete', 'all', '<unix:path operation="pattern match">(</unix:path>', '', 'error'],
  ]
  for (const [flag, check, state, filter, result] of cases)
    assert.equal(recordedResult(flag, check, state, filter), result, `${flag} ${check} ${state} ${filter}`)
})

const results = fc.array(fc.constantFrom(...ovalResults), { maxLength: 6 })

test('results combine alike in every order, and what is not applicable does not count', () => {
  fc.assert(
    fc.property(results, fc.constantFrom(...operators), fc.constantFrom(...checks), (list, operator, check) => {
      const turned = Tally.of([...list].reverse())
      assert.equal(byOperator(Tally.of(list), operator), byOperator(turned, operator))
      assert.equal(byCheck(Tally.of(list), check), byCheck(turned, check))
      if (list.some((one) => one !== 'not applicable'))
        assert.equal(byOperator(Tally.of([...list, 'not applicable']), operator), byOperator(Tally.of(list), operator))
    }),
  )
})

test('a result that was decided stays when what was undecided becomes known', () => {
  fc.assert(
    fc.property(results, fc.boolean(), fc.constantFrom<Check>(...checks), (list, truth, check) => {
      const before = byCheck(Tally.of(list), check)
      if (before !== 'true' && before !== 'false') return
      const known = list.map((one) =>
        one === 'true' || one === 'false' || one === 'not applicable' ? one : (`${truth}` as OvalResult),
      )
      assert.equal(byCheck(Tally.of(known), check), before)
    }),
  )
  assert.equal(negated(negated('true', true), true), 'true')
  assert.equal(negated('error', true), 'error')
  assert.equal(byExistence('only_one_exists', 2, 1), 'false')
})
