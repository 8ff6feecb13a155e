import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { forgetOldPrograms } from './forget-old-programs.ts'

test('old programs for the same kind of machine go when they are a day old, others stay', (t) => {
  const target = mkdtempSync(join(tmpdir(), 'hf-programs-'))
  t.after(() => rmSync(target, { recursive: true }))
  const now = Date.now()
  const place = (name: string, ageHours: number) => {
    const path = join(target, name)
    if (name.includes('.tar.gz')) writeFileSync(path, 'x')
    else mkdirSync(join(path, 'bin'), { recursive: true })
    utimesSync(path, now / 1000 - ageHours * 3600, now / 1000 - ageHours * 3600)
  }
  const [current, old, fresh, arm] = ['c', 'a', 'b', 'd'].map((letter) => letter.repeat(16))
  place(`0.2.0-linux-x64-${current}`, 100)
  place(`0.2.0-linux-x64-${current}.tar.gz`, 100)
  for (const ending of ['', '.tar.gz', '.tar.gz.sha256', '.new']) place(`0.1.0-linux-x64-${old}${ending}`, 30)
  place(`0.1.9-linux-x64-${fresh}`, 2)
  place(`0.1.0-linux-arm64-${arm}`, 300)
  assert.equal(forgetOldPrograms(target, { folder: join(target, `0.2.0-linux-x64-${current}`) }, now).length, 4)
  assert.deepEqual(readdirSync(target).sort(), [
    `0.1.0-linux-arm64-${arm}`,
    `0.1.9-linux-x64-${fresh}`,
    `0.2.0-linux-x64-${current}`,
    `0.2.0-linux-x64-${current}.tar.gz`,
  ])
})
