import type { XmlElement } from './element.ts'

/** Bounds of what is parsed: no real document comes near the usual ones. */
export interface XmlLimits {
  readonly depth: number
  readonly elements: number
  readonly attributes: number
  /** What a document type is: refused, or passed over where it declares no entity of its own. Refused when absent. */
  readonly documentType?: 'refused' | 'passed-over'
}

export type XmlReading =
  | { readonly ok: true; readonly root: XmlElement }
  /** `position` counts UTF-16 code units from the start of the text. */
  | { readonly ok: false; readonly problem: { readonly message: string; readonly position: number } }

const usualLimits: XmlLimits = { depth: 256, elements: 20_000_000, attributes: 256 }

interface Open {
  readonly qualified: string
  readonly element: XmlElement & { text: string; readonly children: XmlElement[] }
  readonly namespaces: ReadonlyMap<string, string>
}

class Malformed extends Error {
  readonly position: number

  constructor(message: string, position: number) {
    super(message)
    this.position = position
  }
}

/**
 * Parses a document into a tree. Document types are refused, or passed over where they may be: no entity but the five of XML and characters by their
 * number is known, so that nothing is fetched and nothing grows. Never throws. Source: XML 1.0, Namespaces in XML 1.0.
 */
export function parseXml(text: string, limits: Partial<XmlLimits> = {}): XmlReading {
  try {
    return { ok: true, root: parse(text, { ...usualLimits, ...limits }) }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { ok: false, problem: { message: error.message, position: error.position } }
  }
}

function parse(text: string, limits: XmlLimits): XmlElement {
  const open: Open[] = []
  let root: XmlElement | undefined
  let count = 0
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  while (at < text.length) {
    const start = text.indexOf('<', at)
    const end = start < 0 ? text.length : start
    if (end > at) takeText(text.slice(at, end), open.at(-1), at)
    if (start < 0) break
    if (text.startsWith('<!--', start)) at = after(text, '-->', start + 4, 'a comment')
    else if (text.startsWith('<![CDATA[', start)) {
      at = after(text, ']]>', start + 9, 'a CDATA section')
      const top = open.at(-1)
      if (top === undefined) throw new Malformed('text stands outside of the root element', start)
      top.element.text += text.slice(start + 9, at - 3)
    } else if (text.startsWith('<?', start)) at = after(text, '?>', start + 2, 'a processing instruction')
    else if (text.startsWith('<!', start)) {
      if (limits.documentType !== 'passed-over' || root !== undefined || open.length > 0)
        throw new Malformed('document types are not read', start)
      at = afterDocumentType(text, start)
    } else if (text.startsWith('</', start)) {
      at = after(text, '>', start + 2, 'an end tag')
      const name = text.slice(start + 2, at - 1).trimEnd()
      const top = open.pop()
      if (top === undefined || top.qualified !== name)
        throw new Malformed(`</${name.slice(0, 64)}> ends nothing that is open`, start)
    } else {
      if (++count > limits.elements) throw new Malformed(`more than ${limits.elements} elements`, start)
      if (open.length >= limits.depth) throw new Malformed(`elements nest deeper than ${limits.depth}`, start)
      if (open.length === 0 && root !== undefined) throw new Malformed('there is more than one root element', start)
      const tag = readTag(text, start, limits)
      at = tag.end
      const one = elementOf(tag, open.at(-1)?.namespaces ?? noNamespaces, start)
      const parent = open.at(-1)
      if (parent === undefined) root = one.element
      else parent.element.children.push(one.element)
      if (!tag.empty) open.push(one)
    }
  }
  const left = open.at(-1)
  if (left !== undefined) throw new Malformed(`<${left.qualified.slice(0, 64)}> is not ended`, text.length)
  if (root === undefined) throw new Malformed('there is no element', 0)
  return root
}

const noNamespaces: ReadonlyMap<string, string> = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']])

function takeText(piece: string, top: Open | undefined, position: number): void {
  if (top !== undefined) top.element.text += withoutEntities(piece, position)
  else if (piece.trim() !== '') throw new Malformed('text stands outside of the root element', position)
}

