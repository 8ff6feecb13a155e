import { encodeUtf8 } from '../text/index.ts'

/** Writes a header with texts, numbers (32 bits) and lists of texts, for tests that have no rpm. */
export function writeHeader(
  values: readonly (readonly [tag: number, value: string | number | readonly string[]])[],
): Uint8Array {
  const data: number[] = []
  const entries = values.map(([tag, value]) => {
    if (typeof value === 'number') while (data.length % 4 !== 0) data.push(0)
    const offset = data.length
    if (typeof value === 'number') data.push(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255)
    else for (const text of [value].flat()) data.push(...encodeUtf8(text), 0)
    return [
      tag,
      typeof value === 'number' ? 4 : typeof value === 'string' ? 6 : 8,
      offset,
      typeof value === 'object' ? value.length : 1,
    ]
  })
  const bytes = new Uint8Array(8 + entries.length * 16 + data.length)
  const view = new DataView(bytes.buffer)
  for (const [index, word] of [entries.length, data.length, ...entries.flat()].entries())
    view.setUint32(index * 4, word)
  bytes.set(data, 8 + entries.length * 16)
  return bytes
}
