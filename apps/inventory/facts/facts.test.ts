import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemKey } from '@holdfast/platform/contract'
import Schema from 'typebox/schema'
import { facts } from './index.ts'

for (const fact of facts) {
  test(`${fact.name}: the example matches the schema and has a key`, () => {
    assert.deepEqual(Schema.Errors(fact.schema, fact.example), [true, []])
    assert.notEqual(itemKey(fact, fact.example), '')
  })

  test(`${fact.name}: key and volatile fields exist and do not overlap`, () => {
    const fields = new Set(Object.keys(fact.schema.properties))
    for (const field of [...fact.key, ...(fact.volatile ?? [])]) assert.ok(fields.has(field), field)
    for (const field of fact.volatile ?? []) assert.ok(!fact.key.includes(field), field)
  })

  test(`${fact.name}: a field that is not declared is refused`, () => {
    assert.equal(Schema.Check(fact.schema, { ...fact.example, undeclared: 1 }), false)
  })
}

test('names are unique', () => {
  assert.equal(new Set(facts.map((fact) => fact.name)).size, facts.length)
})
