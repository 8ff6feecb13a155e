import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { bytesInMemory, runReader } from '../reading/index.ts'
import { encodeUtf8 } from '../text/index.ts'
import type { Inflate } from '../zip/index.ts'
import { writeZip } from '../zip/zip-writer.fixture.ts'
import {
  type ArchiveOptions,
  javaPurl,
  parseArchiveName,
  readJavaArchive,
  readManifest,
  readProperties,
} from './index.ts'

const inflate: Inflate = (bytes, maxOutput) => {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, maxOutput) })
  } catch {
    return undefined
  }
}

function read(path: string, bytes: Uint8Array, limits: Partial<ArchiveOptions> = {}) {
  return runReader(readJavaArchive({ path, size: bytes.length, inflate, ...limits }), bytesInMemory(bytes))
}

const pom = (groupId: string, artifactId: string, version: string) => ({
  name: `META-INF/maven/${groupId}/${artifactId}/pom.properties`,
  bytes: encodeUtf8(`#Generated\nversion=${version}\ngroupId=${groupId}\nartifactId=${artifactId}\n`),
})
const manifest = (text: string) => ({
  name: 'META-INF/MANIFEST.MF',
  bytes: encodeUtf8(`Manifest-Version: 1.0\r\n${text}`),
})

test('a war with jars within jars', () => {
  const innermost = writeZip([pom('org.example', 'inner', '3')])
  const jar = writeZip([
    pom('org.apache.logging.log4j', 'log4j-core', '2.14.1'),
    { name: 'lib/inner.jar', bytes: innermost, deflated: deflateRawSync(innermost) },
  ])
  const war = writeZip([
    manifest('Implementation-Vendor-Id: com.example\r\n'),
    { name: 'WEB-INF/lib/log4j-core-2.14.1.jar', bytes: jar },
    { name: 'WEB-INF/lib/mystery-1.2.jar', bytes: writeZip([manifest('')]) },
    { name: 'WEB-INF/lib/broken.jar', bytes: encodeUtf8('no archive') },
  ])
  const { items, problems } = read('/srv/shop-4.0.war', war)
  assert.deepEqual(
    items.map(({ groupId, artifactId, version, evidence, path }) => [
      groupId,
      artifactId,
      version,
      evidence,
      path.slice(1).join('!'),
    ]),
    [
      ['org.example', 'inner', '3', 'pom.properties', 'WEB-INF/lib/log4j-core-2.14.1.jar!lib/inner.jar'],
      ['org.apache.logging.log4j', 'log4j-core', '2.14.1', 'pom.properties', 'WEB-INF/lib/log4j-core-2.14.1.jar'],
      [undefined, 'mystery', '1.2', 'file-name', 'WEB-INF/lib/mystery-1.2.jar'],
      ['com.example', 'shop', '4.0', 'manifest', ''],
    ],
  )
  assert.deepEqual(
    problems.map((problem) => problem.part),
    ['WEB-INF/lib/broken.jar'],
  )
  assert.equal(javaPurl(items[1] as never), 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1')
  assert.equal(javaPurl(items[2] as never), undefined)
})

test('a shaded archive tells of itself too', () => {
  const bytes = writeZip([
    manifest('Bundle-SymbolicName: com.google.inject.guice;x=y\r\n'),
    pom('cglib', 'cglib', '3.2.12'),
  ])
  assert.deepEqual(
    read('guice-4.2.3.jar', bytes).items.map(({ groupId, artifactId, version, evidence }) => [
      groupId,
      artifactId,
      version,
      evidence,
    ]),
    [
      ['cglib', 'cglib', '3.2.12', 'pom.properties'],
      ['com.google.inject', 'guice', '4.2.3', 'bundle-name'],
    ],
  )
})

test('file names', () => {
  const cases: [string, string, string | undefined][] = [
    ['commons-io-2.11.0.jar', 'commons-io', '2.11.0'],
    ['log4j-1.2-api-2.17.0.jar', 'log4j-1.2-api', '2.17.0'],
    ['guava-31.1-jre.jar', 'guava', '31.1-jre'],
    ['foo-2.0-beta-9.jar', 'foo', '2.0-beta-9'],
    ['foo-1.0-20200101.120000-1.jar', 'foo', '1.0-20200101.120000-1'],
    ['spring-core.jar', 'spring-core', undefined],
    ['core-3.x.jar', 'core-3.x', undefined],
  ]
  for (const [name, artifactId, version] of cases)
    assert.deepEqual(parseArchiveName(name), { artifactId, version }, name)
})

test('manifests and properties', () => {
  assert.equal(readManifest('A: one\r\n two\r\nB: x\r\n\r\nName: y\r\nA: z\r\n').get('a'), 'onetwo')
  assert.deepEqual(
    [...readProperties('# c\n a b = 1\\\n   2\nk\\:1:v\\u0041\\n\n!x\nlone')],
    [
      ['a', 'b = 12'],
      ['k:1', 'vA'],
      ['lone', ''],
    ],
  )
})

test('bombs: depth, size of one, size of all', () => {
  let nested = writeZip([pom('g', 'bottom', '1')])
  for (let depth = 0; depth < 10; depth++) nested = writeZip([{ name: 'x.jar', bytes: nested }])
  const deep = read('x.jar', nested)
  assert.deepEqual(deep.items, [])
  assert.match(deep.problems[0]?.message ?? '', /too deep/)
  const zeros = new Uint8Array(1 << 20)
  const bomb = writeZip(
    Array.from({ length: 20 }, (_, index) => ({ name: `${index}.jar`, bytes: zeros, deflated: deflateRawSync(zeros) })),
  )
  assert.ok(
    read('x.jar', bomb, { maxNestedSize: 1000 }).problems.every((problem) =>
      /larger than 1000 bytes/.test(problem.message),
    ),
  )
  const rationed = read('x.jar', bomb, { maxTotalSize: 3 << 20 })
  assert.equal(rationed.problems.filter((problem) => /too much/.test(problem.message)).length, 17)
})

test('mutilated archives never throw', () => {
  const inner = writeZip([pom('g', 'a', '1')])
  const bytes = writeZip([
    manifest('X: y\r\n'),
    { name: 'lib/inner.jar', bytes: inner, deflated: deflateRawSync(inner) },
  ])
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 10 }), (edits) => {
      const copy = bytes.slice()
      for (const [at, value] of edits) copy[at] = value
      read('x.jar', copy)
    }),
    { numRuns: 2000 },
  )
})

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora')
const skip = existsSync(corpora) ? false : `no corpora at ${corpora}`

/** These need a database of checksums or names on the network, which a reader has not. */
const needNetwork = ['java/jar:sha1 search', 'java/jar:artifactId search']

test('the jars of trivy', { skip }, () => {
  const cases = JSON.parse(readFileSync(join(corpora, 'trivy/cases.json'), 'utf8')).filter((one: { id: string }) =>
    one.id.startsWith('java/jar:'),
  )
  const failed = cases.filter((one: { input: string; packages: { name: string; version: string }[] }) => {
    const { items } = read(one.input, readFileSync(join(corpora, 'trivy', one.input)))
    const found = items.map(({ groupId, artifactId, version }) => `${groupId}:${artifactId} ${version}`).sort()
    return (
      found.join() !==
      one.packages
        .map(({ name, version }) => `${name} ${version}`)
        .sort()
        .join()
    )
  })
  assert.equal(cases.length, 7)
  assert.deepEqual(
    failed.map((one: { id: string }) => one.id),
    needNetwork,
  )
})
