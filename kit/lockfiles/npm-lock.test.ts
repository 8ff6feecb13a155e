import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { encodeUtf8 } from '../text/index.ts'
import { lockedId, readNpmLock } from './index.ts'

const read = (document: unknown) => readNpmLock(encodeUtf8(JSON.stringify(document)))

test('version 1 nests, and resolves upwards', () => {
  const { items } = read({
    lockfileVersion: 1,
    dependencies: {
      a: {
        version: '1.0.0',
        requires: { b: '^1', c: '^1' },
        dependencies: { b: { version: '1.5.0', requires: { c: '^1' } } },
      },
      b: { version: '2.0.0', dev: true },
      c: { version: '1.1.0' },
    },
  })
  assert.deepEqual(
    items.map((item) => [lockedId(item), item.dev, item.direct, item.dependsOn.join()]),
    [
      ['a@1.0.0', false, undefined, 'b@1.5.0,c@1.1.0'],
      ['b@1.5.0', false, undefined, 'c@1.1.0'],
      ['b@2.0.0', true, undefined, ''],
      ['c@1.1.0', false, undefined, ''],
    ],
  )
})

test('what is no lock file is a problem', () => {
  assert.equal(read({}).problems.length, 1)
  assert.equal(readNpmLock(encodeUtf8('{')).problems.length, 1)
  assert.deepEqual(read({ lockfileVersion: 3, packages: {} }), { items: [], problems: [] })
})

test('hostile documents never throw', () => {
  const name = fc.constantFrom(
    'a',
    'b',
    '',
    '__proto__',
    'node_modules/a',
    'node_modules/a/node_modules/b',
    '@s/c',
    'x/y',
  )
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom(null, true, 1, '1.0.0', 'a'),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(
        fc.oneof(name, fc.constantFrom('version', 'link', 'resolved', 'requires', 'dependencies', 'packages', 'dev')),
        tie('any'),
        { maxKeys: 4 },
      ),
    ),
  })).any
  fc.assert(
    fc.property(
      fc.record({ packages: value, dependencies: value }, { requiredKeys: [] }),
      (document) => void read(document),
    ),
    { numRuns: 2000 },
  )
  let deep: unknown = {}
  for (let depth = 0; depth < 2000; depth++) deep = { dependencies: { a: deep } }
  assert.match(read(deep).problems[0]?.message ?? '', /nested deeper/)
})

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora')
const skip = existsSync(corpora) ? false : `no corpora at ${corpora}`

interface Expected {
  readonly id: string
  readonly input: string
  readonly packages: readonly {
    readonly id: string
    readonly dev?: boolean
    readonly relationship?: string
    readonly licenses?: readonly string[]
  }[]
  readonly dependencies?: readonly { readonly id: string; readonly dependsOn: readonly string[] }[] | null
}

test('the lock files of trivy: packages, development, relationship, licences and edges', { skip }, () => {
  const all: Expected[] = JSON.parse(readFileSync(join(corpora, 'trivy/cases.json'), 'utf8'))
  const cases = all.filter((one) => one.id.startsWith('nodejs/npm:'))
  assert.equal(cases.length, 9)
  for (const { id, input, packages, dependencies } of cases) {
    const { items } = readNpmLock(readFileSync(join(corpora, 'trivy', input)))
    const relationship = { true: 'direct', false: 'indirect', undefined: 'unknown' }
    const actual = items.map((item) => [lockedId(item), item.dev, relationship[`${item.direct}`]].join(' '))
    const expected = packages.map((one) => [one.id, one.dev ?? false, one.relationship].join(' '))
    assert.deepEqual(actual.sort(), expected.sort(), id)
    for (const { id: one, licenses } of packages) {
      if (licenses) assert.deepEqual(items.find((item) => lockedId(item) === one)?.licenses, licenses, id)
    }
    if (!dependencies) continue
    const edges = items
      .filter((item) => item.dependsOn.length > 0)
      .map((item) => `${lockedId(item)}: ${item.dependsOn.join()}`)
    const expectedEdges = dependencies.map((one) => `${one.id}: ${[...one.dependsOn].sort().join()}`)
    assert.deepEqual(edges.sort(), expectedEdges.sort(), id)
  }
})
