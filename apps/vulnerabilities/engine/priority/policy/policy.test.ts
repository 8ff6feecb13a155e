import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ask, type Condition, isLike } from './condition.ts'
import { firstMatch, type PolicyOutcome, type Rule } from './first-match.ts'
import { readCondition } from './read-condition.ts'

const urgent: Condition = {
  all: [
    { field: 'tags', has: ['production'] },
    {
      any: [
        { field: 'kev', is: true },
        { field: 'score', atLeast: 900 },
      ],
    },
    { not: { field: 'package', in: ['linux-*'] } },
  ],
}
const rules: readonly Rule<PolicyOutcome>[] = [
  { id: '1', title: 'urgent', when: urgent, outcome: { do: 'ticket', assign: 'owner', days: 7 } },
  { id: '2', title: 'low', when: { field: 'score', below: 400 }, outcome: { do: 'nothing' } },
  { id: '3', title: 'all else', outcome: { do: 'ticket', assign: { person: 'p1' }, days: 90 } },
]

test('the first rule that holds decides', () => {
  const decided = (subject: Parameters<typeof ask>[1]) => firstMatch(rules, subject).rule?.id
  assert.equal(decided({ tags: ['Production', 'eu'], kev: true, score: 100, package: 'openssl' }), '1')
  assert.equal(decided({ tags: ['production'], kev: true, score: 100, package: 'linux-image' }), '2')
  assert.equal(decided({ tags: [], kev: true, score: 800, package: 'openssl' }), '3')
  const { rule, sentence } = firstMatch(rules.slice(0, 2), { tags: ['production'], score: 500, package: 'curl' })
  assert.equal(rule, undefined)
  assert.equal(sentence, 'None of 2 rules holds; not known: kev.')
})

test('what is not known is neither yes nor no', () => {
  const notExploited: Condition = { not: { field: 'exploited', is: true } }
  assert.deepEqual(ask(notExploited, {}), { answer: 'unknown', unknown: ['exploited'] })
  assert.equal(ask(notExploited, { exploited: false }).answer, 'yes')
  assert.equal(ask({ all: [notExploited, { field: 'score', atLeast: 1 }] }, { score: 0 }).answer, 'no')
  assert.equal(ask({ any: [notExploited, { field: 'score', atLeast: 1 }] }, { score: 1 }).answer, 'yes')
  assert.equal(ask({ field: 'constructor', in: ['*'] }, {}).answer, 'unknown')
})

test('knowing more never turns a yes or no around', () => {
  const leaf = fc.constantFrom<Condition>({ field: 'a', is: true }, { field: 'b', is: true }, { field: 'c', is: true })
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
      tie('condition').map((not) => ({ not })),
    ),
  }))
  const flags = fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean() })
  fc.assert(
    fc.property(condition, flags, fc.subarray(['a', 'b', 'c'] as const), (condition, full, known) => {
      const partly = Object.fromEntries(known.map((name) => [name, full[name]]))
      const { answer } = ask(condition, partly)
      if (answer !== 'unknown') assert.equal(ask(condition, full).answer, answer)
      assert.notEqual(ask(condition, full).answer, 'unknown')
    }),
  )
})

test('patterns', () => {
  assert.ok(isLike('CVE-2024-1', 'cve-2024-*') && isLike('openssl', '*') && isLike('a.b.c', 'a*b*c'))
  assert.ok(!isLike('aba', 'ab*ba') && !isLike('openssl', 'open') && !isLike('xay', '*a*a*'))
  assert.ok(!isLike('a'.repeat(50_000), `${'*a'.repeat(120)}*b`))
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 })
  fc.assert(
    fc.property(text, text, (subject, pattern) => {
      const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(subject)
      assert.equal(isLike(subject, pattern), expected)
    }),
  )
})

test('a condition from outside is read whole or refused with every place that is wrong', () => {
  assert.deepEqual(readCondition(urgent), { ok: true, condition: urgent })
  const refused = readCondition({
    all: [{ field: 'score', in: ['x'] }, { field: '__proto__', is: true }, { any: [] }, { field: 'kev', is: 'yes' }, 7],
  })
  assert.ok(!refused.ok)
  assert.deepEqual(
    refused.problems.map((problem) => problem.replace(/one of severity.*/, 'one of …')),
    [
      'when.all[0]: score is asked by one of atLeast, below',
      'when.all[1]: "field" is one of …',
      'when.all[2].any: is a list of at least one condition',
      'when.all[3].is: is true or false',
      'when.all[4]: is no condition',
    ],
  )
  let deep: unknown = { field: 'kev', is: true }
  for (let level = 0; level < 5000; level++) deep = { not: deep }
  assert.ok(!readCondition(deep).ok)
  assert.ok(!readCondition({ any: Array.from({ length: 100_000 }, () => ({ field: 'kev', is: true })) }).ok)
  fc.assert(fc.property(fc.anything(), (value) => typeof readCondition(value).ok === 'boolean'))
})
