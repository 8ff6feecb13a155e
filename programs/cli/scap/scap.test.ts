import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'holdfast-scap-'))

function scap(...options: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'scap', ...options], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const oval = 'http://oval.mitre.org/XMLSchema/oval-definitions-5'
const xccdf = 'xmlns="http://checklists.nist.gov/xccdf/1.2"'
const rule = (id: string, name: string, selected = true) =>
  `<Rule id="${id}" severity="high" selected="${selected}"><title>About ${id}</title><check system="${oval}"><check-content-ref href="checks.xml" name="${name}"/></check></Rule>`
const benchmark = file(
  'benchmark.xml',
  `<Benchmark ${xccdf} id="b"><title>Messages</title><version>7</version><Profile id="x_profile_all"><title>All</title><select idref="absent" selected="true"/></Profile>${rule('there', 'there')}${rule('absent', 'absent', false)}</Benchmark>`,
)
file(
  'checks.xml',
  `<oval_definitions xmlns="${oval}" xmlns:unix="${oval}#unix"><definitions>${['there', 'absent'].map((id) => `<definition id="${id}" class="compliance"><criteria><criterion test_ref="${id}"/></criteria></definition>`).join('')}</definitions><tests>${['there', 'absent'].map((id) => `<unix:file_test id="${id}"><unix:object object_ref="${id}"/></unix:file_test>`).join('')}</tests><objects><unix:file_object id="there"><unix:filepath>/etc/motd</unix:filepath></unix:file_object><unix:file_object id="absent"><unix:filepath>/etc/issue</unix:filepath></unix:file_object></objects></oval_definitions>`,
)
const root = join(folder, 'root')
mkdirSync(join(root, 'etc'), { recursive: true })
writeFileSync(join(root, 'etc/motd'), 'hello')

test('a benchmark tells its profiles and rules', () => {
  const { status, stdout } = scap('info', benchmark, '-o', 'json')
  assert.equal(status, 0)
  const [info] = JSON.parse(stdout).benchmarks
  assert.deepEqual([info.id, info.version, info.rules], ['b', '7', 2])
  assert.deepEqual(info.profiles, [{ id: 'x_profile_all', title: 'All', rules: 2 }])
  assert.match(scap('info', benchmark).stdout, /x_profile_all +2 +All/)
})

test('a tree of files is judged by a profile, one rule, or a tailoring', () => {
  const results = join(folder, 'results.xml')
  const all = scap('eval', benchmark, '--profile', 'all', '--root', root, '--results', results, '-o', 'json')
  assert.deepEqual([all.status, all.stderr], [0, ''])
  const { profile, rules, scores } = JSON.parse(all.stdout)
  assert.deepEqual([profile, rules, scores[0].score], ['x_profile_all', { there: 'pass', absent: 'fail' }, 50])
  assert.match(readFileSync(results, 'utf8'), /<rule-result idref="absent"[^>]*>\s*<result>fail<\/result>/)
  const one = scap('eval', benchmark, '--profile', 'all', '--root', root, '--rule', 'there', '-o', 'json')
  assert.deepEqual(JSON.parse(one.stdout).rules, { there: 'pass', absent: 'notselected' })
  const tailoring = file(
    'tailoring.xml',
    `<Tailoring ${xccdf} id="t"><Profile id="own" extends="x_profile_all"><title>Own</title><select idref="there" selected="false"/></Profile></Tailoring>`,
  )
  const own = scap('eval', benchmark, '--profile', 'own', '--tailoring', tailoring, '--root', root)
  assert.match(own.stdout, /fail +high +absent +About absent/)
  assert.doesNotMatch(own.stdout, /About there/)
  assert.match(own.stderr, /Score: 0\.00 of 100/)
})

test('what cannot be judged is an error that says why', () => {
  const cases: [string[], number, RegExp][] = [
    [['eval', benchmark, '--profile', 'none', '--root', root], 2, /There is no profile none.\nKnown: x_profile_all/],
    [['eval', benchmark, '--rule', 'none', '--root', root], 2, /There is no rule none/],
    [['eval', benchmark, '--root', join(folder, 'nowhere')], 3, /does not exist/],
    [['eval', benchmark, '--benchmark', 'c', '--root', root], 2, /There is no benchmark c/],
    [
      ['info', file('broken.xml', '<Benchmark id="b">\n<Rule/></Benchmark>')],
      2,
      /line 2, column 1: <Rule> has no attribute id/,
    ],
    [['info', join(folder, 'checks.xml')], 2, /not <data-stream-collection> or <Benchmark>/],
  ]
  for (const [options, code, message] of cases) {
    const { status, stdout, stderr } = scap(...options)
    assert.deepEqual([status, stdout], [code, ''], options.join(' '))
    assert.match(stderr, message)
  }
})
