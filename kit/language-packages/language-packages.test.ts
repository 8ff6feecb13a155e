import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { deflateSync, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { writeProgram } from '../executable/program-writer.fixture.ts'
import { bytesInMemory, runReader } from '../reading/index.ts'
import { encodeUtf8 } from '../text/index.ts'
import {
  languagePurl,
  readCargoAudit,
  readComposerInstalled,
  readCondaMeta,
  readDotnetDeps,
  readGemspec,
  readNpmPackage,
  readPythonMetadata,
} from './index.ts'

test('npm: names, versions and three ways to write licences', () => {
  const read = (manifest: unknown) => readNpmPackage(encodeUtf8(JSON.stringify(manifest)))
  assert.deepEqual(read({ name: '@scope/a', version: '1.0.0', license: 'MIT' }).items, [
    { type: 'npm', name: '@scope/a', version: '1.0.0', licenses: ['MIT'], dev: false },
  ])
  assert.deepEqual(read({ name: 'a', version: '1', licenses: [{ type: 'MIT' }, 'ISC', 7] }).items[0]?.licenses, [
    'MIT',
    'ISC',
  ])
  assert.deepEqual(read({ type: 'module' }), { items: [], problems: [] })
  assert.equal(read({ name: '../../etc', version: '1' }).problems.length, 1)
  assert.deepEqual(readNpmPackage(encodeUtf8('{"name": "a", }')).problems, [{ message: 'not JSON', offset: 14 }])
})

test('Python: headers end at the first empty line', () => {
  const { items } = readPythonMetadata(
    encodeUtf8(
      'Metadata-Version: 2.1\r\nName: Flask-Login\r\nVersion: 0.6.3\r\nLicense: MIT\r\n\r\nName: not this\r\n',
    ),
  )
  assert.deepEqual(items, [{ type: 'pypi', name: 'Flask-Login', version: '0.6.3', licenses: ['MIT'], dev: false }])
})

test('Ruby: the stub line wins, and nothing is run', () => {
  const text =
    '# stub: nokogiri 1.15.4 x86_64-linux lib\nGem::Specification.new do |s|\n  s.name = "x"\n  s.licenses = ["MIT".freeze, %q<Ruby>]\nend\n'
  assert.deepEqual(readGemspec(encodeUtf8(text)).items, [
    { type: 'gem', name: 'nokogiri', version: '1.15.4', licenses: ['MIT', 'Ruby'], dev: false },
  ])
  assert.deepEqual(
    readGemspec(encodeUtf8('Gem::Specification.new do |s|\n s.name = "a#{`id`}"\n s.version = V\nend')).items,
    [],
  )
})

test('Composer 1 and 2', () => {
  const one = { name: 'monolog/monolog', version: '2.9.1', license: ['MIT'] }
  const two = {
    packages: [one, { name: 'phpunit/phpunit', version: '10.0' }, {}],
    'dev-package-names': ['phpunit/phpunit'],
  }
  assert.equal(readComposerInstalled(encodeUtf8(JSON.stringify([one]))).items.length, 1)
  const { items, problems } = readComposerInstalled(encodeUtf8(JSON.stringify(two)))
  assert.deepEqual(
    items.map(({ name, dev }) => [name, dev]),
    [
      ['monolog/monolog', false],
      ['phpunit/phpunit', true],
    ],
  )
  assert.equal(problems.length, 1)
  assert.equal(readComposerInstalled(encodeUtf8('{}')).problems.length, 1)
})

test('package URLs', () => {
  assert.equal(
    languagePurl({ type: 'npm', name: '@angular/core', version: '17.0.0' }),
    'pkg:npm/%40angular/core@17.0.0',
  )
  assert.equal(
    languagePurl({ type: 'composer', name: 'Monolog/Monolog', version: '2' }),
    'pkg:composer/monolog/monolog@2',
  )
  assert.equal(languagePurl({ type: 'pypi', name: 'Flask_Login', version: '1' }), 'pkg:pypi/flask-login@1')
})

const inflate = (bytes: Uint8Array, maxOutputLength: number) => {
  try {
    return inflateSync(bytes, { maxOutputLength })
  } catch {
    return undefined
  }
}

test('Rust: crates embedded in a program', () => {
  const list = {
    packages: [
      { name: 'app', version: '0.1.0', source: 'local', root: true, dependencies: [1] },
      { name: 'ring', version: '0.17.5', source: 'crates.io' },
    ],
  }
  for (const format of ['elf', 'pe', 'mach-o'] as const) {
    const data = deflateSync(JSON.stringify(list))
    const bytes = writeProgram({ format, wide: true, littleEndian: true, sectionName: '.dep-v0', data })
    const { items, problems } = runReader(readCargoAudit(inflate), bytesInMemory(bytes))
    assert.deepEqual(problems, [])
    assert.deepEqual(
      items.map(({ name, root, dependsOn }) => [name, root, dependsOn]),
      [
        ['app', true, ['ring@0.17.5']],
        ['ring', false, []],
      ],
    )
  }
})

test('hostile bytes never throw', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    ':',
    ',',
    'name',
    'version',
    '"1"',
    '\n',
    'Name: a',
    'Version: 1',
    '# stub: a 1 r',
    'Gem::Specification.new do |s|',
    ' s.name = ',
    "'",
    'packages',
    'libraries',
    '__proto__',
    '\0',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const bytes = encodeUtf8(pieces.join(''))
      for (const read of [
        readNpmPackage,
        readPythonMetadata,
        readGemspec,
        readComposerInstalled,
        readCondaMeta,
        readDotnetDeps,
      ])
        read(bytes)
    }),
    { numRuns: 2000 },
  )
  const deep = encodeUtf8('['.repeat(1_000_000))
  for (const read of [readNpmPackage, readComposerInstalled, readDotnetDeps]) assert.equal(read(deep).items.length, 0)
})

const modules = join(import.meta.dirname, '../../node_modules')

test('every module installed beside this one is read', {
  skip: existsSync(modules) ? false : 'no modules are installed',
}, () => {
  const manifests = globSync(`${modules}/{*,@*/*}/package.json`)
  const read = manifests.map((path) => readNpmPackage(readFileSync(path)))
  assert.ok(manifests.length > 50)
  assert.deepEqual(
    read.flatMap((one) => one.problems),
    [],
  )
  assert.ok(read.filter((one) => one.items.length === 1).length > manifests.length * 0.9)
})
