import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseToml } from './index.ts'

function tableOf(text: string): unknown {
  const reading = parseToml(text)
  assert.ok(reading.ok, JSON.stringify(reading))
  return JSON.parse(JSON.stringify(reading.table))
}

function problemOf(text: string): string {
  const reading = parseToml(text)
  assert.ok(!reading.ok, text)
  return `${reading.problem.line}: ${reading.problem.message}`
}

test('keys, tables and lists of tables', () => {
  assert.deepEqual(
    tableOf('\ufeffa.b = 1 # x\n"c d" = 2\n[e]\nf = {g = true, "h" = []}\r\n[[i.j]]\nk = 1\n[i.j.l]\nm = 2\n[[i.j]]\n'),
    { a: { b: 1 }, 'c d': 2, e: { f: { g: true, h: [] } }, i: { j: [{ k: 1, l: { m: 2 } }, {}] } },
  )
})

test('texts, numbers and dates', () => {
  assert.deepEqual(
    tableOf(
      [
        String.raw`a = "tab\t \u0041\U0001F600 \"q\""`,
        String.raw`b = 'C:\x'`,
        'c = """\none \\\n   two""three"""',
        "d = '''\n'x'\n'''",
        'e = [1_000, 0xff, -2.5, 1e3, 12345678901234567890,\n # note\n]',
        'f = 2024-01-02T03:04:05Z',
        'g = 2024-01-02 03:04:05',
        'h = inf',
      ].join('\n'),
    ),
    {
      a: 'tab\t A😀 "q"',
      b: 'C:\\x',
      c: 'one two""three',
      d: "'x'\n",
      e: [1000, 255, -2.5, 1000, '12345678901234567890'],
      f: '2024-01-02T03:04:05Z',
      g: '2024-01-02 03:04:05',
      h: 'inf',
    },
  )
})

test('what is malformed says what and where', () => {
  for (const [text, problem] of [
    ['a = 1\n[', '2: a key is expected'],
    ['a = ', '1: a value is expected'],
    ['a = 1 b = 2', '1: the line goes on'],
    ['a = 1\na = 2', '2: a is there twice'],
    ['[a]\n[a]', '2: the table a is there twice'],
    ['a = {b = 1}\n[a.c]', '2: a is no table that can be added to'],
    ['a = [1]\n[[a]]', '2: a is no list of tables'],
    ['a = "x\ny"', '1: a text is not ended'],
    [String.raw`a = "\q"`, String.raw`1: \q is no character`],
    ['a = 01', '1: 01 is no value'],
    [`a = ${'['.repeat(100)}`, '1: values nest deeper than 64'],
    ['__proto__.x = 1\n[__proto__]\nx = 2', '3: x is there twice'],
  ] as const)
    assert.equal(problemOf(text), problem, text)
})

test('any text is read or refused, and what JSON writes is read', () => {
  const pieces = fc.constantFrom(
    '[',
    ']',
    '{',
    '}',
    '=',
    '"',
    "'",
    '"""',
    '\n',
    ',',
    '.',
    '#',
    'a',
    '1',
    ' ',
    '\\',
    '-',
  )
  fc.assert(fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => void parseToml(parts.join(''))))
  fc.assert(
    fc.property(fc.string(), (text) => {
      assert.deepEqual(tableOf(`a = ${JSON.stringify(text).replaceAll('\u007f', '\\u007f')}`), { a: text })
    }),
  )
})
