import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moved, newRule, type PolicyRule } from './policy-rules.ts'

const rule = (id: string): PolicyRule => ({ id, name: id, query: '', action: 'open' })

test('a rule goes a step up or down, and stays where there is no step', () => {
  const rules = ['a', 'b', 'c'].map(rule)
  const ids = (list: readonly PolicyRule[]) => list.map(({ id }) => id).join('')
  assert.equal(ids(moved(rules, 1, -1)), 'bac')
  assert.equal(ids(moved(rules, 1, 1)), 'acb')
  assert.equal(ids(moved(rules, 0, -1)), 'abc')
  assert.equal(ids(moved(rules, 2, 1)), 'abc')
})

test('a new rule has an id of its own', () => {
  assert.equal(newRule([]).id, 'rule-1')
  assert.equal(newRule([rule('rule-2')]).id, 'rule-3')
  assert.equal(newRule([rule('rule-2'), rule('rule-3')]).id, 'rule-4')
})
