import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import {
  readCargoLock,
  readComposerLock,
  readGemfileLock,
  readGoSum,
  readGradleLock,
  readMixLock,
  readNugetLock,
  readPipfileLock,
  readPoetryLock,
} from './index.ts'

const corpora = process.env.HOLDFAST_CORPORA ?? new URL('../../../shared/corpora', import.meta.url).pathname
const folder = `${corpora}/trivy`
const skip = existsSync(folder) ? false : `${folder} is not here`

const readers = {
  'parsers/golang/sum/': readGoSum,
  'parsers/hex/mix/': readMixLock,
  'parsers/gradle/lockfile/': readGradleLock,
  'parsers/nuget/lock/': readNugetLock,
  'parsers/php/composer/': readComposerLock,
  'parsers/python/pipenv/': readPipfileLock,
  'parsers/python/poetry/': readPoetryLock,
  'parsers/ruby/bundler/': readGemfileLock,
  'parsers/rust/cargo/': readCargoLock,
} as const

interface Case {
  readonly input: string
  readonly packages?: readonly { readonly name: string; readonly version: string | null }[]
}

test('lock files pin what the cases say', { skip }, (context) => {
  const cases = (JSON.parse(readFileSync(`${folder}/cases.json`, 'utf8')) as Case[]).flatMap((one) => {
    const found = Object.entries(readers).find(([prefix]) => one.input.startsWith(prefix))
    return found === undefined ? [] : [{ ...one, read: found[1] }]
  })
  const sets = (all: readonly { readonly name: string; readonly version: string | null }[]) =>
    [...new Set(all.filter(({ version }) => version).map(({ name, version }) => `${name} ${version}`))].sort()
  const wrong = cases.filter(({ input, packages = [], read }) => {
    const { items } = read(readFileSync(`${folder}/${input}`))
    return JSON.stringify(sets(items)) !== JSON.stringify(sets(packages))
  })
  context.diagnostic(`${cases.length - wrong.length} of ${cases.length} lock files as expected`)
  assert.deepEqual(
    wrong.map(({ input }) => input),
    [],
  )
  assert.ok(cases.length >= 20)
})
