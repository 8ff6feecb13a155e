/** Characters that no document may hold, however they are written. Source: XML 1.0, Char. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** Text as it stands within an element; what no document may hold is shown as a replacement character. */
export function escapeXml(text: string): string {
  return text
    .replace(forbidden, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
}

/** Attributes with values that are given; in the order of the record. */
export type XmlAttributes = Readonly<Record<string, string | number | boolean | undefined>>

/** Writes a document from its start to its end, indented. Names and prefixes are written as they are given. */
export class XmlWriter {
  readonly #pieces: string[] = ['<?xml version="1.0" encoding="UTF-8"?>\n']
  readonly #open: string[] = []

  /** Opens an element, which holds other elements. */
  open(name: string, attributes: XmlAttributes = {}): this {
    this.#pieces.push(`${this.#indent()}<${name}${attributesOf(attributes)}>\n`)
    this.#open.push(name)
    return this
  }

  close(): this {
    const name = this.#open.pop()
    if (name === undefined) throw new Error('no element is open')
    this.#pieces.push(`${this.#indent()}</${name}>\n`)
    return this
  }

  /** An element that holds nothing but text, or nothing at all. */
  leaf(name: string, attributes: XmlAttributes = {}, text?: string): this {
    const end = text === undefined || text === '' ? '/>' : `>${escapeXml(text)}</${name}>`
    this.#pieces.push(`${this.#indent()}<${name}${attributesOf(attributes)}${end}\n`)
    return this
  }

  /** XML that was written before, as it stands. */
  raw(xml: string): this {
    this.#pieces.push(xml.endsWith('\n') ? xml : `${xml}\n`)
    return this
  }

  /** The document; every element must be closed. */
  end(): string {
    if (this.#open.length > 0) throw new Error(`<${this.#open.at(-1)}> is not closed`)
    return this.#pieces.join('')
  }

  #indent(): string {
    return '  '.repeat(this.#open.length)
  }
}

function attributesOf(attributes: XmlAttributes): string {
  let text = ''
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined)
      text += ` ${name}="${escapeXml(String(value)).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`
  return text
}
