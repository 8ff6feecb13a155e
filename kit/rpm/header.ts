import { type ByteView, MalformedInput } from '../reading/index.ts'
import { decodeUtf8 } from '../text/index.ts'

/** The values of one tag: numbers, texts, or the bytes of a binary tag. */
export type TagValue = readonly number[] | readonly string[] | Uint8Array

/** The tagged values of a package. Tags below 1000 (regions, signatures) are left out. */
export type RpmHeader = ReadonlyMap<number, TagValue>

const maxEntries = 65_535
const widths: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8 }

/**
 * Reads a header as rpm stores it in its database: a count of entries, a size of data, entries of 16 bytes, data; all big-endian.
 * Only the tags in `wanted` are decoded. Source: rpm.org "Package format", section "Header".
 */
export function readHeaderBlob(view: ByteView, wanted: ReadonlySet<number>): RpmHeader {
  const entries = view.u32(0)
  const dataSize = view.u32(4)
  if (entries === 0 || entries > maxEntries) throw new MalformedInput(`a header of ${entries} entries`, view.base)
  const data = view.sub(8 + entries * 16, dataSize)
  const values = new Map<number, TagValue>()
  for (let index = 0; index < entries; index++) {
    const at = 8 + index * 16
    const tag = view.u32(at)
    if (tag < 1000 || !wanted.has(tag) || values.has(tag)) continue
    values.set(tag, readValue(data, view.u32(at + 4), view.u32(at + 8), view.u32(at + 12)))
  }
  return values
}

function readValue(data: ByteView, type: number, offset: number, count: number): TagValue {
  if (type === 7) return data.slice(offset, count)
  if (type === 6 || type === 8 || type === 9) return readTexts(data, offset, type === 6 ? 1 : count)
  const width = widths[type]
  if (width === undefined) throw new MalformedInput(`a value of the unknown type ${type}`, data.base + offset)
  const part = data.sub(offset, count * width)
  const numbers: number[] = new Array(count)
  for (let index = 0; index < count; index++) {
    const at = index * width
    numbers[index] = width === 4 ? part.u32(at) : width === 2 ? part.u16(at) : width === 1 ? part.u8(at) : part.u64(at)
  }
  return numbers
}

function readTexts(data: ByteView, offset: number, count: number): readonly string[] {
  const texts: string[] = []
  let at = offset
  for (let index = 0; index < count; index++) {
    const end = data.bytes.indexOf(0, at)
    if (end < 0 || at >= data.length) throw new MalformedInput('a text without its end', data.base + at)
    texts.push(decodeUtf8(data.bytes.subarray(at, end)))
    at = end + 1
  }
  return texts
}
