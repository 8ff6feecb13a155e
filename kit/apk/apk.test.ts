import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { encodeUtf8 } from '../text/index.ts'
import { apkPurl, readApkDatabase, readApkRepositories, resolveApkDependencies } from './index.ts'

const sample = `P:musl
V:1.2.5-r0
A:x86_64
I:667648
t:1710000000
o:musl
p:so:libc.musl-x86_64.so.1=1
F:lib
M:0:0:755
R:ld-musl-x86_64.so.1
a:0:0:755
Z:Q1KUwsFGLHn/enpN9+QIpK/FmixtQ=

P:busybox-binsh
V:1.36.1-r29
A:x86_64
o:busybox
D:!other so:libc.musl-x86_64.so.1 musl>=1.2
F:
R:root-file

P:torn
nonsense
`

test('packages with their files', () => {
  const { items, problems } = readApkDatabase(encodeUtf8(sample))
  assert.deepEqual(
    items.map(({ name, version, origin }) => [name, version, origin]),
    [
      ['musl', '1.2.5-r0', 'musl'],
      ['busybox-binsh', '1.36.1-r29', 'busybox'],
    ],
  )
  assert.deepEqual(items[0]?.files, [
    { path: '/lib/ld-musl-x86_64.so.1', digest: 'Q1KUwsFGLHn/enpN9+QIpK/FmixtQ=', mode: 0o755 },
  ])
  assert.equal(items[1]?.files[0]?.path, '/root-file')
  assert.deepEqual(
    problems.map((problem) => problem.line),
    [23, 22],
  )
  assert.deepEqual(resolveApkDependencies(items).get('busybox-binsh'), ['musl'])
})

test('package URLs', () => {
  const [musl] = readApkDatabase(encodeUtf8(sample)).items
  assert.ok(musl)
  assert.equal(
    apkPurl(musl, { id: 'alpine', release: '3.20.1' }),
    'pkg:apk/alpine/musl@1.2.5-r0?arch=x86_64&distro=alpine-3.20.1',
  )
})

test('repositories', () => {
  assert.deepEqual(readApkRepositories(encodeUtf8('# x\nhttps://a/main\n@edge https://b/main\na b c\n')), {
    items: [
      { url: 'https://a/main', tag: undefined, line: 2 },
      { url: 'https://b/main', tag: 'edge', line: 3 },
    ],
    problems: [{ message: 'a line that is not "[@tag] url"', line: 4 }],
  })
})

test('mutilated databases never throw', () => {
  const bytes = encodeUtf8(sample)
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 20 }), (edits) => {
      const copy = bytes.slice()
      for (const [at, value] of edits) copy[at] = value
      resolveApkDependencies(readApkDatabase(copy).items)
    }),
  )
})

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora')
const skip = existsSync(corpora) ? false : `no corpora at ${corpora}`

test('the database of an Alpine image, with dependencies', { skip }, () => {
  const cases = JSON.parse(readFileSync(join(corpora, 'trivy/cases.json'), 'utf8'))
  const expected = cases.find((one: { id: string }) => one.id === 'analyzer/pkg/apk:happy path')
  const { items } = readApkDatabase(readFileSync(join(corpora, 'trivy', expected.input)))
  const dependencies = resolveApkDependencies(items)
  const version = new Map(items.map((item) => [item.name, item.version]))
  assert.deepEqual(
    items.map(({ name, version: own, origin, architecture }) => ({ name, own, origin, architecture })),
    expected.packages.map((one: Record<string, string>) => ({
      name: one.name,
      own: one.version,
      origin: one.source,
      architecture: one.arch,
    })),
  )
  assert.deepEqual(
    items.map(({ name }) => (dependencies.get(name) ?? []).map((other) => `${other}@${version.get(other)}`)),
    expected.packages.map((one: { dependsOn?: string[] }) => one.dependsOn ?? []),
  )
})
