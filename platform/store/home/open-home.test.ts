import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { StoreError } from '../store-error.ts'
import { openHome } from './open-home.ts'

test('a home is made with all folders above it, and again is the same', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hf-homes-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'a/b/c')
  assert.equal(openHome(path).path, path)
  assert.equal(openHome(path).path, path)
})

test('where no folder can be made it is said, and nobody waits', {
  skip: !existsSync('/proc/self') && 'no /proc',
}, () => {
  for (const path of ['/proc/holdfast', '/proc/holdfast/deeper/home']) {
    assert.throws(
      () => openHome(path),
      (error) => error instanceof StoreError && /cannot be used as home directory/.test(error.message),
    )
  }
})
