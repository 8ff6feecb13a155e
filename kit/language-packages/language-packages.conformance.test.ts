import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inflateSync } from 'node:zlib'
import { bytesInMemory, type Reading, runReader } from '../reading/index.ts'
import {
  type LanguagePackage,
  readCargoAudit,
  readCondaMeta,
  readDotnetDeps,
  readGemspec,
  readNpmPackage,
  readPythonMetadata,
} from './index.ts'

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora')
const skip = existsSync(corpora) ? false : `no corpora at ${corpora}`

interface Expected {
  readonly id: string
  readonly input: string
  readonly packages?: readonly {
    readonly name: string
    readonly version: string
    readonly licenses?: readonly string[]
  }[]
  readonly dependencies?: readonly { readonly id: string; readonly dependsOn: readonly string[] }[]
}

const readers: Readonly<
  Record<string, readonly [count: number, read: (bytes: Uint8Array) => Reading<LanguagePackage>]>
> = {
  'python/packaging': [11, readPythonMetadata],
  'ruby/gemspec': [6, readGemspec],
  'nodejs/packagejson': [2, readNpmPackage],
  'conda/meta': [4, readCondaMeta],
  'dotnet/core_deps': [7, readDotnetDeps],
  'rust/binary': [
    2,
    (bytes) =>
      runReader(
        readCargoAudit((packed, maxOutputLength) => inflateSync(packed, { maxOutputLength })),
        bytesInMemory(bytes),
      ),
  ],
}

for (const [kind, [count, read]] of Object.entries(readers)) {
  test(`${kind}: every case of trivy, with licences and edges where given`, { skip }, () => {
    const all: Expected[] = JSON.parse(readFileSync(join(corpora, 'trivy/cases.json'), 'utf8'))
    const cases = all.filter((one) => one.id.startsWith(`${kind}:`))
    assert.equal(cases.length, count)
    for (const { id, input, packages, dependencies } of cases) {
      const { items, problems } = read(readFileSync(join(corpora, 'trivy', input)))
      if (packages === undefined) {
        assert.deepEqual(items, [], id)
        if (kind !== 'rust/binary') assert.ok(problems.length > 0, id)
        continue
      }
      const names = (list: readonly { name: string; version: string }[]) =>
        list.map(({ name, version }) => `${name}@${version}`).sort()
      assert.deepEqual(names(items), names(packages), id)
      for (const { name, licenses } of packages) {
        if (licenses === undefined || kind === 'python/packaging') continue
        assert.deepEqual(items.find((item) => item.name === name)?.licenses, licenses, id)
      }
      for (const { id: from, dependsOn } of dependencies ?? []) {
        const item = items.find(({ name, version }) => [`${name}@${version}`, `${name}/${version}`].includes(from))
        const present = (item as unknown as { dependsOn: string[] }).dependsOn.filter((other) =>
          items.some(({ name, version }) => [`${name}@${version}`, `${name}/${version}`].includes(other)),
        )
        assert.deepEqual(present.sort(), [...dependsOn].sort(), `${id} ${from}`)
      }
    }
  })
}
