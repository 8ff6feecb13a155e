import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { root } from './source-files.ts'

interface Locked {
  readonly version?: string
  readonly resolved?: string
  readonly hasInstallScript?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const { packages } = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')) as {
  packages: Record<string, Locked>
}

test('the lock file is whole: npm ci refuses one that lacks the packages of another platform', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !packages[`${path}/node_modules/${name}`] && !packages[`node_modules/${name}`])
      .map((name) => `${path || 'the project'} needs ${name}`),
  )
  assert.deepEqual(missing, [])
})

test('the lock file names no host', () => {
  assert.deepEqual(
    Object.entries(packages).flatMap(([path, { resolved }]) => (resolved && /^https?:/.test(resolved) ? [path] : [])),
    [],
  )
})
