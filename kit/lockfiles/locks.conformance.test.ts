import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseAllDocuments } from 'yaml'
import coverage from './corpus-coverage.json' with { type: 'json' }
import {
  readBunLock,
  readCargoLock,
  readComposerLock,
  readConanLock,
  readCondaEnvironment,
  readGemfileLock,
  readGoMod,
  readGoSum,
  readGradleLock,
  readJuliaManifest,
  readMixLock,
  readNpmLock,
  readNugetLock,
  readPackagesConfig,
  readPackagesProps,
  readPipfileLock,
  readPnpmLock,
  readPodfileLock,
  readPoetryLock,
  readPubspecLock,
  readPylock,
  readRequirements,
  readSbtLock,
  readSwiftResolved,
  readUvLock,
  readYarnLock,
} from './index.ts'

const corpora = process.env.HOLDFAST_CORPORA ?? new URL('../../../shared/corpora', import.meta.url).pathname
const folder = `${corpora}/trivy`
const skip = existsSync(folder) ? false : `${folder} is not here`

const readers = {
  'parsers/c/conan/': readConanLock,
  'parsers/conda/environment/': (bytes: Uint8Array) => readCondaEnvironment(bytes, parseAllDocuments),
  'parsers/dart/pub/': (bytes: Uint8Array) => readPubspecLock(bytes, parseAllDocuments),
  'parsers/golang/mod/': readGoMod,
  'parsers/golang/sum/': readGoSum,
  'parsers/gradle/lockfile/': readGradleLock,
  'parsers/hex/mix/': readMixLock,
  'parsers/julia/manifest/': readJuliaManifest,
  'parsers/nodejs/bun/': (bytes: Uint8Array) => readBunLock(bytes, parseAllDocuments),
  'parsers/nodejs/npm/': readNpmLock,
  'parsers/nodejs/pnpm/': (bytes: Uint8Array) => readPnpmLock(bytes, parseAllDocuments),
  'parsers/nodejs/yarn/': readYarnLock,
  'parsers/nuget/config/': readPackagesConfig,
  'parsers/nuget/lock/': readNugetLock,
  'parsers/nuget/packagesprops/': readPackagesProps,
  'parsers/php/composer/': readComposerLock,
  'parsers/python/pip/': readRequirements,
  'parsers/python/pipenv/': readPipfileLock,
  'parsers/python/poetry/': readPoetryLock,
  'parsers/python/pylock/': readPylock,
  'parsers/python/uv/': readUvLock,
  'parsers/ruby/bundler/': readGemfileLock,
  'parsers/rust/cargo/': readCargoLock,
  'parsers/sbt/lockfile/': readSbtLock,
  'parsers/swift/cocoapods/': (bytes: Uint8Array) => readPodfileLock(bytes, parseAllDocuments),
  'parsers/swift/swift/': readSwiftResolved,
} as const

interface Case {
  readonly id: string
  readonly input: string
  readonly error?: boolean
  readonly packages?: readonly {
    readonly name: string
    readonly version: string | null
    readonly dev?: boolean
    readonly relationship?: string
  }[]
}

const cases: readonly Case[] = skip ? [] : JSON.parse(readFileSync(`${folder}/cases.json`, 'utf8'))
/** What is read beside what the case says, or not; `refused: false` where it says that nothing can be read, and nothing is told. */
interface Exception {
  readonly why: string
  readonly more?: readonly string[]
  readonly less?: readonly string[]
  readonly refused?: boolean
}
const exceptions: Readonly<Record<string, Exception>> = coverage.exceptions

test('lock files pin what the cases say, or something else for a reason', { skip }, (context) => {
  const claimed = cases.flatMap((one) => {
    const found = Object.entries(readers).find(([prefix]) => one.input.startsWith(prefix))
    return found === undefined ? [] : [{ ...one, read: found[1] }]
  })
  const wrong: string[] = []
  let same = 0
  for (const { id, input, error, packages = [], read } of claimed) {
    const { items, problems } = read(readFileSync(`${folder}/${input}`))
    // Where the upstream reader leaves out what is for development, no package of the case says so.
    const bothKinds = packages.some(({ dev }) => dev)
    const all = items.filter(({ dev }) => bothKinds || !dev || input.includes('/npm/'))
    const have = namesIn(all)
    const wanted = namesIn(
      packages.filter(({ relationship }) => relationship !== 'root' && relationship !== 'workspace'),
    )
    const found = {
      more: [...have].filter((one) => !wanted.has(one)).sort(),
      less: [...wanted].filter((one) => !have.has(one)).sort(),
      ...(error === true && problems.length === 0 ? { refused: false } : {}),
    }
    const { more = [], less = [], refused } = exceptions[id] ?? {}
    const stated = { more, less, ...(refused === undefined ? {} : { refused }) }
    if (JSON.stringify(found) !== JSON.stringify(stated)) wrong.push(`${id}: ${JSON.stringify(found)}`)
    else if (!(id in exceptions)) same++
  }
  context.diagnostic(
    `${same} of ${claimed.length} lock files as expected, ${claimed.length - same} otherwise for a reason`,
  )
  assert.deepEqual(wrong, [])
  assert.ok(claimed.length >= 100)
})

function namesIn(all: readonly { readonly name: string; readonly version: string | null }[]): ReadonlySet<string> {
  return new Set(all.filter(({ version }) => version).map(({ name, version }) => `${name} ${version}`))
}

test('every case of the corpus is read here, in another test, or not for a reason', { skip }, () => {
  const elsewhere = [...Object.keys(coverage.elsewhere), ...Object.keys(coverage.unread), ...Object.keys(readers)]
  const missing = cases.filter(({ input }) => !elsewhere.some((prefix) => input.startsWith(prefix)))
  assert.deepEqual(
    missing.map(({ input }) => input),
    [],
  )
  for (const path of Object.values(coverage.elsewhere))
    assert.ok(existsSync(new URL(`../../${path}`, import.meta.url)), path)
})
