import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { zstdCompressSync } from 'node:zlib'
import { findFiles } from './find-files.ts'
import { fileLimits } from './limits.ts'
import { tarFiles } from './tar-archive.ts'

const root = mkdtempSync(join(tmpdir(), 'holdfast-tar-'))
process.on('exit', () => rmSync(root, { recursive: true, force: true }))
const long = `${'deep/'.repeat(40)}é.json`
const files: Readonly<Record<string, string>> = { 'a.json': '{"a":1}', [long]: 'x'.repeat(70_000), 'empty.json': '' }
const source = join(root, 'source')
for (const [path, text] of Object.entries(files)) {
  mkdirSync(join(source, path, '..'), { recursive: true })
  writeFileSync(join(source, path), text)
}

/** What GNU tar writes of the files, with a link among them. */
function archive(format: string): Buffer {
  const path = join(root, `${format}.tar`)
  rmSync(join(source, 'link'), { force: true })
  execFileSync('ln', ['-s', '/etc/passwd', join(source, 'link')])
  execFileSync('tar', [`--format=${format}`, '-cf', path, '-C', source, '.'])
  return readFileSync(path)
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(bytes: Buffer, size: number): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for await (const { name, pieces } of tarFiles(inPieces(bytes, size), 100)) {
    const parts: Uint8Array[] = []
    for await (const piece of pieces()) parts.push(Buffer.from(piece))
    found[name.replace(/^\.\//, '')] = Buffer.concat(parts).toString('utf8')
  }
  return found
}

for (const format of ['gnu', 'pax'])
  test(`what GNU tar writes as ${format} is read, in pieces of any size`, async () => {
    const bytes = archive(format)
    for (const size of [100, 512, 65_536]) assert.deepEqual(await read(bytes, size), files)
  })

test('an archive that ends early, or is none further on, says at which byte', async () => {
  const bytes = archive('gnu')
  for (const at of [700, 5000, bytes.length - 10_240])
    await assert.rejects(read(bytes.subarray(0, at), 4096), /at byte \d+/)
  const broken = Buffer.from(bytes)
  broken.fill(0xff, 0, 60)
  await assert.rejects(read(broken, 4096), /^Error: at byte 0: a header does not have its checksum$/)
})

test('members of a packed archive are found by name, and one that is cut off says where', async () => {
  const path = join(root, 'all.tar.zst')
  writeFileSync(path, zstdCompressSync(archive('pax')))
  const found = async (limits = fileLimits) => {
    const all: string[] = []
    for await (const one of findFiles([path], limits)) {
      if (one.kind !== 'file') all.push(`${one.place}: ${one.reason}`)
      else all.push(one.file.path)
    }
    return all
  }
  assert.deepEqual((await found()).map((one) => one.replace(/^\.\//, '')).sort(), Object.keys(files).sort())
  assert.match((await found({ ...fileLimits, count: 2 })).at(-1) ?? '', /all\.tar\.zst!: holds more than 2 files$/)
  assert.match((await found({ ...fileLimits, all: 9000 })).join(), /more than 9000 bytes were unpacked/)
  truncateSync(path, readFileSync(path).length - 20)
  assert.match((await found()).join('\n'), /all\.tar\.zst.*: ends early: its zstd data breaks off at byte \d+/)
})
