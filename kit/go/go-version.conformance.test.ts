import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  fstatSync,
  globSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { bytesInMemory, type ReadBytes, runReader } from '../reading/index.ts'
import { type GoModule, readGoBuildInfo } from './index.ts'

const skip = existsSync('/usr/bin/go') ? false : 'go is not installed'
const folder = mkdtempSync(join(tmpdir(), 'holdfast-go-'))
after(() => rmSync(folder, { recursive: true }))

/** What `go version -m` prints, from our reading; also counts the bytes that were read. */
function asGoPrints(path: string): { readonly text: string; readonly bytesRead: number } {
  const file = openSync(path, 'r')
  let bytesRead = 0
  const read: ReadBytes = (offset, length) => {
    const bytes = new Uint8Array(Math.min(length, fstatSync(file).size))
    const count = readSync(file, bytes, 0, bytes.length, offset)
    bytesRead += count
    return bytes.subarray(0, count)
  }
  const { info, problems } = runReader(readGoBuildInfo(), read)
  closeSync(file)
  assert.deepEqual(problems, [], path)
  if (info === undefined) return { text: '', bytesRead }
  const module = (kind: string, one: GoModule): string[] => [
    `\t${kind}\t${one.path}\t${one.version}${one.replacedBy ? '' : `\t${one.sum}`}`,
    ...(one.replacedBy ? module('=>', one.replacedBy) : []),
  ]
  const lines = [
    `${path}: ${info.goVersion}`,
    ...(info.path === undefined ? [] : [`\tpath\t${info.path}`]),
    ...(info.main === undefined ? [] : module('mod', info.main)),
    ...info.dependencies.flatMap((one) => module('dep', one)),
    ...[...info.settings].map(
      ([key, value]) => `\tbuild\t${key}=${/[\s"`]/.test(value) ? JSON.stringify(value) : value}`,
    ),
  ]
  return { text: `${lines.join('\n')}\n`, bytesRead }
}

const goPrints = (path: string) => execFileSync('go', ['version', '-m', path], { encoding: 'utf8' })

/** A program for this host, with a dependency that is replaced by a local one, so that nothing is downloaded. */
function build(...flags: string[]): string {
  const target = join(folder, `program-${flags.length}`)
  execFileSync('go', ['build', ...flags, '-o', target, '.'], {
    cwd: join(folder, 'program'),
    stdio: 'pipe',
    env: { PATH: '/usr/bin:/bin', HOME: folder, GOFLAGS: '-mod=mod', GOPROXY: 'off', GOCACHE: join(folder, 'cache') },
  })
  return target
}

if (!skip) {
  const write = (path: string, text: string) => {
    execFileSync('mkdir', ['-p', join(folder, path, '..')])
    writeFileSync(join(folder, path), text)
  }
  write(
    'program/go.mod',
    'module example.com/program\n\ngo 1.19\n\nrequire example.com/library v1.2.3\n\nreplace example.com/library => ../library\n',
  )
  write('program/main.go', 'package main\n\nimport "example.com/library"\n\nfunc main() { println(library.Name) }\n')
  write('library/go.mod', 'module example.com/library\n\ngo 1.19\n')
  write('library/library.go', 'package library\n\nconst Name = "x"\n')
}

test('a program reads as go reads it, stripped or not', { skip }, () => {
  for (const path of [build(), build('-ldflags=-s -w')]) {
    const { text, bytesRead } = asGoPrints(path)
    assert.match(text, /example\.com\/library\tv1\.2\.3\n\t=>\t\.\.\/library/)
    // Go prints an empty line where a replaced module would have its hash.
    assert.equal(text, goPrints(path).replace(/^\t\n/m, ''))
    assert.ok(bytesRead < 1 << 20, `${bytesRead} bytes were read`)
  }
})

test('the programs of the toolchain itself', { skip }, () => {
  const programs = globSync('/usr/lib/go-*/bin/*')
  assert.ok(programs.length > 0)
  for (const path of programs) assert.equal(asGoPrints(path).text, goPrints(path))
})

test('a program that is not of Go has no information', () => {
  const { info, problems } = runReader(readGoBuildInfo(), bytesInMemory(readFileSync('/bin/sh')))
  assert.equal(info, undefined)
  assert.deepEqual(problems, [])
})

test('mutilated programs never throw', { skip }, () => {
  const bytes = readFileSync(build())
  const at = bytes.indexOf(Buffer.from('\xff Go buildinf:', 'latin1'))
  const places = fc.oneof(
    fc.nat(2000),
    fc.integer({ min: at, max: at + 600 }),
    fc.integer({ min: bytes.length - 3000, max: bytes.length - 1 }),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(places, fc.nat(255)), { maxLength: 30 }), (edits) => {
      const before = edits.map(([place]) => [place, bytes[place] as number] as const)
      for (const [place, value] of edits) bytes[place] = value
      runReader(readGoBuildInfo(), bytesInMemory(bytes))
      for (const [place, value] of before.reverse()) bytes[place] = value
    }),
    { numRuns: 500 },
  )
})
