import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type Benchmark,
  combine,
  covers,
  evaluatePolicy,
  type Policy,
  PolicyError,
  type RuleResultWord,
  readBenchmark,
  readTailoring,
  resolvePolicy,
  scoresOf,
  writeTestResult,
} from './index.ts'

const namespace = 'http://checklists.nist.gov/xccdf/1.2'

function benchmarkWith(body: string): Benchmark {
  const reading = readBenchmark(
    `<Benchmark xmlns="${namespace}" id="b"><status>draft</status><status>accepted</status><title>B</title><version>1</version>${body}</Benchmark>`,
  )
  assert.ok(reading.ok, JSON.stringify(reading))
  return reading.benchmark
}

const rule = (id: string, more = '', attributes = '') =>
  `<Rule id="${id}" ${attributes}><title>${id}</title>${more}<check system="s"><check-content-ref href="h" name="${id}"/></check></Rule>`

const selectedOf = (policy: Policy) => policy.rules.filter(({ selected }) => selected).map((one) => one.rule.id)

/** Every check says what the table says of its name. */
function resultsOf(policy: Policy, said: Readonly<Record<string, RuleResultWord>>, products: readonly string[] = []) {
  return evaluatePolicy(policy, {
    product: (name) => (products.includes(name) ? 'true' : 'false'),
    check: (check) => {
      if (check.system !== 's') return undefined
      const results = check.references.map(({ name = '' }) => ({ name, result: said[name] ?? ('pass' as const) }))
      return { results, messages: [] }
    },
  })
}

const wordsOf = (results: ReturnType<typeof resultsOf>) => results.map((one) => `${one.rule.rule.id} ${one.result}`)

test('profiles select through groups, extend each other, and refine rules', () => {
  const benchmark = benchmarkWith(
    `<Profile id="p1"><title>One</title><select idref="g" selected="true"/><select idref="r1" selected="false"/><refine-rule idref="r2" severity="high" weight="4"/></Profile>
     <Profile id="p2" extends="p1"><title>Two</title><select idref="c" selected="true"/><refine-rule idref="r2" role="unscored"/></Profile>
     <Profile id="p3" extends="p4"><title>Three</title></Profile><Profile id="p4" extends="p3"><title>Four</title></Profile>
     <Group id="g" selected="false">${rule('r1')}${rule('r2')}</Group>${rule('r3', '', 'selected="false" cluster-id="c"')}`,
  )
  assert.deepEqual([benchmark.status, benchmark.version], ['accepted', '1'])
  assert.deepEqual(selectedOf(resolvePolicy(benchmark, undefined)), [])
  assert.deepEqual(selectedOf(resolvePolicy(benchmark, 'p1')), ['r2'])
  const policy = resolvePolicy(benchmark, 'p2')
  assert.deepEqual(selectedOf(policy), ['r2', 'r3'])
  const [, second] = policy.rules
  assert.deepEqual([second?.severity, second?.weight, second?.role], ['high', 4, 'unscored'])
  for (const wrong of ['p3', 'nowhere']) assert.throws(() => resolvePolicy(benchmark, wrong), PolicyError)
})

test('what lacks something it requires, or conflicts with what is selected, is not selected', () => {
  const benchmark = benchmarkWith(
    `${rule('r1', '', 'selected="false"')}${rule('r2', '<requires idref="r1"/>')}${rule('r3', '<requires idref="r1 r4"/>')}${rule('r4')}${rule('r5', '<conflicts idref="r4"/>')}`,
  )
  assert.deepEqual(selectedOf(resolvePolicy(benchmark, undefined)), ['r3', 'r4'])
})

test('values are chosen by selectors, set by profiles and by a tailoring', () => {
  const benchmark = benchmarkWith(
    `<Profile id="p"><title>P</title><refine-value idref="v" selector="strict"/></Profile><Value id="v"><title>V</title><value>10</value><value selector="strict">20</value></Value><Value id="list"><title>L</title><complex-value><item>a</item><item>b</item></complex-value></Value>${rule('r')}`,
  )
  assert.deepEqual(resolvePolicy(benchmark, undefined).values.get('v'), ['10'])
  assert.deepEqual(resolvePolicy(benchmark, 'p').values.get('v'), ['20'])
  assert.deepEqual(resolvePolicy(benchmark, 'p').values.get('list'), ['a', 'b'])
  const tailoring = readTailoring(
    `<Tailoring xmlns="${namespace}" id="t"><Profile id="p" extends="p"><title>Own</title><set-value idref="v">30</set-value><select idref="r" selected="false"/></Profile></Tailoring>`,
  )
  assert.ok(tailoring.ok, JSON.stringify(tailoring))
  const policy = resolvePolicy(benchmark, 'p', tailoring.profiles)
  assert.deepEqual(policy.values.get('v'), ['30'])
  assert.deepEqual(selectedOf(policy), [])
})

