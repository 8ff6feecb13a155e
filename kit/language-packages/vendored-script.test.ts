import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeUtf8 } from '../text/index.ts'
import { boundedPattern } from './bounded-pattern.ts'
import { readVendoredScript } from './vendored-script.ts'
import table from './vendored-scripts.json' with { type: 'json' }

const found = (path: string, text: string) =>
  readVendoredScript(path, encodeUtf8(text)).items.map(({ type, name, version }) => `${type} ${name} ${version}`)

test('libraries are recognised by their content, and else by their name', () => {
  const jquery =
    '/*! jQuery v3.4.1 | (c) JS Foundation and other contributors | jquery.org/license */\n!function(e,t){}'
  assert.deepEqual(found('/var/www/js/lib.js', jquery), ['npm jquery 3.4.1'])
  assert.deepEqual(found('/srv/a.js', '/*!\n * Bootstrap v3.3.7 (http://getbootstrap.com)\n */'), [
    'npm bootstrap 3.3.7',
  ])
  assert.deepEqual(found('/srv/jquery-1.8.1.min.js', '!function(){}'), ['npm jquery 1.8.1'])
  assert.deepEqual(found('/srv/jquery.js', 'var a = 1'), [])
  assert.deepEqual(found('/srv/1.js', '// not /*! jQuery vX'), [])
})

test('every pattern of the table is one that cannot run away', () => {
  for (const { names, content } of table.scripts)
    for (const pattern of [...names, ...content]) assert.ok(boundedPattern(pattern), pattern)
})

test('patterns that could run away are refused, and repetitions without an end get one', () => {
  for (const source of [
    '(a+)+b',
    '(?:.*\\n)*x',
    '(?=a)b',
    '(a)\\1',
    '(?<!a)b',
    'a{1,5000}',
    '.*.*.*x',
    '((a)+b{2,3})*',
    'a)',
  ])
    assert.equal(boundedPattern(source), undefined, source)
  const bounded = boundedPattern('a*[+*]+\\*v(§§version§§)')
  assert.equal(bounded?.pattern.source, 'a{0,60}[+*]{1,60}\\*v([0-9][0-9.a-z_-]{1,40})')
  assert.equal(boundedPattern('x jQuery v(§§version§§)')?.needs, 'x jQuery v')
})

test('texts made to be hard are read to their end and hold nothing', () => {
  for (const piece of ['/*!   ', '/* * * ', '="x",', 'jQuery v', '\n *', 'version:"', '.version="'])
    assert.deepEqual(found('/a.js', piece.repeat(60_000)), [], piece)
})
