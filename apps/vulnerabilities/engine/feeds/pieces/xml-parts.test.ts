import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeUtf8 } from '@holdfast/kit/text'
import { parseXml, type XmlElement } from '@holdfast/kit/xml'
import { inPieces } from '../../../tests/feed-reading.fixture.ts'
import { packElement, unpackElement } from './packed-element.ts'
import { type XmlPartsOptions, xmlParts } from './xml-parts.ts'

async function partsOf(text: string, size: number, options: Partial<XmlPartsOptions> = {}) {
  const parts: (readonly [string, XmlElement] | string)[] = []
  const opens = (within: readonly string[]) => within.length === 1
  for await (const { within = [], element, problem } of partsIn(text, size, { opens, ...options }))
    parts.push(element === undefined ? (problem ?? '') : [within.join('/'), element])
  return parts
}

async function* partsIn(text: string, size: number, options: XmlPartsOptions) {
  for await (const part of xmlParts(inPieces(encodeUtf8(text), size), options))
    yield part as { within?: readonly string[]; element?: XmlElement; problem?: string }
}

const document = `<?xml version="1.0"?><!-- a --><x:list xmlns:x="urn:x">
<x:one a="1 &amp; 2">é<b> t </b><![CDATA[<c>]]></x:one><two/> <three><four><five/></four></three></x:list>`

test('the parts are the children that the whole document has, whatever the pieces', async () => {
  const whole = parseXml(document)
  assert.ok(whole.ok)
  const expected = whole.root.children.map((one) => ['list', withoutNamespace(one)])
  for (const size of [1, 7, 1000]) assert.deepEqual(await partsOf(document, size), expected)
})

test('deeper elements are opened where they are asked for', async () => {
  const opens = (within: readonly string[]) => within.length === 1 || within.at(-1) === 'three'
  const parts = await partsOf(document, 9, { opens })
  assert.deepEqual(
    parts.map((part) => (typeof part === 'string' ? part : `${part[0]} ${part[1].name}`)),
    ['list one', 'list two', 'list/three four'],
  )
})

test('what is no XML, too long, too deep or asks for more than it holds ends reading, with its line', async () => {
  const last = async (text: string, options = {}) => (await partsOf(text, 50, options)).at(-1)
  assert.match(String(await last('<a>\n<b/>\n<c></a>')), /^not XML: .*\(line 3\): the rest is left out$/)
  assert.match(String(await last('<a><b/>')), /the document ends in the middle \(line 1\)/)
  assert.match(String(await last('')), /the document ends in the middle/)
  assert.match(String(await last('<!DOCTYPE a [<!ENTITY x "y">]><a><b>&x;</b></a>')), /^document types are not read/)
  assert.match(String(await last('<a><b>&x;</b></a>')), /^not XML/)
  assert.match(String(await last(`<a>${'<b>'.repeat(300)}`)), /^elements nest deeper than 256/)
  const long = `<a><b>${'x'.repeat(5000)}</b><c/></a>`
  assert.match(String(await last(long, { maxLength: 1000 })), /^a part is longer than 1000 characters/)
  assert.match(String(await last(`<a>${' '.repeat(5000)}<c/></a>`, { maxLength: 1000 })), /^a part is longer/)
})

test('a packed element says the same', () => {
  const reading = parseXml('<a x="1"><b>t &lt; é</b><c/></a>')
  assert.ok(reading.ok)
  assert.deepEqual(unpackElement(packElement(reading.root)), withoutPosition(reading.root))
})

function withoutNamespace(element: XmlElement): XmlElement {
  const { children, position: _, ...rest } = element
  return { ...rest, namespace: '', children: children.map(withoutNamespace) }
}

/** Parts are read without the text before them. */
function withoutPosition({ position: _, children, ...rest }: XmlElement): XmlElement {
  return { ...rest, children: children.map(withoutPosition) }
}
