import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { childOf, childrenOf, parseXml, type XmlElement } from './index.ts'

function rootOf(text: string): XmlElement {
  const reading = parseXml(text)
  assert.ok(reading.ok, JSON.stringify(reading))
  return reading.root
}

function messageOf(text: string): string {
  const reading = parseXml(text)
  assert.ok(!reading.ok)
  return `${reading.problem.position}: ${reading.problem.message}`
}

test('elements, attributes, namespaces, text and sections', () => {
  const root = rootOf(
    `\ufeff<?xml version="1.0"?><!-- x --><a:bom xmlns:a="urn:a" xmlns="urn:b" n='1 &lt; 2'><x>a&amp;b<![CDATA[<&]]>&#x41;&#66;</x><x/></a:bom>`,
  )
  assert.deepEqual([root.name, root.namespace, root.attributes.get('n')], ['bom', 'urn:a', '1 < 2'])
  assert.deepEqual(
    childrenOf(root, 'x').map(({ text, namespace }) => [text, namespace]),
    [
      ['a&b<&AB', 'urn:b'],
      ['', 'urn:b'],
    ],
  )
  assert.equal(childOf(root, 'y'), undefined)
})

test('what is malformed says what and where', () => {
  assert.equal(messageOf('<a><b></a>'), '6: </a> ends nothing that is open')
  assert.equal(messageOf('<a>'), '3: <a> is not ended')
  assert.equal(messageOf('<a/><b/>'), '4: there is more than one root element')
  assert.equal(messageOf('<a x=1/>'), '3: the value of x is not quoted')
  assert.equal(messageOf('<a x="1" x="2"/>'), '9: the attribute x is given twice')
  assert.equal(messageOf('<p:a/>'), '0: the prefix p belongs to no namespace')
  assert.equal(messageOf('x<a/>'), '0: text stands outside of the root element')
  assert.equal(messageOf(''), '0: there is no element')
})

test('document types, and with them all entities that grow or fetch, are refused', () => {
  assert.equal(
    messageOf('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    '0: document types are not read',
  )
  assert.equal(messageOf('<a>&b;</a>'), '3: &b; is not an entity of XML')
  assert.equal(messageOf('<a>&#xD800;</a>'), '3: &#xD800; is not an entity of XML')
})

test('depth is bounded', () => {
  assert.match(messageOf('<a>'.repeat(1_000_000)), /nest deeper than 256/)
})

test('any text is read or refused', () => {
  const pieces = fc.constantFrom('<', '>', '/', 'a', '"', '=', '&', ';', '!', '-', '[', ']', '?', ' ', 'CDATA', 'xmlns')
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const reading = parseXml(parts.join(''))
      assert.ok(reading.ok || reading.problem.position >= 0)
    }),
  )
})

test('what is written is read', () => {
  const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0)};`)
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, value) => {
      const root = rootOf(`<a b="${escaped(value)}">${escaped(text)}</a>`)
      assert.deepEqual([root.text, root.attributes.get('b')], [text, value])
    }),
  )
})

test('a document type is passed over where it may be, unless it has entities', () => {
  const passing = (text: string) => parseXml(text, { documentType: 'passed-over' })
  for (const type of [
    '<!DOCTYPE a>',
    '<!DOCTYPE a SYSTEM "https://example.org/a.dtd">',
    `<!DOCTYPE a PUBLIC '-//x' "y>z">`,
    '<!DOCTYPE a [<!ELEMENT a (#PCDATA)> <!ATTLIST a b CDATA "">\n]>',
  ]) {
    const reading = passing(`<?xml version="1.0"?>${type}<a>x</a>`)
    assert.ok(reading.ok && reading.root.text === 'x', type)
    assert.equal(messageOf(`${type}<a/>`), '0: document types are not read')
  }
  for (const [text, problem] of [
    ['<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', '13: entities of documents are not read'],
    ['<!DOCTYPE a [<!ELEMENT a', '12: the document type is not ended'],
    ['<!DOCTYPE a', '0: the document type is not ended'],
    ['<a><!DOCTYPE a></a>', '3: document types are not read'],
  ] as const) {
    const reading = passing(text)
    assert.ok(!reading.ok)
    assert.equal(`${reading.problem.position}: ${reading.problem.message}`, problem)
  }
})
