import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compileGlobs } from './glob.ts'

function matches(glob: string, path: string): boolean {
  return compileGlobs([glob])(path, path.slice(path.lastIndexOf('/') + 1))
}

test('a star stays within its segment', () => {
  assert.ok(matches('/etc/*.conf', '/etc/a.conf'))
  assert.ok(!matches('/etc/*.conf', '/etc/x/a.conf'))
  assert.ok(matches('/etc/a?c', '/etc/abc'))
  assert.ok(!matches('/etc/a?c', '/etc/a/c'))
})

test('a double star crosses segments, also none', () => {
  assert.ok(matches('**/passwd', '/passwd'))
  assert.ok(matches('**/passwd', '/a/b/passwd'))
  assert.ok(matches('/usr/**/METADATA', '/usr/METADATA'))
  assert.ok(matches('/usr/**/METADATA', '/usr/a/b/METADATA'))
  assert.ok(matches('/proc/**', '/proc/1/exe'))
  assert.ok(!matches('/proc/**', '/proc'))
  assert.ok(matches('**/*.jar', '/opt/x.jar'))
  assert.ok(matches('**/*.dist-info/METADATA', '/lib/a-1.dist-info/METADATA'))
  assert.ok(!matches('**/*.dist-info/METADATA', '/lib/a-1.dist-info/x/METADATA'))
})

test('the usual forms mean what they say', () => {
  const segment = fc.constantFrom('a', 'b', 'bin', '.x', 'x.jar')
  const path = fc.array(segment, { minLength: 1, maxLength: 5 }).map((parts) => `/${parts.join('/')}`)
  const forms: readonly (readonly [string, RegExp])[] = [
    ['**/bin', /^(.*\/)?bin$/],
    ['**/*.jar', /\.jar$/],
    ['**/bin/*', /\/bin\/[^/]*$/],
    ['**/bin/**', /\/bin\/./],
    ['/a/*', /^\/a\/[^/]*$/],
    ['/a/**', /^\/a\/./],
    ['/*', /^\/[^/]*$/],
    ['/**', /^\//],
    ['/a/**/bin/?', /^\/a\/(.*\/)?bin\/[^/]$/],
  ]
  fc.assert(
    fc.property(path, fc.constantFrom(...forms), (one, [glob, meant]) => {
      assert.equal(matches(glob, one), meant.test(one), `${glob} ${one}`)
    }),
  )
})

test('what is special in a regular expression is literal in a glob', () => {
  assert.ok(matches('/a+(b)[c]{1}$^|\\', '/a+(b)[c]{1}$^|\\'))
  assert.ok(!matches('/a.b', '/axb'))
})

test('names with line breaks are matched as any other', () => {
  assert.ok(matches('/a/*', '/a/b\nc'))
  assert.ok(matches('/a/**', '/a/b\nc/d'))
})
