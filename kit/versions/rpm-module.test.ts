import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { areOfOneLine, compareVersions, isModular, parseModularityLabel } from './index.ts'

test('a label is read, and what is none is not', () => {
  assert.deepEqual(parseModularityLabel('nodejs:18:8090020231019152822:a75119d5'), {
    name: 'nodejs',
    stream: '18',
    version: '8090020231019152822',
    context: 'a75119d5',
  })
  assert.equal(parseModularityLabel('perl:5.32')?.stream, '5.32')
  for (const wrong of ['', 'nodejs', ':18', 'nodejs:', 'a:b:c:d:e', 'x'.repeat(2000)]) {
    assert.equal(parseModularityLabel(wrong), undefined, wrong)
  }
  fc.assert(fc.property(fc.string(), (text) => void parseModularityLabel(text)))
})

test('a release says whether it was built for a module', () => {
  for (const modular of ['1:18.12.1-1.module_el9.1.0+16+91bc168f', '4.2.18-2.module+el8.9.0+19519+e25b965a']) {
    assert.equal(isModular(modular), true)
  }
  for (const plain of ['1.13.1-3.el9_3.3', '2.0-1.module', '1.0.module-2']) assert.equal(isModular(plain), false, plain)
})

test('a newer version of another line is no fix', () => {
  const installed = {
    version: '1:16.20.2-3.module+el8.9.0+20473+c4e3d824',
    label: 'nodejs:16:8090020231019152822:a75119d5',
  }
  const fixed = '1:18.18.2-1.module+el8.9.0+20473+c4e3d824'
  assert.equal(compareVersions('Red Hat', installed.version, fixed), -1)
  assert.equal(areOfOneLine(installed, { version: fixed, module: { name: 'nodejs', stream: '18' } }), false)
  assert.equal(areOfOneLine(installed, { version: fixed, module: { name: 'nodejs', stream: '16' } }), true)
  assert.equal(areOfOneLine({ version: installed.version }, { version: fixed }), true)
  assert.equal(areOfOneLine(installed, { version: '1:18.18.2-1.el8' }), false)
  assert.equal(areOfOneLine({ version: '1:10.24.0-1.el8' }, { version: fixed }), false)
  assert.equal(areOfOneLine({ version: '1.0-1.el8' }, { version: '1.0-2.el8' }), true)
})
