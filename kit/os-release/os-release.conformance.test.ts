import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { identifyOperatingSystem, readUbuntuProServices } from './index.ts'

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora')
const skip = existsSync(corpora) ? false : `no corpora at ${corpora}`

/** The names that the two corpora give to ids. */
const ids: Readonly<Record<string, string>> = {
  AmazonLinux: 'amzn',
  RedHat: 'rhel',
  redhat: 'rhel',
  OracleLinux: 'ol',
  Oracle: 'ol',
  oracle: 'ol',
  OpenSuseLeap: 'opensuse-leap',
  OpenSUSELeap: 'opensuse-leap',
  OpenSUSETumbleweed: 'opensuse-tumbleweed',
  ArchLinux: 'arch',
  Azure: 'azurelinux',
  CBLMariner: 'mariner',
  RockyLinux: 'rocky',
  AlmaLinux: 'almalinux',
  Alma: 'almalinux',
  alma: 'almalinux',
  CentOSStream: 'centos-stream',
}

const idFor = (name: string) => ids[name] ?? name.toLowerCase()

test('the release folders of grype', { skip }, () => {
  const cases = JSON.parse(readFileSync(join(corpora, 'grype/distro-cases.json'), 'utf8'))
  assert.equal(cases.length, 36)
  for (const { dir, type, version, label } of cases) {
    const root = join(corpora, 'grype', dir)
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const { system } = identifyOperatingSystem(
      new Map(
        files.map((entry) => {
          const path = join(entry.parentPath, entry.name)
          return [path.slice(root.length), readFileSync(path)]
        }),
      ),
    )
    assert.equal(system?.base, idFor(type), dir)
    if (version !== null) assert.equal(system?.version, version, dir)
    if (label) assert.ok(system?.codename === label || system?.version === label, dir)
  }
})

test('the release files of trivy', { skip }, () => {
  const cases = JSON.parse(readFileSync(join(corpora, 'trivy/cases.json'), 'utf8')).filter(
    (one: { id: string; input: string }) => /^analyzer\/os\//.test(one.id) && !/ubuntu\/testdata\/esm_/.test(one.input),
  )
  let checked = 0
  for (const { id, input, os, error } of cases) {
    const fileName = input.split('/').at(-1) as string
    const path = id.startsWith('analyzer/os/release') ? '/etc/os-release' : `/etc/${fileName}`
    const { system } = identifyOperatingSystem(new Map([[path, readFileSync(join(corpora, 'trivy', input))]]))
    checked++
    if (error) {
      assert.equal(system, undefined, id)
      continue
    }
    const names = [system?.version, system?.pointRelease, system?.codename && `${system.codename}/sid`]
    // SLE Micro 5 and the Rancher edition are one family there.
    const family = system?.id.replace(/^(sle|sl)-micro(-rancher)?$/, 'slemicro')
    assert.equal(family, idFor(os.family), id)
    assert.ok(names.includes(os.name), `${id}: ${os.name} is not among ${names}`)
  }
  assert.equal(checked, 43)
})

test('the status files of Ubuntu Pro', { skip }, () => {
  const folder = join(corpora, 'trivy/fanal/analyzer/os/ubuntu/testdata')
  assert.deepEqual(readUbuntuProServices(readFileSync(join(folder, 'esm_enabled_status.json'))), ['esm-infra'])
  assert.deepEqual(readUbuntuProServices(readFileSync(join(folder, 'esm_disabled_status.json'))), [])
  assert.equal(readUbuntuProServices(readFileSync(join(folder, 'invalid'))), undefined)
})
