import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { sampleTexts } from '../../testing/arbitrary-host.ts'
import { sampleEntity } from '../../testing/sample-entity.ts'
import { sampleTime } from '../../testing/sample-time.ts'
import { evaluator } from '../evaluate/evaluator.ts'
import { plan } from '../meaning/check.ts'
import { defineEntity } from '../schema/define-entity.ts'
import { describeEntity } from '../schema/describe-entity.ts'
import { withDialect } from '../schema/dialect.ts'
import { format } from '../syntax/format.ts'
import { parse } from '../syntax/parse.ts'
import { addCondition, filterByValue, selectedValues, selectValues } from './refine.ts'
import { translate } from './translate.ts'

describe('facets', () => {
  const select = (text: string, token: string, values: readonly string[]) =>
    selectValues(text, sampleEntity, token, values)

  test('choose values and let go of them', () => {
    assert.equal(select('', 'severity', ['high']), 'severity:high')
    assert.equal(select('name:web', 'severity', ['high', 'critical']), 'name:web and severity:[high, critical]')
    assert.equal(
      select('severity:low and name:web or x', 'severity', ['high']),
      '(severity:low and name:web or x) and severity:high',
    )
    assert.equal(
      select('severity:[low, high] and (a or b) group by status', 'severity', ['low']),
      '(a or b) and severity:low group by status',
    )
    assert.equal(select('severity:high name:x sort by risk', 'severity', []), 'name:x sort by risk')
    assert.equal(select('severity:high', 'severity', []), '')
    assert.equal(select('OpenPorts.port:22', 'port.number', ['80']), 'port.number:80')
  })

  test('leave other conditions on their token alone', () => {
    assert.equal(
      select('severity:">=3" and name:w*', 'severity', ['high']),
      'severity:">=3" and name:w* and severity:high',
    )
    assert.equal(select('not severity:low', 'severity', ['high']), 'not severity:low and severity:high')
  })

  test('know what is chosen', () => {
    assert.deepEqual(selectedValues('name:x and severity:[high, low]', sampleEntity, 'severity'), ['high', 'low'])
    assert.deepEqual(selectedValues('severity:high', sampleEntity, 'severity'), ['high'])
    assert.deepEqual(selectedValues('severity:high or name:x', sampleEntity, 'severity'), [])
    assert.deepEqual(selectedValues('severity:(', sampleEntity, 'severity'), [])
  })

  test('never touch a query that cannot be read', () => {
    assert.equal(select('name:"web', 'severity', ['high']), null)
    assert.equal(addCondition('name:(', 'x'), null)
    assert.equal(addCondition('name:x', 'y:('), null)
  })
})

describe('+ and − on a cell', () => {
  test('ask for the value, or for all others', () => {
    assert.equal(filterByValue('risk:1', 'owner', 'mk'), 'risk:1 and owner:mk')
    assert.equal(filterByValue('', 'owner', 'Mary Ann', true), "not owner:'Mary Ann'")
    assert.equal(filterByValue('a or b', 'owner', null), '(a or b) and owner is null')
  })

  test('find every stored value again', () => {
    const value = fc.oneof(fc.constantFrom(...sampleTexts), fc.string({ unit: 'grapheme' }))
    fc.assert(
      fc.property(value, fc.constantFrom('owner', 'name', 'note'), (stored, token) => {
        const checked = plan(filterByValue('', token, stored)!, sampleEntity, sampleTime)
        assert.ok(checked.ok, stored)
        assert.ok(evaluator(checked.plan.where)({ [token]: stored }), stored)
        assert.ok(
          !evaluator(checked.plan.where)({ [token]: `${stored}…` }) || !/['"]/.test(filterByValue('', token, stored)!),
          stored,
        )
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a translation', () => {
  const entity = withDialect(sampleEntity, {
    name: 'other',
    title: 'Another product',
    entities: {
      hosts: {
        tokens: {
          'machine.title': 'name',
          'machine.owner': ['nothing', 'owner'],
          machine: '.',
          'machine.level': 'severity',
          apps: 'software',
          'apps.title': 'software.name',
          'machine.color': [],
        },
        values: { status: { OPENED: 'open' } },
      },
    },
  })
  const translated = (text: string) => {
    const parsed = parse(text)
    assert.ok(parsed.ok)
    return format(translate(parsed.query, entity))
  }

  test('has our names', () => {
    assert.equal(
      translated('machine.title:x AND asset.name:y and openPorts.port:5'),
      'name:x and name:y and port.number:5',
    )
    assert.equal(translated('machine:(title:x and level:5 or owner is null)'), 'name:x and severity:5 or owner is null')
    assert.equal(
      translated('apps:(title:ssl and version:1) sort by machine.title'),
      'software:(name:ssl and version:1) sort by name',
    )
    assert.equal(translated('not unknown:1'), 'not unknown:1')
  })

  test('means the same', () => {
    const row = { name: 'x', severity: 5, status: 'new', software: [{ name: 'openssl', version: '1.0' }] }
    for (const text of [
      'machine:(title:x and level:5)',
      'apps:(title:ssl and version:1)',
      'status:OPENED',
      'apps.title:openssl',
    ]) {
      const checked = plan(text, entity, sampleTime)
      assert.ok(checked.ok && evaluator(checked.plan.where)(row), text)
    }
  })

  test('works in the browser too, which has the description only', () => {
    const description = JSON.parse(JSON.stringify(describeEntity(entity)))
    assert.doesNotMatch(JSON.stringify(description), /sample_host|"sql"/)
    const parsed = parse('machine:(title:x and level:5) and status:OPENED')
    assert.equal(format(translate(parsed.query, defineEntity(description))), 'name:x and severity:5 and status:OPENED')
    assert.ok(plan('status:OPENED', defineEntity(description), sampleTime).ok)
  })

  test('says what has no counterpart', () => {
    const checked = plan('machine.color:red or machine.colour:red', entity, sampleTime)
    assert.deepEqual(checked.ok ? [] : checked.problems.map(({ code }) => code), [
      'token-not-available',
      'token-unknown',
    ])
  })
})
