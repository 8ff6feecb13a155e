import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ProblemList } from '../reading/index.ts'
import { maxFieldLength, readParagraphs, splitClearsigned } from './index.ts'

function read(text: string, only?: ReadonlySet<string>) {
  const problems = new ProblemList()
  const paragraphs = [...readParagraphs(text, { problems, ...(only === undefined ? {} : { only }) })]
  return {
    paragraphs: paragraphs.map(({ line, fields }) => ({ line, ...Object.fromEntries(fields) })),
    problems: problems.list,
  }
}

test('stanzas, continuations, comments and line ends', () => {
  const text = '\n# about\nPackage: a\r\nDescription: short\n long\n .\n\tmore\n# between\nSize:1\n\n \nPackage: b'
  assert.deepEqual(read(text), {
    paragraphs: [
      { line: 3, package: 'a', description: 'short\nlong\n\nmore', size: '1' },
      { line: 12, package: 'b' },
    ],
    problems: [],
  })
})

test('what is wrong is told with its line, and the rest is kept', () => {
  const text = ' lost\nPackage: a\nno colon here\nPackage: again\n: empty\n\nPackage: b\n'
  const { paragraphs, problems } = read(text)
  assert.deepEqual(paragraphs, [
    { line: 2, package: 'a' },
    { line: 7, package: 'b' },
  ])
  assert.deepEqual(
    problems.map((problem) => problem.line),
    [1, 3, 4, 5],
  )
})

test('only the fields asked for are kept', () => {
  const { paragraphs } = read('Package: a\nDescription: x\n y\nVersion: 1\n', new Set(['package', 'version']))
  assert.deepEqual(paragraphs, [{ line: 1, package: 'a', version: '1' }])
})

test('a field cannot grow without end', () => {
  const { paragraphs, problems } = read(`A: 1\n${` ${'x'.repeat(1 << 16)}\n`.repeat(40)}`)
  assert.ok((paragraphs[0] as unknown as { a: string }).a.length <= maxFieldLength)
  assert.ok(problems.length > 0)
})

test('no text makes it throw', () => {
  const piece = fc.constantFrom('A', ':', ' ', '\n', '\r', '\t', '#', '.', '\n\n', 'é', '\0')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => void read(pieces.join(''))),
    { numRuns: 3000 },
  )
})

test('a signed message comes apart', () => {
  const text =
    '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nOrigin: Debian\n- -dash\n-----BEGIN PGP SIGNATURE-----\n\nabc\n'
  assert.deepEqual(splitClearsigned(text), {
    body: 'Origin: Debian\n-dash\n',
    signature: '-----BEGIN PGP SIGNATURE-----\n\nabc\n',
  })
  assert.deepEqual(splitClearsigned('Origin: x\n'), { body: 'Origin: x\n', signature: '' })
})
