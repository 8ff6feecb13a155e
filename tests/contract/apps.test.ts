import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { App } from '@holdfast/platform/contract'
import { appFolders, appProblems } from './app-problems.ts'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

for (const name of appFolders(root)) {
  test(`the app ${name} keeps the contract`, async () => {
    assert.deepEqual(await appProblems(root, name), [])
  })
}

test('what apps need of each other has no circle', async () => {
  const needs = new Map<string, readonly string[]>()
  for (const name of appFolders(root))
    needs.set(name, ((await import(`${root}/apps/${name}/app.ts`)) as { app: App }).app.needs)
  const reach = (name: string, path: readonly string[]): string[] =>
    path.includes(name)
      ? [[...path, name].join(' → ')]
      : (needs.get(name) ?? []).flatMap((next) => reach(next, [...path, name]))
  assert.deepEqual(
    [...needs.keys()].flatMap((name) => reach(name, [])),
    [],
  )
})
