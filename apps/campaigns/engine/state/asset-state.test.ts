import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assetStates, ruleSql, type Signs, signNames, stateOf, stateRules } from './asset-state.ts'

const none = Object.fromEntries(signNames.map((name) => [name, false])) as unknown as Signs
const stateWith = (...signs: (keyof Signs)[]) =>
  stateOf({ ...none, ...Object.fromEntries(signs.map((name) => [name, true])) }).state

test('an asset that nobody judged is unknown, never out of danger', () => {
  assert.equal(stateWith(), 'unknown')
  assert.equal(stateWith('gap'), 'unknown')
  assert.equal(stateWith('judged'), 'unknown', 'no advisory can speak of what is no package')
  assert.equal(stateWith('judged', 'spoken', 'gap'), 'unknown', 'judged by advisories that do not speak of it')
  assert.equal(stateWith('judged', 'fixed', 'gap'), 'unknown', 'fixed once, and nothing is known now')
})

test('an open finding is exploitable until a mitigation is in place', () => {
  assert.equal(stateWith('judged', 'open'), 'exploitable')
  assert.equal(stateWith('judged', 'open', 'mitigated'), 'mitigated')
  assert.equal(stateWith('judged', 'open', 'fixed'), 'exploitable', 'one of two places is fixed')
  assert.equal(stateWith('judged', 'open', 'patched'), 'exploitable', 'what was proven open outweighs a query')
  assert.equal(
    stateWith('judged', 'open', 'compensated'),
    'exploitable',
    'a control for one finding is none for the other',
  )
  assert.equal(stateWith('judged', 'compensated'), 'mitigated')
})

test('judged and absent is patched; so is what the fix is installed on', () => {
  assert.equal(stateWith('judged', 'spoken'), 'patched')
  assert.equal(stateWith('judged', 'fixed'), 'patched')
  assert.equal(stateWith('patched'), 'patched', 'the fix is seen, also where nothing was judged')
  assert.equal(stateWith('patched', 'exploitable'), 'patched')
})

test('what the pack calls exploitable needs no finding', () => {
  assert.equal(stateWith('exploitable'), 'exploitable')
  assert.equal(stateWith('exploitable', 'judged'), 'exploitable', 'the advisories may be older than the pack')
  assert.equal(stateWith('exploitable', 'mitigated'), 'mitigated')
  assert.equal(stateWith('mitigated'), 'unknown', 'a mitigation alone does not say that nothing is wrong')
})

test('a sign of infection outweighs everything', () => {
  assert.equal(stateWith('infected', 'judged', 'fixed', 'patched', 'mitigated'), 'infected')
})

test('every combination of signs has a state, and every rule decides some', () => {
  const used = new Set<number>()
  for (let bits = 0; bits < 2 ** signNames.length; bits++) {
    const signs = Object.fromEntries(
      signNames.map((name, index) => [name, (bits & (1 << index)) !== 0]),
    ) as unknown as Signs
    const { state, rule } = stateOf(signs)
    assert.ok(assetStates.includes(state))
    used.add(rule)
  }
  assert.deepEqual(
    [...used].sort((a, b) => a - b),
    stateRules.map((_, index) => index),
  )
})

test('the expression for many says the same rules in the same order', () => {
  const text = ruleSql((sign) => `x.${sign}`)
  assert.match(text, /^case when x\.infected then 0 when x\.open and x\.mitigated then 1 when x\.open then 2 /)
  assert.match(text, / else 10 end$/)
})
