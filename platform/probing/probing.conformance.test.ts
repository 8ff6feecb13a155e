import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readOvalDefinitions } from '@holdfast/kit/oval'
import { rootWorld } from '@holdfast/platform/world'
import { evaluateInWorld } from './index.ts'

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora')
const folder = join(corpora, 'openscap/mitre')
const skip = existsSync(folder) ? false : `no cases at ${folder}`

/** Content that looks at the files it comes with, and what is expected of it. */
const files: Readonly<Record<string, string>> = {
  'ind-def_family_test.xml': 'true',
  'ind-def_filehash58_test.xml': 'true',
  'ind-def_textfilecontent54_test.xml': 'true',
  'oval-def_set.xml': 'true',
}

test('the test content of MITRE finds the files it comes with', { skip }, async () => {
  const root = mkdtempSync(join(tmpdir(), 'holdfast-mitre-'))
  mkdirSync(join(root, 'tmp'))
  // The digests are of a program that every host has.
  mkdirSync(join(root, 'bin'))
  writeFileSync(join(root, 'bin/ls'), 'any')
  const unpacked = spawnSync('tar', ['-xzf', join(folder, 'support.tgz'), '-C', join(root, 'tmp')])
  assert.equal(unpacked.status, 0, String(unpacked.stderr))
  const world = rootWorld(root)
  const found: Record<string, string> = {}
  for (const file of Object.keys(files)) {
    const reading = readOvalDefinitions(readFileSync(join(folder, file), 'utf8'))
    assert.ok(reading.ok, file)
    const results = await evaluateInWorld(reading.definitions, world)
    found[file] = [...results.definitions.values()].map(({ result }) => result).join()
  }
  await world.close()
  assert.deepEqual(found, files)
})
