import { createHash } from 'node:crypto'
import type { Seen, World } from '@holdfast/platform/contract'
import { SaxesParser } from 'saxes'
import { unpackedPieces } from './unpacked-pieces.ts'

/** An element of a repository's metadata: its attributes, its text, and the elements within. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

export interface ScannedElements {
  /** Elements met, wanted or not. */
  readonly count: number
  /** SHA-256 of the file as it lies there. */
  readonly digest: string
}

const maxContent = 2 * 1024 * 1024 * 1024
const maxElement = 16 * 1024 * 1024

/**
 * Reads a long XML document of many like elements (`<package>…</package>`) in little memory: the text is cut at the elements, and only those that
 * `wanted` asks for by their text are parsed. Compression as the file's ending says.
 */
export async function scanElements(
  world: World,
  path: string,
  name: string,
  wanted: (text: string) => boolean,
  onElement: (element: Element) => void,
): Promise<Seen<ScannedElements>> {
  const ending = /\.(gz|zst|xz|bz2|zck)$/.exec(path)?.[1]
  if (ending !== undefined && ending !== 'gz' && ending !== 'zst')
    return { ok: false, reason: 'unsupported', detail: `${path} is compressed with ${ending}, which is not read` }
  const opened = await world.files.open(path)
  if (!opened.ok) return opened
  const decoder = new TextDecoder()
  const [start, end] = [new RegExp(`<${name}[\\s>]`, 'g'), `</${name}>`]
  let rest = ''
  let length = 0
  let count = 0
  try {
    for await (const piece of unpackedPieces(opened.file, ending)) {
      length += piece.length
      if (length > maxContent) throw new Error(`more than ${maxContent} bytes`)
      rest += decoder.decode(piece, { stream: true })
      let at = 0
      for (let close = rest.indexOf(end); close >= 0; close = rest.indexOf(end, at)) {
        start.lastIndex = at
        const open = start.exec(rest)?.index ?? close
        const text = rest.slice(open, close + end.length)
        count += 1
        if (wanted(text)) onElement(parseElement(text))
        at = close + end.length
      }
      rest = rest.slice(at)
      if (rest.length > maxElement) throw new Error(`an element longer than ${maxElement} characters`)
    }
    return { ok: true, count, digest: await digestOf(opened.file) }
  } catch (error) {
    return { ok: false, reason: 'failed', detail: `${path}: ${error instanceof Error ? error.message : String(error)}` }
  } finally {
    await opened.file.close()
  }
}

async function digestOf(file: {
  readonly size: number
  read(offset: number, length: number): Promise<Uint8Array>
}): Promise<string> {
  const hash = createHash('sha256')
  for (let at = 0; at < file.size; at += 1 << 20) hash.update(await file.read(at, 1 << 20))
  return hash.digest('hex')
}

/** Parses one element; throws where it is not well-formed. Documents have no type declaration here, so there are no entities to expand. */
export function parseElement(text: string): Element {
  const parser = new SaxesParser({ fragment: true })
  const top: Element = { name: '', attributes: {}, children: [], text: '' }
  const open: Element[] = [top]
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes: attributes as Record<string, string>, children: [], text: '' }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => void open.pop())
  parser.on('text', (content) => {
    const here = open.at(-1)
    if (here) here.text += content
  })
  parser.write(text).close()
  return top.children[0] ?? top
}

export function childOf(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((child) => child.name === name)
}
