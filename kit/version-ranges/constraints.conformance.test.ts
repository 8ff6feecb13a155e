import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { contains, parseConstraints } from './index.ts'

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora')
const skip = existsSync(corpora) ? false : `no corpora at ${corpora}`

const tables: Readonly<Record<string, string>> = {
  apk_version: 'apk',
  bitnami_version: 'Bitnami',
  deb_version: 'deb',
  fuzzy_constraint: 'generic',
  gem_version: 'RubyGems',
  generic_constraint: 'generic',
  golang_version: 'Go',
  jvm_version: 'JVM',
  maven_version: 'Maven',
  pep440_version: 'PyPI',
  portage_version: 'Gentoo',
  rpm_version: 'rpm',
  semantic_version: 'semver',
}

/** Rows that differ on purpose. */
const differing = [
  // Software of no known ecosystem: no rule says what a prerelease looks like. Here only a tilde makes one.
  'fuzzy_constraint 1.0.0-beta-prerelease >=1.0, <2.0',
  'fuzzy_constraint 1.0-beta-3 >=1.0, <2.0',
  'fuzzy_constraint 2.0-beta-3 >1.0, <=2.0',
  'fuzzy_constraint 2.0-beta-3 >1.0, <2.0',
  'fuzzy_constraint 2.0.0 >1.0, <=2.0',
  'fuzzy_constraint 1.20rc1  = 1.20.0-rc1',
  'fuzzy_constraint 3.11.0 > 3.11.0-alpha1',
  'fuzzy_constraint 3.11.0 > 3.11.0-beta1',
  'fuzzy_constraint 1.1.1-pre2 > 1.1.1-pre1, < 1.1.1',
  'fuzzy_constraint 1.1.1 > 1.1.1-a',
  // A missing epoch is zero, as rpm has it; the rows leave the epoch of the other side out as well.
  'rpm_version 1:0 < 1',
  'rpm_version 1.0 < 2:1.0',
  'rpm_version 2:4.19.01-1.el7_5 <= 4.19.1-1.el7_5',
  'rpm_version 4.19.01-1.el7_5 < 2:4.19.1-1.el7_5',
  'rpm_version 4.19.0-1.el7_5 < 12:4.19.0-1.el7',
  'rpm_version 4.19.0-1.el7_5 <= 12:4.19.0-1.el7',
  'rpm_version 3:4.19.0-1.el7_5 < 4.21.0-1.el7',
  // rpm itself says that el8 is older than el8.0.0.
  'rpm_version 8.3.1-5.el8 < 0:8.3.1-5.el8.0.0',
  'rpm_version 8.3.1-5.el8.0.0 > 0:8.3.1-5.el8',
  // A dot between identifiers is no hyphen within one.
  'semantic_version 1.0.0.alpha.beta = 1.0.0-alpha-beta',
  'semantic_version 1.0.0.rc.alpha = 1.0.0-rc-alpha',
]

test('the constraints of grype hold what they should, but those that differ on purpose', { skip }, () => {
  const rows = JSON.parse(readFileSync(join(corpora, 'grype/version-constraints.json'), 'utf8')) as {
    readonly table: string
    readonly version: string
    readonly constraint: string
    readonly satisfied: boolean
  }[]
  const failed = rows.filter(({ table, version, constraint, satisfied }) => {
    // Names of Windows updates are compared as names.
    const ecosystem = tables[table]
    if (ecosystem === undefined) return false
    const range = parseConstraints(ecosystem, constraint)
    return !range.ok || contains(range.value, version) !== satisfied
  })
  assert.equal(rows.length, 601)
  assert.deepEqual(
    failed.map(({ table, version, constraint }) => `${table} ${version} ${constraint}`),
    differing,
  )
})
