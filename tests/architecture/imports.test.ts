import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { placeOf, refusal, resolveImport } from './import-table.ts'
import { importsOf, root, sourceFiles } from './source-files.ts'

/** `needs: ['inventory']` of an app's manifest, read as text so that a broken app cannot hide from the test. */
function needsOf(app: string): readonly string[] {
  const text = readFileSync(`${root}apps/${app}/app.ts`, 'utf8')
  return [...(/needs:\s*\[([^\]]*)\]/.exec(text)?.[1] ?? '').matchAll(/['"]([^'"]+)['"]/g)].map(
    (match) => match[1] ?? '',
  )
}

function refusals(files: readonly { path: string; text: string }[]): string[] {
  return files.flatMap(({ path, text }) => {
    const from = placeOf(path)
    if (!from) return []
    const needs = from.layer === 'app' ? needsOf(from.unit) : []
    return importsOf(text).flatMap((specifier) => {
      const target = resolveImport(path, specifier)
      const to = target === undefined ? undefined : placeOf(target)
      if (!to) return []
      const why = refusal(from, to, specifier.startsWith('.'), {
        test: /\.(test|fixture)\.tsx?$|\/tests\/|\/testing\//.test(path),
        needs,
      })
      return why ? [`${path} imports ${specifier}: ${why}`] : []
    })
  })
}

test('imports go down only, through package faces', () => {
  assert.deepEqual(refusals(sourceFiles()), [])
})

test('the import test sees a climb, an upward import and an engine that reaches out', () => {
  const planted = [
    { path: 'apps/inventory/engine/x.ts', text: "import { a } from '@holdfast/platform/store'" },
    { path: 'platform/store/x.ts', text: "import { a } from '@holdfast/inventory/app'" },
    { path: 'kit/cidr/x.ts', text: "export * from '../../platform/store/index.ts'" },
    { path: 'platform/store/y.ts', text: "const a = await import('@holdfast/platform/http')" },
  ]
  assert.equal(refusals(planted).length, planted.length)
})

test('kit and design need no package from outside but those of the browser', () => {
  const strangers = sourceFiles()
    .filter(({ path }) => path.startsWith('kit/') && !path.endsWith('.test.ts') && !path.includes('/testing/'))
    .flatMap(({ path, text }) =>
      importsOf(text)
        .filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('@holdfast/kit/'))
        .map((specifier) => `${path} imports ${specifier}`),
    )
  assert.deepEqual(strangers, [])
})
