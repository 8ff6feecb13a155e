import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { rootWorld } from '@holdfast/platform/world'
import { listLockFiles } from './list-lock-files.ts'

const root = mkdtempSync(join(tmpdir(), 'holdfast-locks-'))
after(() => rmSync(root, { recursive: true, force: true }))

const files = {
  'new/go.mod': 'module a\ngo 1.22\nrequire github.com/x/y v1.2.0\nreplace github.com/x/z => ../z\n',
  'new/go.sum': 'github.com/x/y v1.0.0/go.mod h1:a=\ngithub.com/x/never v0.1.0 h1:b=\n',
  'old/go.mod': 'module b\ngo 1.16\nrequire github.com/x/y v1.2.0\n',
  'old/go.sum': 'github.com/x/indirect v0.1.0 h1:b=\n',
  'app/Podfile.lock': 'PODS:\n  - AppCenter/Core (4.2.0)\n',
  'app/pnpm-lock.yaml': "lockfileVersion: '9.0'\npackages:\n  '@a/b@1.0.0': {}\n",
  'app/uv.lock': '[[package]]\nname = "x"\nversion = ',
  'app/node_modules/c/yarn.lock': 'd@^1.0.0:\n  version "1.0.0"\n',
}
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

test('lock files of a tree are read by their names, and what says nothing more is left out', async () => {
  const { software, problems } = await listLockFiles(rootWorld(root), new AbortController().signal)
  assert.deepEqual(
    software.map(({ path, purl }) => `${path} ${purl}`),
    [
      '/app/Podfile.lock pkg:cocoapods/AppCenter@4.2.0#Core',
      '/app/pnpm-lock.yaml pkg:npm/%40a/b@1.0.0',
      '/new/go.mod pkg:golang/github.com/x/y@v1.2.0',
      '/old/go.mod pkg:golang/github.com/x/y@v1.2.0',
      '/old/go.sum pkg:golang/github.com/x/indirect@v0.1.0',
    ],
  )
  assert.deepEqual(problems, [{ path: '/app/uv.lock', reason: 'no TOML: a value is expected' }])
})
