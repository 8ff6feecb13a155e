import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserName } from './browser-name.ts'

test('browsers have the names that people know, and what is none keeps its own', () => {
  const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36'
  assert.equal(browserName(chrome), 'Chrome on Linux')
  assert.equal(browserName(`${chrome} Edg/130.0.0.0`), 'Edge on Linux')
  assert.equal(
    browserName('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1'),
    'Safari on iOS',
  )
  assert.equal(
    browserName('Mozilla/5.0 (Windows NT 10.0; rv:132.0) Gecko/20100101 Firefox/132.0'),
    'Firefox on Windows',
  )
  assert.equal(browserName('curl/8.11.0'), 'curl/8.11.0')
  assert.equal(browserName(''), 'something without a name')
})
