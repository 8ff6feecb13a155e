import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { compareVersions, versionOrderKey } from './index.ts'

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora')
const skip = existsSync(corpora) ? false : `no corpora at ${corpora}`

const listed: Readonly<Record<string, readonly [ecosystem: string, rows: number]>> = {
  'osv/alpine': ['Alpine', 778],
  'osv/cran': ['CRAN', 21],
  'osv/debian': ['Debian', 30],
  'osv/hackage': ['Hackage', 11],
  'osv/maven': ['Maven', 102],
  'osv/nuget': ['NuGet', 35],
  'osv/packagist': ['Packagist', 95],
  'osv/pub': ['Pub', 100],
  'osv/pypi': ['PyPI', 37],
  'osv/redhat': ['Red Hat', 165],
  'osv/rubygems': ['RubyGems', 25],
  'osv/semver': ['semver', 86],
  dpkg: ['deb', 43],
  rpm: ['rpm', 91],
}

/** Rows with a version that is not well-formed, at most. */
const keyless: Readonly<Record<string, number>> = { 'osv/alpine': 60, 'osv/packagist': 6 }

for (const [file, [ecosystem, rows]] of Object.entries(listed)) {
  test(`every row of ${file} is ordered as listed, both ways round`, { skip }, () => {
    const lines = readFileSync(join(corpora, `version-compare/${file}-versions.txt`), 'utf8').split('\n')
    const cases = lines.filter((line) => line.trim() !== '' && !/^(#|\/\/)/.test(line))
    const failed = cases.filter((line) => {
      const [, a, sign, b] = /^(.*) ([<=>]) (.*)$/.exec(line) as unknown as [string, string, string, string]
      const expected = sign === '<' ? -1 : sign === '>' ? 1 : 0
      return compareVersions(ecosystem, a, b) !== expected || compareVersions(ecosystem, b, a) !== 0 - expected
    })
    assert.equal(cases.length, rows)
    assert.deepEqual(failed, [])
  })

  test(`the order keys of ${file} sort as listed, but those that its rules deny one`, { skip }, () => {
    const lines = readFileSync(join(corpora, `version-compare/${file}-versions.txt`), 'utf8').split('\n')
    const without = lines.filter((line) => {
      const row = /^([^#/].*) ([<=>]) (.*)$/.exec(line)
      if (row === null) return false
      const a = versionOrderKey(ecosystem, row[1] as string)
      const b = versionOrderKey(ecosystem, row[3] as string)
      if (a === undefined || b === undefined) return true
      assert.equal(a < b ? '<' : a === b ? '=' : '>', row[2], line)
      return false
    })
    assert.ok(without.length <= (keyless[file] ?? 0), without.join('\n'))
  })
}

const tables: Readonly<Record<string, string>> = {
  deb_version: 'deb',
  rpm_version: 'rpm',
  gem_version: 'RubyGems',
  golang_version: 'Go',
  maven_version: 'Maven',
  jvm_version: 'JVM',
  pacman_version: 'alpm',
  portage_version: 'Gentoo',
  fuzzy_constraint: 'generic',
}

/** Rows that differ on purpose. vercmp(8) and Maven's own ComparableVersion are asked in the tests with real tools. */
const differing = [
  'fuzzy_constraint 5-a1 5a1', // no format says what a separator is worth
  'maven_version 12.10.2 12.10.2.jre11', // Maven does not know Java runtime suffixes
  'maven_version 12.10.2.jre11 12.10.2',
  'maven_version 12.10.2.jdk17 12.10.2',
  'maven_version 12.10.2.jre11 12.10.2.jdk17',
  'pacman_version 1.0.0alpha 1.0.0', // vercmp: letters at the end are older
  'pacman_version 1.0.0~rc1 1.0.0', // vercmp has no tilde rule
]

test('the comparisons of grype, but those that differ from the real tool', { skip }, () => {
  const cases = JSON.parse(readFileSync(join(corpora, 'grype/version-compare.json'), 'utf8'))
  const failed = cases.filter(
    (one: Record<string, string>) =>
      compareVersions(tables[one.table as string] as string, one.a as string, one.b as string, {
        missingEpoch: one.missing_epoch === undefined ? 'zero' : 'other',
      }) !== (one.result as unknown),
  )
  assert.equal(cases.length, 235)
  assert.deepEqual(
    failed.map((one: Record<string, string>) => `${one.table} ${one.a} ${one.b}`),
    differing,
  )
})
