import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { rootWorld } from '@holdfast/platform/world'
import { softwareFact } from '../facts/index.ts'
import { collectRun, without } from './collected.fixture.ts'
import { software } from './software.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-software-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function plant(root: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

test('libraries of four languages are found where they lie', async () => {
  const root = plant(join(folder, 'languages'), {
    'srv/shop/package.json': '{"name":"shop","version":"0.0.0"}',
    'srv/shop/node_modules/lodash/package.json': '{"name":"lodash","version":"4.17.21","license":"MIT"}',
    'srv/shop/node_modules/@scope/a/package.json': '{"name":"@scope/a","version":"1.0.0"}',
    'srv/shop/node_modules/lodash/test/package.json': '{"name":"no-package","version":"1.0.0"}',
    'srv/shop/node_modules/a/node_modules/lodash/package.json': '{"name":"lodash","version":"3.0.0"}',
    'usr/lib/python3/dist-packages/Flask-2.0.dist-info/METADATA':
      'Metadata-Version: 2.1\nName: Flask\nVersion: 2.0\n\n',
    'usr/lib/python3/dist-packages/old-1.egg-info/PKG-INFO': 'Metadata-Version: 1.0\nName: old\nVersion: 1\n',
    'usr/lib/python3/dist-packages/older-1.egg-info': 'Metadata-Version: 1.0\nName: older\nVersion: 0.9\n',
    'var/lib/gems/3.1.0/specifications/rack-2.2.7.gemspec':
      '# stub: rack 2.2.7 ruby lib\nGem::Specification.new do |s|\nend\n',
    'var/lib/gems/3.1.0/specifications/rack-3.0.0.gemspec':
      '# stub: rack 3.0.0 ruby lib\nGem::Specification.new do |s|\nend\n',
    'srv/php/vendor/composer/installed.json':
      '{"packages":[{"name":"monolog/monolog","version":"2.9.1"}],"dev-package-names":[]}',
    'var/lib/docker/overlay2/x/node_modules/hidden/package.json': '{"name":"hidden","version":"1.0.0"}',
    'srv/broken/node_modules/b/package.json': '{"name":',
  })
  // A link to another place is not a second copy.
  symlinkSync('/srv/shop', join(root, 'srv/link'))
  const collected = await collectRun(software, rootWorld(root))
  const list = (ecosystem: string) =>
    collected
      .items(softwareFact, ecosystem)
      .map(({ name, version, path, slot }) => [name, version, path, ...(slot ? [slot] : [])].join(' '))
      .sort()
  assert.deepEqual(list('npm'), [
    '@scope/a 1.0.0 /srv/shop/node_modules/@scope/a',
    'lodash 3.0.0 /srv/shop/node_modules/a/node_modules/lodash',
    'lodash 4.17.21 /srv/shop/node_modules/lodash',
  ])
  assert.deepEqual(list('pypi'), [
    'Flask 2.0 /usr/lib/python3/dist-packages',
    'old 1 /usr/lib/python3/dist-packages',
    'older 0.9 /usr/lib/python3/dist-packages',
  ])
  assert.deepEqual(list('gem'), ['rack 2.2.7 /var/lib/gems/3.1.0 2.2.7', 'rack 3.0.0 /var/lib/gems/3.1.0 3.0.0'])
  assert.deepEqual(list('composer'), ['monolog/monolog 2.9.1 /srv/php/vendor'])
  assert.equal(collected.scopes.get('inventory.software npm')?.complete, false)
  assert.match(collected.problems[0]?.detail ?? '', /\/srv\/broken\/node_modules\/b\/package\.json/)
})

test('a Go program has the modules that go version -m prints', { skip: without('go') }, async () => {
  const root = join(folder, 'go')
  plant(join(folder, 'source'), {
    'go.mod':
      'module example.org/tool\n\ngo 1.19\n\nrequire example.org/lib v1.2.3\n\nreplace example.org/lib v1.2.3 => ./lib\n',
    'main.go': 'package main\n\nimport "example.org/lib"\n\nfunc main() { println(lib.Name()) }\n',
    'lib/go.mod': 'module example.org/lib\n\ngo 1.19\n',
    'lib/lib.go': 'package lib\n\nfunc Name() string { return "lib" }\n',
  })
  mkdirSync(join(root, 'usr/local/bin'), { recursive: true })
  const program = join(root, 'usr/local/bin/tool')
  const environment = {
    ...process.env,
    GOFLAGS: '-mod=mod',
    GOPROXY: 'off',
    GOCACHE: join(folder, 'cache'),
    GOPATH: join(folder, 'path'),
    CGO_ENABLED: '0',
  }
  execFileSync('go', ['build', '-buildvcs=false', '-o', program, '.'], {
    cwd: join(folder, 'source'),
    env: environment,
  })
  const said = execFileSync('go', ['version', '-m', program], { encoding: 'utf8' })
  const expected = said.split('\n').flatMap((line) => {
    const [, kind, name, version] = line.split('\t')
    if (kind === 'mod' || kind === 'dep') return [`${name} ${version}`]
    return []
  })
  const toolchain = /: go(\S+)/.exec(said)?.[1]
  const collected = await collectRun(software, rootWorld(root))
  const items = collected.items(softwareFact, 'golang')
  assert.ok(items.every(({ path }) => path === '/usr/local/bin/tool'))
  assert.equal(items.find(({ name }) => name === 'stdlib')?.version, toolchain)
  const names = items.filter(({ name }) => name !== 'stdlib').map(({ name }) => name)
  // A module that was replaced is told by its replacement, which here is a folder.
  assert.deepEqual(
    names.sort(),
    expected
      .map((line) => line.split(' ')[0])
      .map((name) => (name === 'example.org/lib' ? './lib' : name))
      .sort(),
  )
})

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../../shared/corpora')
const jars = join(corpora, 'trivy/parsers/java/jar/testdata')

test('jars are found with what lies in them', {
  skip: existsSync(jars) ? false : `no corpora at ${corpora}`,
}, async () => {
  const collected = await collectRun(software, rootWorld(jars))
  const items = collected.items(softwareFact, 'maven')
  assert.ok(items.some(({ path }) => path.includes('.jar!/')))
  assert.ok(items.some(({ purl }) => purl.startsWith('pkg:maven/')))
  assert.ok(items.every(({ name, purl }) => name !== '' && purl.startsWith('pkg:')))
})
