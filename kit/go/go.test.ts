import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dataAddress, type FixtureProgram, writeProgram } from '../executable/program-writer.fixture.ts'
import { bytesInMemory, runReader } from '../reading/index.ts'
import { encodeUtf8 } from '../text/index.ts'
import { goPurl, readGoBuildInfo } from './index.ts'

const moduleInfo = [
  'path\texample.com/program',
  'mod\texample.com/program\t(devel)\t',
  'dep\tgithub.com/a/b\tv1.2.3\th1:abc=',
  'dep\tgithub.com/c/d\tv0.1.0',
  '=>\tgithub.com/fork/d\tv0.1.1\th1:def=',
  'build\t-ldflags="-X main.v=\\"1\\""',
  'build\tvcs.revision=0123',
  '',
].join('\n')

const magic = [0xff, ...encodeUtf8(' Go buildinf:')]
const sentinel = [...encodeUtf8('0123456789abcdef')]
const marked = [...sentinel, ...encodeUtf8(moduleInfo), ...sentinel]
const version = [...encodeUtf8('go1.22.1')]

/** Since Go 1.18: both texts follow, each behind its length. */
const inline = Uint8Array.from([
  ...[...magic, 8, 2, ...new Array(16).fill(0)],
  ...[version.length, ...version, (marked.length & 127) | 128, marked.length >> 7, ...marked],
])

/** Before: two pointers to strings, each a pointer and a length. */
function behindPointers(wide: boolean, littleEndian: boolean): Uint8Array {
  const size = wide ? 8 : 4
  const bytes = new Uint8Array(32 + size * 4 + version.length + marked.length)
  const view = new DataView(bytes.buffer)
  const word = (at: number, value: number) =>
    wide ? view.setBigUint64(at, BigInt(value), littleEndian) : view.setUint32(at, value, littleEndian)
  bytes.set([...magic, size, littleEndian ? 0 : 1])
  const texts = 32 + size * 4
  for (const [index, value] of [dataAddress + 32, dataAddress + 32 + size * 2].entries()) word(16 + index * size, value)
  const strings = [dataAddress + texts, version.length, dataAddress + texts + version.length, marked.length]
  for (const [index, value] of strings.entries()) word(32 + index * size, value)
  bytes.set([...version, ...marked], texts)
  return bytes
}

const shapes: readonly [FixtureProgram['format'], string][] = [
  ['elf', '.go.buildinfo'],
  ['elf', '.data'],
  ['pe', '.data'],
  ['mach-o', '__go_buildinfo'],
  ['fat', '__go_buildinfo'],
]

for (const [format, sectionName] of shapes) {
  for (const wide of [true, false]) {
    for (const littleEndian of format === 'pe' ? [true] : [true, false]) {
      const label = `${format} with ${sectionName}, ${wide ? 64 : 32} bits, ${littleEndian ? 'little' : 'big'}-endian`
      for (const data of [inline, behindPointers(wide, littleEndian)]) {
        test(`${label}, ${data === inline ? 'inline' : 'behind pointers'}`, () => {
          const bytes = writeProgram({ format, wide, littleEndian, sectionName, data })
          const { info, problems } = runReader(readGoBuildInfo(), bytesInMemory(bytes))
          assert.deepEqual(problems, [])
          assert.equal(info?.goVersion, 'go1.22.1')
          assert.equal(info?.path, 'example.com/program')
          assert.equal(info?.main?.version, '(devel)')
          assert.deepEqual(info?.dependencies.map(goPurl), [
            'pkg:golang/github.com/a/b@v1.2.3',
            'pkg:golang/github.com/fork/d@v0.1.1',
          ])
          assert.deepEqual(
            [...(info?.settings ?? [])],
            [
              ['-ldflags', '-X main.v="1"'],
              ['vcs.revision', '0123'],
            ],
          )
        })
      }
    }
  }
}

test('information that was removed is none', () => {
  const bytes = writeProgram({
    format: 'elf',
    wide: true,
    littleEndian: true,
    sectionName: '.data',
    data: new Uint8Array(500),
  })
  assert.deepEqual(runReader(readGoBuildInfo(), bytesInMemory(bytes)), { info: undefined, problems: [] })
})

test('mutilated programs of every format never throw', () => {
  for (const [format, sectionName] of shapes) {
    const bytes = writeProgram({
      format,
      wide: true,
      littleEndian: true,
      sectionName,
      data: behindPointers(true, true),
    })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 20 }),
        fc.nat(bytes.length),
        (edits, end) => {
          const copy = bytes.slice(0, end % 4 === 0 ? end : bytes.length)
          for (const [at, value] of edits) if (at < copy.length) copy[at] = value
          runReader(readGoBuildInfo(), bytesInMemory(copy))
        },
      ),
      { numRuns: 1500 },
    )
  }
})
