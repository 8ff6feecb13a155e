import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeUtf8 } from '../text/index.ts'
import { readCopiedScript } from './copied-script.ts'
import table from './copied-scripts.json' with { type: 'json' }

const found = (path: string, text: string) =>
  readCopiedScript(path, encodeUtf8(text)).items.map(({ name, version }) => `${name} ${version}`)

/** The first lines of files as their projects hand them out. */
const files: readonly (readonly [expected: string, text: string])[] = [
  ['jquery 3.4.1', '/*! jQuery v3.4.1 | (c) JS Foundation and other contributors */\n!function(e,t){}'],
  ['jquery 1.12.4', '/*!\n * jQuery JavaScript Library v1.12.4\n * http://jquery.com/\n */'],
  ['jquery-ui 1.12.1', '/*! jQuery UI - v1.12.1 - 2016-09-14\n* http://jqueryui.com */'],
  ['jquery-migrate 3.3.2', '/*! jQuery Migrate v3.3.2 | (c) OpenJS Foundation */'],
  ['bootstrap 3.3.7', '/*!\n * Bootstrap v3.3.7 (http://getbootstrap.com)\n */'],
  ['angular 1.5.8', '/**\n * @license AngularJS v1.5.8\n * (c) 2010-2016 Google, Inc.\n */'],
  ['react 16.13.1', '/** @license React v16.13.1\n * react.production.min.js\n */'],
  ['react-dom 16.13.1', '/** @license React v16.13.1\n * react-dom.production.min.js\n */'],
  ['react 15.6.1', '/**\n * React v15.6.1\n */'],
  ['vue 2.6.14', '/*!\n * Vue.js v2.6.14\n * (c) 2014-2021 Evan You\n */'],
  ['underscore 1.9.1', '//     Underscore.js 1.9.1\n//     http://underscorejs.org'],
  ['moment 2.29.1', '//! moment.js\n//! version : 2.29.1\n//! authors : Tim Wood'],
  [
    'lodash 4.17.15',
    "/**\n * @license\n * Lodash <https://lodash.com/>\n */\n;(function() {\n  var VERSION = '4.17.15';",
  ],
  ['lodash 4.17.21', '/**\n * @license\n * Lodash lodash.com/license\n */\n(function(){jn.VERSION="4.17.21"})'],
  [
    'ember-source 2.18.0',
    ';(function() {\n/*!\n * @overview  Ember - JavaScript Application Framework\n * @version   2.18.0\n */',
  ],
  ['mustache 2.3.0', "/*!\n * mustache.js - Logic-less templates\n */\nmustache.version = '2.3.0';"],
  ['dompurify 2.3.3', '/*! @license DOMPurify 2.3.3 | (c) Cure53 and other contributors */'],
  ['handlebars 4.7.6', '/**!\n\n @license\n handlebars v4.7.6\n\n*/'],
  ['d3 5.16.0', '// https://d3js.org v5.16.0 Copyright 2020 Mike Bostock'],
  ['chart.js 2.2.1', '/*!\n * Chart.js\n * http://chartjs.org/\n * Version: 2.2.1\n */'],
]

test('libraries are recognised by their comments, or by their beginning and their own version', () => {
  for (const [expected, text] of files) assert.deepEqual(found('/srv/lib.js', text), [expected], expected)
})

test('a bundle holds several, each by its comment', () => {
  const bundle = '/*! jQuery v3.4.1 */a();/*!\n * Bootstrap v3.3.7\n */b();\n/*! DOMPurify 2.3.3 */'
  assert.deepEqual(found('/srv/app.js', bundle).sort(), ['bootstrap 3.3.7', 'dompurify 2.3.3', 'jquery 3.4.1'])
})

test('where the content does not tell, the name of the file does', () => {
  assert.deepEqual(found('/srv/jquery-1.8.1.min.js', '!function(){}'), ['jquery 1.8.1'])
  assert.deepEqual(found('/srv/jquery.dataTables-1.10.4.js', 'a()'), ['datatables.net 1.10.4'])
  assert.deepEqual(found('/srv/three.v0.120.1.js', 'a()'), ['three 0.120.1'])
})

test('what only speaks of a library is none, and without a version there is none', () => {
  for (const [path, text] of [
    ['/srv/jquery.js', 'var a = 1'],
    ['/srv/own.js', 'var own = "jQuery v1.0.0"'],
    ['/srv/own.js', '// made for jQuery v1.0.0'],
    ['/srv/own.js', '/* Needs AngularJS v1.5.8 */'],
    ['/srv/own.js', `${'x();'.repeat(1000)} // lodash.com\nvar VERSION = '1.2.3'`],
    ['/srv/1.js', '/*! jQuery vX */'],
  ] as const)
    assert.deepEqual(found(path, text), [], text.slice(0, 60))
})

test('texts made to be hard are read to their end and hold nothing', () => {
  for (const piece of [
    '/*!   ',
    '/* * * ',
    '="x",',
    'jQuery v',
    '\n *',
    'version:"',
    '/*! jQuery - ',
    '/*!\n * React v',
    '//! ',
  ])
    assert.deepEqual(found('/a.js', piece.repeat(60_000)), [], piece)
})

test('every library of the table can be told by something', () => {
  for (const { name, ...signs } of table.scripts) assert.ok(Object.values(signs).flat().length > 0, name)
})
