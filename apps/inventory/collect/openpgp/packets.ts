import { MalformedInput } from '@holdfast/kit/reading'

export interface Packet {
  readonly tag: number
  readonly body: Uint8Array
}

const maxPackets = 100_000

/** Splits OpenPGP data into packets; partial lengths, which only streams have, are malformed. Source: RFC 9580 section 4. */
export function readPackets(bytes: Uint8Array): readonly Packet[] {
  const packets: Packet[] = []
  for (let at = 0; at < bytes.length; ) {
    const head = bytes[at] as number
    if ((head & 0x80) === 0) throw new MalformedInput('not an OpenPGP packet', at)
    const newFormat = (head & 0x40) !== 0
    const tag = newFormat ? head & 0x3f : (head >>> 2) & 0x0f
    const { length, start } = newFormat ? newLength(bytes, at + 1) : oldLength(bytes, at + 1, head & 3)
    if (start + length > bytes.length) throw new MalformedInput('an OpenPGP packet beyond the end', at)
    if (packets.push({ tag, body: bytes.subarray(start, start + length) }) > maxPackets)
      throw new MalformedInput(`more than ${maxPackets} OpenPGP packets`, at)
    at = start + length
  }
  return packets
}

function newLength(bytes: Uint8Array, at: number): { readonly length: number; readonly start: number } {
  const first = bytes[at] ?? 0
  if (first < 192) return { length: first, start: at + 1 }
  if (first < 224) return { length: ((first - 192) << 8) + (bytes[at + 1] ?? 0) + 192, start: at + 2 }
  if (first === 255) return { length: number(bytes, at + 1, 4), start: at + 5 }
  throw new MalformedInput('an OpenPGP packet in pieces', at)
}

function oldLength(bytes: Uint8Array, at: number, kind: number): { readonly length: number; readonly start: number } {
  if (kind === 3) return { length: bytes.length - at, start: at }
  const width = 1 << kind
  return { length: number(bytes, at, width), start: at + width }
}

/** A big-endian number of up to four bytes. */
export function number(bytes: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let index = 0; index < width; index += 1) value = value * 256 + (bytes[at + index] ?? 0)
  return value
}

/** Multiprecision integers from `at` to the end: bits, then that many. */
export function readIntegers(bytes: Uint8Array, at: number): readonly Uint8Array[] {
  const integers: Uint8Array[] = []
  for (let from = at; from + 2 <= bytes.length; ) {
    const length = Math.ceil(number(bytes, from, 2) / 8)
    if (from + 2 + length > bytes.length) throw new MalformedInput('an OpenPGP integer beyond its packet', from)
    integers.push(bytes.subarray(from + 2, from + 2 + length))
    from += 2 + length
  }
  return integers
}

/** Takes the armor off; undefined where there is none. Source: RFC 9580 section 6. */
export function dearmor(text: string): Uint8Array | undefined {
  const blocks = [
    ...text.matchAll(
      /-----BEGIN PGP [A-Z ]+-----\r?\n(?:[A-Za-z-]+: [^\n]*\n)*[ \t]*\r?\n([A-Za-z0-9+/=\s]*?)(?:\r?\n=[A-Za-z0-9+/]{4})?\s*-----END PGP/g,
    ),
  ]
  if (blocks.length === 0) return undefined
  return new Uint8Array(Buffer.concat(blocks.map(([, body]) => Buffer.from(body ?? '', 'base64'))))
}
