import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { exitCode } from '../../programs/cli/exit-code.ts'
import { referencePages } from './pages.ts'

const read = (name: string) => readFileSync(new URL(`../../docs/reference/${name}`, import.meta.url), 'utf8')

test('the generated reference is up to date: run node holdfast --file tools/generate-reference.ts', async () => {
  for (const [name, text] of await referencePages()) assert.equal(read(name), text, `docs/reference/${name}`)
})

test('every exit status is described', () => {
  const described = [...read('exit-codes.md').matchAll(/^\| (\d+) \|/gm)].map((match) => Number(match[1]))
  assert.deepEqual(
    described,
    [...new Set(Object.values(exitCode))].sort((a, b) => a - b),
  )
})
