import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { childOf, parseXml, XmlWriter } from './index.ts'

test('a document is written indented, and what is not given is left out', () => {
  const text = new XmlWriter()
    .open('a', { x: '1 < "2"', y: undefined })
    .leaf('b', {}, 'c & d')
    .leaf('e', { f: true })
    .raw('  <g/>')
    .close()
    .end()
  assert.equal(
    text,
    '<?xml version="1.0" encoding="UTF-8"?>\n<a x="1 &lt; &quot;2&quot;">\n  <b>c &amp; d</b>\n  <e f="true"/>\n  <g/>\n</a>\n',
  )
  assert.throws(() => new XmlWriter().open('a').end(), /<a> is not closed/)
  assert.throws(() => new XmlWriter().close(), /no element is open/)
})

test('whatever is written can be read again, but for what no document may hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (given) => {
      const reading = parseXml(new XmlWriter().open('a', { b: given }).leaf('c', {}, given).close().end())
      assert.ok(reading.ok)
      const expected = given.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
      assert.equal(reading.root.attributes.get('b'), expected)
      assert.equal(childOf(reading.root, 'c')?.text, expected)
    }),
  )
})
