import { decodeUtf8, encodeUtf8 } from '@holdfast/kit/text'
import type { XmlElement } from '@holdfast/kit/xml'

type Packed = readonly [
  name: string,
  attributes: readonly (readonly [string, string])[],
  text: string,
  children: readonly Packed[],
]

/** An element in a tenth of the memory, for those that wait until the document has told what they refer to. */
export function packElement(element: XmlElement): Uint8Array {
  return encodeUtf8(JSON.stringify(pack(element)))
}

/** The element; white space around its text is gone. */
export function unpackElement(bytes: Uint8Array): XmlElement {
  return unpack(JSON.parse(decodeUtf8(bytes)) as Packed)
}

function pack({ name, attributes, text, children }: XmlElement): Packed {
  return [name, [...attributes], text.trim(), children.map(pack)]
}

function unpack([name, attributes, text, children]: Packed): XmlElement {
  return { name, namespace: '', attributes: new Map(attributes), text, children: children.map(unpack) }
}
