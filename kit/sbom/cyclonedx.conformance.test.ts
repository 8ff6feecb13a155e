import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import { readSbom } from './index.ts'

const corpora = process.env.HOLDFAST_CORPORA ?? new URL('../../../shared/corpora', import.meta.url).pathname
const folder = `${corpora}/cyclonedx-spec`
const skip = existsSync(folder) ? false : `${folder} is not here`

/** Documents in the text form of Protocol Buffers are not read: it serves to debug the binary one, which tools hand each other and no bill is kept in. */
const versions = skip ? [] : readdirSync(folder).filter((name) => /^\d/.test(name))
const documents = versions
  .flatMap((version) => readdirSync(`${folder}/${version}`).map((name) => `${folder}/${version}/${name}`))
  .filter((path) => !path.endsWith('.textproto'))

/** Components as they stand in the text: nested ones are components of the bill, those of pedigrees and of vulnerabilities are not. */
function counted(path: string): number {
  const text = readFileSync(path, 'utf8')
  if (path.endsWith('.xml')) {
    const others =
      /<(?:\w+:)?(metadata|pedigree|formulation|vulnerabilities|annotations|services)[\s>][\s\S]*?<\/(?:\w+:)?\1>/g
    return [...text.replace(others, '').matchAll(/<(?:\w+:)?component[\s>]/g)].length
  }
  const count = (value: unknown): number =>
    Array.isArray(value)
      ? value.reduce((sum: number, one) => sum + 1 + count((one as { components?: unknown }).components), 0)
      : 0
  return count((JSON.parse(text) as { components?: unknown }).components)
}

test('every valid document is read without a problem, and with all its components', { skip }, () => {
  const wrong = documents
    .filter((path) => basename(path).startsWith('valid-'))
    .flatMap((path) => {
      const reading = readSbom(readFileSync(path))
      if (!reading.ok) return [`${path}: ${reading.problem}`]
      const { components, problems } = reading.sbom
      const expected = counted(path)
      return [
        ...problems.map(({ message, position }) => `${path}: ${position} ${message}`),
        ...(components.length === expected ? [] : [`${path}: ${components.length} components, not ${expected}`]),
      ]
    })
  assert.deepEqual(wrong, [])
})

test('every invalid document is refused, or read with a problem', { skip }, (context) => {
  const invalid = documents.filter((path) => basename(path).startsWith('invalid-'))
  const silent = invalid.filter((path) => {
    const reading = readSbom(readFileSync(path))
    return reading.ok && reading.sbom.problems.length === 0
  })
  assert.deepEqual(
    silent.map((path) => path.slice(folder.length)),
    [],
  )
  context.diagnostic(`${documents.length} of ${documents.length} documents in JSON and XML as expected`)
})
