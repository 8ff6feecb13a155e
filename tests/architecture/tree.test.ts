import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { root, sourceFiles } from './source-files.ts'

/** The shape that every app has; it may omit, never invent. */
const appShape = new Set([
  'README.md',
  'app.ts',
  'public.ts',
  'edge.ts',
  'server.ts',
  'web.tsx',
  'cli.ts',
  'package.json',
  'facts',
  'collect',
  'engine',
  'content',
  'store',
  'api',
  'screens',
  'cli',
  'tests',
])

test('names say what is inside', () => {
  const vague = sourceFiles().filter(({ path }) =>
    path.split('/').some((part) => /^(utils?|helpers?|common|misc|types)(\.tsx?)?$/.test(part)),
  )
  assert.deepEqual(
    vague.map(({ path }) => path),
    [],
  )
})

test('file names are kebab-case', () => {
  const odd = sourceFiles().filter(
    ({ path }) => !/^[a-z0-9][a-z0-9.-]*\.tsx?$/.test(path.slice(path.lastIndexOf('/') + 1)),
  )
  assert.deepEqual(
    odd.map(({ path }) => path),
    [],
  )
})

test('a file does one thing: median at most 100 lines, nine in ten at most 300, none over 500', () => {
  const lengths = sourceFiles()
    .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
    .sort((a, b) => a.lines - b.lines)
  const at = (share: number) => lengths[Math.floor((lengths.length - 1) * share)]?.lines ?? 0
  assert.ok(at(0.5) <= 100, `the median file has ${at(0.5)} lines`)
  assert.ok(at(0.9) <= 300, `the 90th percentile has ${at(0.9)} lines`)
  assert.deepEqual(
    lengths.filter(({ lines }) => lines > 500).map(({ path, lines }) => `${path}: ${lines}`),
    [],
  )
})

test('apps have the one shape', () => {
  for (const app of readdirSync(`${root}apps`, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== 'node_modules',
  )) {
    const strange = readdirSync(`${root}apps/${app.name}`).filter(
      (name) => !appShape.has(name) && name !== 'node_modules' && !/\.test\.tsx?$/.test(name),
    )
    assert.deepEqual(strange, [], `apps/${app.name}`)
    for (const needed of ['README.md', 'app.ts', 'package.json'])
      assert.ok(existsSync(`${root}apps/${app.name}/${needed}`), `apps/${app.name}/${needed} is missing`)
  }
})

test('exports are named; configuration files of other tools are the exception', () => {
  const offenders = sourceFiles().filter(
    ({ path, text }) => !path.endsWith('vite.config.ts') && /^export default /m.test(text),
  )
  assert.deepEqual(
    offenders.map(({ path }) => path),
    [],
  )
})

test('no test is left alone or turned off without a reason', () => {
  const offenders = sourceFiles().flatMap(({ path, text }) =>
    path.endsWith('.test.ts') &&
    path !== 'tests/architecture/tree.test.ts' &&
    /\b(?:test|it|describe)\.only\(|\bskip:\s*true\b/.test(text)
      ? [path]
      : [],
  )
  assert.deepEqual(offenders, [])
})
