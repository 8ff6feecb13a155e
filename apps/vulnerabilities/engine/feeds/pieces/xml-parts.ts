import type { XmlElement } from '@holdfast/kit/xml'
import { SaxesParser } from 'saxes'
import { xmlText } from './xml-text.ts'

/** An element of a document with all below it, or why nothing more is read. */
export type XmlPart =
  | { readonly within: readonly string[]; readonly element: XmlElement; readonly problem?: undefined }
  | { readonly problem: string; readonly element?: undefined }

export interface XmlPartsOptions {
  /** Whether the children of an element are wanted one by one, by the names from the root down to it. */
  readonly opens: (within: readonly string[]) => boolean
  /** Characters of one part. */
  readonly maxLength?: number
  /** Elements in elements. */
  readonly maxDepth?: number
}

type Open = XmlElement & { text: string; readonly children: XmlElement[] }

/**
 * Cuts a document into its parts without holding it as a whole. Names are without prefixes, and namespaces are not told. Document types are refused, so that
 * nothing is fetched and nothing grows. What is no XML ends reading with a problem that says in which line. Source: XML 1.0.
 */
export async function* xmlParts(
  pieces: AsyncIterable<Uint8Array>,
  { opens, maxLength = 64 * 1024 * 1024, maxDepth = 256 }: XmlPartsOptions,
): AsyncGenerator<XmlPart> {
  const parser = new SaxesParser()
  /** Elements that are cut into their children, from the root on. */
  const within: string[] = []
  /** The part that is being read, and what is open in it. */
  const open: Open[] = []
  let found: { readonly part: XmlPart; readonly at: number }[] = []
  let begun = 0
  let failed: string | undefined
  const fail = (message: string) => {
    failed ??= message.slice(0, 300)
  }
  parser.on('error', ({ message }) => {
    fail(`not XML: ${message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')}`)
    // What the parser closes by itself where the end of something else stands is no part.
    found = found.filter(({ at }) => at !== parser.position)
  })
  parser.on('doctype', () => fail('document types are not read'))
  parser.on('opentag', ({ name, attributes }) => {
    if (failed !== undefined) return
    const local = withoutPrefix(name)
    if (open.length === 0 && opens([...within, local])) {
      within.push(local)
      begun = parser.position
      return
    }
    if (within.length + open.length >= maxDepth) return fail(`elements nest deeper than ${maxDepth}`)
    const made: Open = {
      name: local,
      namespace: '',
      attributes: new Map(Object.entries(attributes)),
      children: [],
      text: '',
    }
    open.at(-1)?.children.push(made)
    open.push(made)
  })
  const addText = (text: string) => {
    const top = open.at(-1)
    if (top !== undefined) top.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const closed = open.pop()
    if (open.length > 0) return
    begun = parser.position
    if (closed === undefined) within.pop()
    else if (failed === undefined) found.push({ part: { within: [...within], element: closed }, at: begun })
  })
  for await (const text of xmlText(pieces)) {
    parser.write(text)
    if (parser.position - begun > maxLength) fail(`a part is longer than ${maxLength} characters`)
    for (const { part } of found) yield part
    found = []
    if (failed !== undefined) break
  }
  const { line } = parser
  if (failed === undefined) {
    parser.close()
    if (failed !== undefined) failed = `${failed}: the document ends in the middle`
  }
  if (failed !== undefined) yield { problem: `${failed} (line ${line}): the rest is left out` }
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
