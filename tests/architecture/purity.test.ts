import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sourceFiles } from './source-files.ts'

const impure =
  /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\bprocess\.|\bglobalThis\.(?:process|fetch)/

function isPure(path: string): boolean {
  return (
    (path.startsWith('kit/') || path.startsWith('platform/contract/') || /^apps\/[^/]+\/(engine|facts)\//.test(path)) &&
    !path.endsWith('.test.ts') &&
    !path.includes('/testing/')
  )
}

test('pure code reads no clock, no randomness and no process', () => {
  const offenders = sourceFiles()
    .filter(({ path }) => isPure(path))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          impure.test(line.replace(/^\s*(\*|\/\/).*$/, '').replace(/'[^']*'/g, "''"))
            ? [`${path}:${index + 1}: ${line.trim()}`]
            : [],
        ),
    )
  assert.deepEqual(offenders, [])
})

test('collectors touch the world only through the world they were given', () => {
  const offenders = sourceFiles()
    .filter(({ path }) => /^apps\/[^/]+\/collect\//.test(path) && !/\.(test|fixture)\.ts$/.test(path))
    .filter(({ text }) => /from 'node:(fs|child_process|net|http|https|dns|os|tls|dgram)/.test(text))
    .map(({ path }) => path)
  assert.deepEqual(offenders, [])
})
