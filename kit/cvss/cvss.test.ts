import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type CvssVersion, canonicalCvss, formatCvss, parseCvss, scoreCvss, severityOf } from './index.ts'
import { metricSpecs } from './metrics.ts'

const versions: readonly CvssVersion[] = ['2.0', '3.0', '3.1', '4.0']

/** A valid vector as its fields, in the order of the specification; optional metrics come and go. */
const vectors = fc.constantFrom(...versions).chain((version) =>
  fc
    .tuple(
      ...metricSpecs[version].map(({ name, group, values }) =>
        fc.option(
          fc.constantFrom(...values).map((value) => `${name}:${value}`),
          { freq: group === 'base' ? 1_000_000 : 1, nil: undefined },
        ),
      ),
    )
    .filter((fields) =>
      metricSpecs[version].every(({ group }, index) => group !== 'base' || fields[index] !== undefined),
    )
    .map((fields) => ({ version, fields: fields.filter((field) => field !== undefined) })),
)

function write(version: CvssVersion, fields: readonly string[]): string {
  return (version === '2.0' ? '' : `CVSS:${version}/`) + fields.join('/')
}

function parsed(text: string) {
  const result = parseCvss(text)
  assert.ok(result.ok, `${text}: ${result.ok ? '' : result.problem.message}`)
  return result.value
}

test('a vector in any order is the same vector, and is written in the order of its specification', () => {
  fc.assert(
    fc.property(vectors, fc.infiniteStream(fc.nat()), ({ version, fields }, keys) => {
      const shuffled = fields
        .map((field) => ({ field, key: keys.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ field }) => field)
      const vector = parsed(write(version, shuffled))
      assert.equal(formatCvss(vector), write(version, fields))
      const canonical = canonicalCvss(vector)
      assert.equal(canonicalCvss(parsed(canonical)), canonical)
      assert.deepEqual(scoreCvss(parsed(canonical)).score, scoreCvss(vector).score)
    }),
  )
})

test('every score is a tenth between 0 and 10', () => {
  fc.assert(
    fc.property(vectors, ({ version, fields }) => {
      const { base, temporal, environmental, score, severity } = scoreCvss(parsed(write(version, fields)))
      for (const one of [base, temporal ?? 0, environmental ?? 0, score]) {
        assert.ok(one >= 0 && one <= 10 && Object.is(one, Math.round(one * 10) / 10), String(one))
      }
      assert.equal(severity, severityOf(version, score))
    }),
    { numRuns: 2000 },
  )
})

test('a vector with a base metric removed, a metric twice or misspelt is refused', () => {
  fc.assert(
    fc.property(vectors, fc.nat(), ({ version, fields }, pick) => {
      const base = metricSpecs[version].filter(({ group }) => group === 'base').length
      const at = pick % base
      const field = fields[at] as string
      const damaged = [
        fields.toSpliced(at, 1),
        fields.toSpliced(at, 0, field),
        fields.toSpliced(at, 1, `${field}x`),
        fields.toSpliced(at, 1, `x${field}`),
        fields.toSpliced(at, 1, field.replace(':', '')),
        [...fields, ''],
      ]
      for (const wrong of damaged) assert.equal(parseCvss(write(version, wrong)).ok, false, write(version, wrong))
    }),
  )
})

test('any text is parsed or refused with a position in it, in bounded time', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((tail) => `CVSS:3.1/AV:N${tail}`),
      ),
      (text) => {
        const result = parseCvss(text)
        if (!result.ok) assert.ok(result.problem.position >= 0 && result.problem.position <= text.length)
      },
    ),
  )
  assert.equal(parseCvss(`CVSS:3.1/${'AV:N/'.repeat(2_000_000)}`).ok, false)
})

const refused: readonly [text: string, message: RegExp, position: number][] = [
  ['', /empty/, 0],
  ['CVSS:2.0/AV:N/AC:L/Au:N/C:P/I:P/A:P', /"2.0" is not one of/, 5],
  ['cvss:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', /prefix/, 0],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H', /missing: A$/, 40],
  ['CVSS:3.1/AV:N/AC:X/PR:N/UI:N/S:U/C:H/I:H/A:H', /AC is one of L, H, not "X"/, 17],
  ['CVSS:3.1/AV:N/AC:L/Au:N/UI:N/S:U/C:H/I:H/A:H', /version 3.1 has no metric "Au"/, 19],
  ['CVSS:4.0/AV:N/AV:N', /AV stands there twice/, 14],
  ['AV:N/AC:L/Au:N/C:P/I:P/A:P/', /"" is not a metric/, 27],
]

for (const [text, message, position] of refused) {
  test(`"${text}" is refused with the place that is wrong`, () => {
    const result = parseCvss(text)
    assert.ok(!result.ok)
    assert.match(result.problem.message, message)
    assert.equal(result.problem.position, position)
  })
}

test('the examples of the specifications and known cases have their scores', () => {
  const cases: readonly [text: string, score: number, severity: string][] = [
    ['(AV:N/AC:L/Au:N/C:N/I:N/A:C)', 7.8, 'high'], // CVE-2002-0392, CVSS 2.0 guide §3.3.1
    ['AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C', 6.4, 'medium'],
    ['AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H', 9.2, 'high'],
    ['CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1, 'medium'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10, 'critical'], // CVE-2021-44228
    ['CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H', 8.1, 'high'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0, 'none'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', 10, 'critical'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:L/SC:N/SI:N/SA:N', 6.9, 'medium'],
  ]
  for (const [text, score, severity] of cases) {
    const scores = scoreCvss(parsed(text))
    assert.deepEqual([scores.score, scores.severity], [score, severity], text)
  }
})

test('a half is rounded as the specification says, not as binary arithmetic falls', () => {
  // The exact values are 5.65 and 3.15.
  assert.equal(scoreCvss(parsed('CVSS:4.0/AV:N/AC:H/AT:N/PR:H/UI:A/VC:L/VI:H/VA:N/SC:L/SI:N/SA:N')).score, 5.7)
  assert.equal(scoreCvss(parsed('AV:L/AC:H/Au:N/C:C/I:N/A:P/RL:TF/TD:M')).score, 3.2)
})

test('without environmental metrics the score of 3.1 is the base score, though its environmental equation differs', () => {
  const scores = scoreCvss(parsed('CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:C/C:H/I:H/A:H'))
  assert.deepEqual([scores.base, scores.environmental, scores.score], [7.2, 7.3, 7.2])
})
