import { decodeUtf8 } from '../text/index.ts'

/** What a header block says of the member behind it. */
export interface ReadTarHeader {
  readonly name: string
  /** Bytes of its content. */
  readonly size: number
  /** `0`: a file, `5`: a directory, `x` and `g`: pax records, `L`: a long name for the member behind; others are links and devices. */
  readonly type: string
}

export const tarBlock = 512

/**
 * Reads a header block, of the POSIX ustar or the GNU form; undefined for an empty one, with which archives end. Throws an Error for what is no header.
 * Source: IEEE Std 1003.1, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format".
 */
export function readTarHeader(block: Uint8Array): ReadTarHeader | undefined {
  if (block.length !== tarBlock) throw new Error('a header breaks off')
  if (block.every((byte) => byte === 0)) return undefined
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0)
  if (number(block, 148, 8) !== sum) throw new Error('a header does not have its checksum')
  const size = number(block, 124, 12)
  if (size === undefined) throw new Error('a header does not say how long its member is')
  const isPosix = text(block, 257, 6) === 'ustar'
  const [prefix, name] = [isPosix ? text(block, 345, 155) : '', text(block, 0, 100)]
  const type = String.fromCharCode(block[156] ?? 0)
  return { name: prefix === '' ? name : `${prefix}/${name}`, size, type: type === '\0' || type === '7' ? '0' : type }
}

/** The path in pax records (`26 path=a/long/name.json\n`), where they have one. */
export function pathOfPax(records: Uint8Array): string | undefined {
  let path: string | undefined
  for (let at = 0; at < records.length; ) {
    const space = records.indexOf(0x20, at)
    const length = Number(decodeUtf8(records.subarray(at, space < 0 ? at : space)))
    if (space < 0 || !Number.isInteger(length) || length <= space - at || at + length > records.length) break
    const record = decodeUtf8(records.subarray(space + 1, at + length - 1))
    if (record.startsWith('path=')) path = record.slice(5)
    at += length
  }
  return path
}

function text(block: Uint8Array, at: number, length: number): string {
  const field = block.subarray(at, at + length)
  const end = field.indexOf(0)
  return decodeUtf8(end < 0 ? field : field.subarray(0, end))
}

/** Octal digits; or, from eight GiB on, the number itself behind a byte with the highest bit. Undefined for what is neither. */
function number(block: Uint8Array, at: number, length: number): number | undefined {
  const field = block.subarray(at, at + length)
  if (field[0] === 0x80) {
    const value = field.subarray(1).reduce((total, byte) => total * 256 + byte, 0)
    return Number.isSafeInteger(value) ? value : undefined
  }
  const digits = text(field, 0, length).trim()
  return /^[0-7]{1,12}$/.test(digits) ? Number.parseInt(digits, 8) : undefined
}
