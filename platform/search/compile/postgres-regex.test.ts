import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { testServers } from '../../store/testing/index.ts'
import { regexTester } from '../language/regex/match-regex.ts'
import { parseRegex } from '../language/regex/parse-regex.ts'
import { postgresRegex } from '../language/regex/postgres-regex.ts'
import { arbitraryPattern } from '../testing/arbitrary-pattern.ts'
import { openSample, type Sample } from '../testing/open-sample.ts'

const subjects = [
  '',
  'a',
  'ab',
  'ba-1',
  'a b',
  '_0',
  'ä',
  'Ä',
  'Z',
  'a\nb',
  '🛡',
  'a🛡a',
  '00',
  'abab01',
  ' ',
  '-',
  '.',
  '\\',
  'aä_ 🛡-b',
]

async function compare(sample: Sample, pattern: string, ignoreCase: boolean): Promise<void> {
  const parsed = parseRegex(pattern, ignoreCase)
  if (!parsed.ok) return
  const written = postgresRegex(parsed.regex)
  const rows = await sample.run<{ found: boolean }>({
    text: `select s collate "C" ~ $2 as found from unnest($1::text[]) with ordinality as u(s, n) order by n`,
    values: [subjects, written],
  })
  const matches = regexTester(parsed.regex)
  const actual = rows.map(({ found }) => found)
  assert.deepEqual(actual, subjects.map(matches), `${pattern} → ${written}`)
}

for (const server of testServers()) {
  describe(`regular expressions on ${server.name}`, { skip: server.missing }, () => {
    test('mean in the database what they mean in memory', async (t) => {
      const sample = await openSample(t, await server.start(), 1)
      const property = fc.asyncProperty(arbitraryPattern, fc.boolean(), (pattern, ignoreCase) =>
        compare(sample, pattern, ignoreCase),
      )
      await fc.assert(property, { numRuns: 400 })
    })

    test('of the largest size are accepted by the database', async (t) => {
      const sample = await openSample(t, await server.start(), 1)
      const large = [
        '[^a]{255}',
        '(a{15}b?){20}',
        `(${'a|'.repeat(300)}b)`,
        '(?:(?:a{3}){3}){30}',
        `${'[a-z0-9_.-]+'.repeat(80)}`,
        'a'.repeat(600),
        '[\\u0100-\\uffff]{200}',
        '(\\w+\\s?){100}',
      ]
      for (const pattern of large) {
        const parsed = parseRegex(pattern, true)
        if (parsed.ok) await compare(sample, pattern, true)
      }
    })
  })
}