test('rules are for platforms, by name and by expression', () => {
  const expression = `<platform-specification xmlns="http://cpe.mitre.org/language/2.0"><platform id="e"><logical-test operator="AND" negate="true"><fact-ref name="cpe:/a:x"/></logical-test></platform></platform-specification>`
  const policy = resolvePolicy(
    benchmarkWith(
      `${expression}${rule('r1', '<platform idref="cpe:/a:x"/>')}${rule('r2', '<platform idref="#e"/>')}<Group id="g"><platform idref="cpe:/a:y"/>${rule('r3')}</Group>${rule('r4', '<platform idref="cpe:/a:y"/><platform idref="cpe:/a:x"/>')}`,
    ),
    undefined,
  )
  assert.deepEqual(wordsOf(resultsOf(policy, {}, ['cpe:/a:x'])), [
    'r1 pass',
    'r2 notapplicable',
    'r3 notapplicable',
    'r4 pass',
  ])
  assert.ok(covers('cpe:/o:debian:debian_linux', 'cpe:/o:debian:debian_linux:12'))
  assert.ok(!covers('cpe:/o:debian:debian_linux:12', 'cpe:/o:debian:debian_linux'))
})

test('checks are negated, joined, chosen by selector, and reported one by one', () => {
  const reference = (name: string) => `<check-content-ref href="h" name="${name}"/>`
  const check = (name: string, attributes = '') => `<check system="s" ${attributes}>${reference(name)}</check>`
  const bare = (id: string, body: string, attributes = '') =>
    `<Rule id="${id}" ${attributes}><title>${id}</title>${body}</Rule>`
  const policy = resolvePolicy(
    benchmarkWith(
      bare('negated', check('f', 'negate="true"')) +
        bare(
          'complex',
          `<complex-check operator="OR">${check('f')}<complex-check operator="AND" negate="true">${check('f')}${check('p')}</complex-check></complex-check>`,
        ) +
        bare('chosen', `${check('f')}${check('p', 'selector="other"')}`) +
        bare('several', `<check system="s" multi-check="true">${reference('p')}${reference('f')}</check>`) +
        bare('foreign', '<check system="unknown"><check-content-ref href="h"/></check>') +
        bare('silent', '') +
        bare('aside', check('f'), 'role="unscored"') +
        bare('left', check('f'), 'role="unchecked"') +
        '<Profile id="x"><title>X</title><refine-rule idref="chosen" selector="other"/></Profile>',
    ),
    'x',
  )
  assert.deepEqual(wordsOf(resultsOf(policy, { f: 'fail' })), [
    'negated pass',
    'complex pass',
    'chosen pass',
    'several pass',
    'several fail',
    'foreign notchecked',
    'silent notchecked',
    'aside informational',
    'left notchecked',
  ])
})

test('scores by every model of the standard', () => {
  const policy = resolvePolicy(
    benchmarkWith(
      `<Group id="g1" weight="3">${rule('r1')}${rule('r2', '', 'weight="3"')}</Group><Group id="g2">${rule('r3')}${rule('r4')}</Group>${rule('r5')}`,
    ),
    undefined,
  )
  const results = resultsOf(policy, { r1: 'fail', r3: 'error', r4: 'notapplicable', r5: 'pass' })
  assert.deepEqual(
    scoresOf(policy, results).map(({ score, maximum }) => [score, maximum]),
    // Of g1 75 with weight 3, of g2 0, of r5 100.
    [
      [(75 * 3 + 0 + 100) / 5, 100],
      [4, 6],
      [2, 4],
      [0, 1],
    ],
  )
  const none = resultsOf(policy, {
    r1: 'notapplicable',
    r2: 'notapplicable',
    r3: 'notapplicable',
    r4: 'notapplicable',
    r5: 'notapplicable',
  })
  assert.deepEqual(
    scoresOf(policy, none).map(({ score }) => score),
    [0, 0, 0, 0],
  )
  const written = writeTestResult(policy, results, scoresOf(policy, results), {
    productName: 'Holdfast',
    productVersion: '1',
    startedAt: '2030-01-01T00:00:00Z',
    endedAt: '2030-01-01T00:00:01Z',
    target: 'this host',
    href: 'b.xml',
  })
  assert.match(written, /<rule-result idref="r1"[^>]*>\s*<result>fail<\/result>/)
  assert.match(written, /<score system="urn:xccdf:scoring:default" maximum="100.000000">65.000000<\/score>/)
})

test('what is wrong with a document is told with its place', () => {
  const problemOf = (body: string) => {
    const reading = readBenchmark(`<Benchmark id="b">\n${body}</Benchmark>`)
    return reading.ok ? '' : `${reading.problem.line}:${reading.problem.column} ${reading.problem.message}`
  }
  assert.equal(problemOf('<Rule/>'), '2:1 <Rule> has no attribute id')
  assert.equal(problemOf('<Rule id="a"/><Group id="a"/>'), '2:15 two items have the id a')
  assert.equal(problemOf('<Rule id="a" weight="-1"/>'), '2:1 the weight "-1" is none')
  assert.match(problemOf('<Rule id="a" severity="dire"/>'), /^2:1 <Rule> says severity="dire", which is none of/)
  assert.equal(problemOf('<Rule id="a"><check/></Rule>'), '2:14 <check> has no attribute system')
})

const words = fc.array(
  fc.constantFrom<RuleResultWord>('pass', 'fail', 'error', 'unknown', 'notapplicable', 'notchecked', 'informational'),
  { minLength: 1, maxLength: 6 },
)

test('joined results are one of those joined, in any order, and what is not applicable does not count', () => {
  fc.assert(
    fc.property(words, fc.constantFrom('AND' as const, 'OR' as const), (list, operator) => {
      const result = combine(operator, list)
      assert.ok(list.includes(result))
      assert.equal(combine(operator, [...list].reverse()), result)
      assert.equal(combine(operator, [...list, 'notapplicable']), result)
    }),
  )
})