function after(text: string, mark: string, from: number, what: string): number {
  const found = text.indexOf(mark, from)
  if (found < 0) throw new Malformed(`${what} is not ended`, from)
  return found + mark.length
}

/** The end of a document type that only says which elements there are. Nothing that it names is fetched; one with entities is refused. */
function afterDocumentType(text: string, start: number): number {
  const head = /<!DOCTYPE(?:[^<>"'[]|"[^"]*"|'[^']*')*/y
  head.lastIndex = start
  const end = start + (head.exec(text)?.[0].length ?? 0)
  if (text[end] === '>') return end + 1
  if (text[end] !== '[') throw new Malformed('the document type is not ended', start)
  const close = after(text, ']', end, 'the document type')
  const entity = text.indexOf('<!ENTITY', end)
  if (entity >= 0 && entity < close) throw new Malformed('entities of documents are not read', entity)
  return after(text, '>', close, 'the document type')
}

interface Tag {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly empty: boolean
  readonly end: number
}

const namePattern = /[^\s/>="'<&]+/y
const spacePattern = /\s*/y

function readTag(text: string, start: number, limits: XmlLimits): Tag {
  let at = start + 1
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }
  const name = take(namePattern)
  if (name === '') throw new Malformed('"<" is not followed by a name', start)
  const attributes = new Map<string, string>()
  for (;;) {
    take(spacePattern)
    if (text[at] === '>') return { name, attributes, empty: false, end: at + 1 }
    if (text.startsWith('/>', at)) return { name, attributes, empty: true, end: at + 2 }
    const place = at
    const key = take(namePattern)
    if (key === '') throw new Malformed(`the tag <${name.slice(0, 64)} is not ended`, place)
    take(spacePattern)
    if (text[at] !== '=') throw new Malformed(`the attribute ${key.slice(0, 64)} has no value`, place)
    at++
    take(spacePattern)
    const quote = text[at]
    const end = quote === '"' || quote === "'" ? text.indexOf(quote, at + 1) : -1
    if (end < 0) throw new Malformed(`the value of ${key.slice(0, 64)} is not quoted`, place)
    if (attributes.has(key)) throw new Malformed(`the attribute ${key.slice(0, 64)} is given twice`, place)
    if (attributes.size >= limits.attributes) throw new Malformed(`more than ${limits.attributes} attributes`, place)
    const value = text.slice(at + 1, end)
    if (value.includes('<')) throw new Malformed(`"<" stands in the value of ${key.slice(0, 64)}`, place)
    attributes.set(key, withoutEntities(value, at + 1))
    at = end + 1
  }
}

function elementOf({ name, attributes }: Tag, outer: ReadonlyMap<string, string>, position: number): Open {
  let namespaces = outer
  for (const [key, value] of attributes) {
    const prefix = key === 'xmlns' ? '' : key.startsWith('xmlns:') ? key.slice(6) : undefined
    if (prefix === undefined) continue
    namespaces = new Map([...namespaces, [prefix, value]])
  }
  const colon = name.indexOf(':')
  const prefix = colon < 0 ? '' : name.slice(0, colon)
  const namespace = namespaces.get(prefix)
  if (namespace === undefined && prefix !== '')
    throw new Malformed(`the prefix ${prefix.slice(0, 64)} belongs to no namespace`, position)
  const element = {
    name: name.slice(colon + 1),
    namespace: namespace ?? '',
    attributes,
    children: [] as XmlElement[],
    text: '',
    position,
  }
  return { qualified: name, element, namespaces }
}

const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['apos', "'"],
  ['quot', '"'],
])

function withoutEntities(text: string, position: number): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^;&]{0,32};?)/g, (_, reference: string, offset: number) => {
    const name = reference.endsWith(';') ? reference.slice(0, -1) : ''
    const number = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name)
    const code = number === null ? Number.NaN : Number.parseInt(number[1] ?? number[2] ?? '', number[1] ? 16 : 10)
    const character =
      code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : undefined
    const found = entities.get(name) ?? character
    if (found === undefined) throw new Malformed(`&${name || '…'}; is not an entity of XML`, position + offset)
    return found
  })
}
