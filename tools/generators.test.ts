import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { appProblems } from '../tests/contract/app-problems.ts'

const home = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

/** A checkout that shares everything with this one but `apps`, and knows the package of the app to come. */
function checkout(t: { after(f: () => void): void }, app: string): string {
  const root = mkdtempSync(join(tmpdir(), 'holdfast-generators-'))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(join(root, 'node_modules/@holdfast'), { recursive: true })
  for (const name of readdirSync(join(home, 'node_modules')))
    if (name !== '@holdfast') symlinkSync(join(home, 'node_modules', name), join(root, 'node_modules', name))
  for (const name of readdirSync(join(home, 'node_modules/@holdfast')))
    symlinkSync(join(home, 'node_modules/@holdfast', name), join(root, 'node_modules/@holdfast', name))
  symlinkSync(join(root, 'apps', app), join(root, 'node_modules/@holdfast', app))
  mkdirSync(join(root, 'apps'))
  for (const name of ['edge.ts', 'server.ts', 'web.ts', 'cli.ts', 'package.json'])
    cpSync(join(home, 'apps', name), join(root, 'apps', name))
  return root
}

function run(root: string, tool: string, ...argv: string[]): string {
  const result = spawnSync(process.execPath, [join(home, 'tools', tool), ...argv], {
    env: { ...process.env, HOLDFAST_CHECKOUT: root },
    encoding: 'utf8',
  })
  assert.equal(result.status, 0, result.stderr)
  return result.stdout
}

test('a generated app with a fact and a check keeps the contract, once its words are written', async (t) => {
  const root = checkout(t, 'disk-usage')
  run(root, 'new-app.ts', 'disk-usage', 'Which disks are full?')
  run(root, 'new-fact.ts', 'disk-usage', 'file-system')
  run(root, 'new-check.ts', 'disk-usage', 'a-file-system-is-there', 'disk-usage.file-system')

  // What the template left is refused, until somebody writes it.
  const before = await appProblems(root, 'disk-usage')
  assert.deepEqual(before, ['check.yaml still holds words of the template'])
  const path = join(root, 'apps/disk-usage/content/a-file-system-is-there/check.yaml')
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll('REPLACE_ME', 'Written'))
  assert.deepEqual(await appProblems(root, 'disk-usage'), [])

  const lists = readFileSync(join(root, 'apps/edge.ts'), 'utf8')
  assert.match(lists, /import \{ edge as diskUsage \} from '@holdfast\/disk-usage\/edge'/)
  assert.match(lists, /inventory, diskUsage\]/)
})

test('a generator overwrites nothing', (t) => {
  const root = checkout(t, 'twice')
  run(root, 'new-app.ts', 'twice', 'Does it happen twice?')
  const again = spawnSync(process.execPath, [join(home, 'tools/new-app.ts'), 'twice', 'Does it happen twice?'], {
    env: { ...process.env, HOLDFAST_CHECKOUT: root },
    encoding: 'utf8',
  })
  assert.equal(again.status, 2)
  assert.match(again.stderr, /exists already/)
})
