import { type ByteView, MalformedInput } from '../reading/index.ts'
import { decodeUtf8 } from '../text/index.ts'

/** Integers beyond 2^53 - 1 are bigint. */
export type SqlValue = null | number | bigint | string | Uint8Array

/** A variable-length integer: its value (beyond 2^53 - 1 as the nearest number) and the offset after it. */
export function readVarint(view: ByteView, at: number): { readonly value: number; readonly next: number } {
  let value = 0
  for (let index = 0; index < 8; index++) {
    const byte = view.u8(at + index)
    value = value * 128 + (byte & 0x7f)
    if (byte < 128) return { value, next: at + index + 1 }
  }
  return { value: value * 256 + view.u8(at + 8), next: at + 9 }
}

/** Reads a record into its values. Source: sqlite.org "Database File Format", section 2.1. */
export function readRecord(view: ByteView): readonly SqlValue[] {
  const header = readVarint(view, 0)
  let at = header.next
  let body = header.value
  const values: SqlValue[] = []
  while (at < header.value) {
    const type = readVarint(view, at)
    at = type.next
    const { value, length } = readValue(view, body, type.value)
    values.push(value)
    body += length
  }
  return values
}

function readValue(view: ByteView, at: number, type: number): { readonly value: SqlValue; readonly length: number } {
  if (type >= 12) {
    const length = Math.floor((type - 12) / 2)
    const bytes = view.slice(at, length)
    return { value: type % 2 === 0 ? bytes : decodeUtf8(bytes), length }
  }
  switch (type) {
    case 0:
      return { value: null, length: 0 }
    case 1:
    case 2:
    case 3:
    case 4:
      return { value: signed(view, at, type), length: type }
    case 5:
      return { value: signed(view, at, 6), length: 6 }
    case 6: {
      const value = (BigInt(view.i32(at)) << 32n) | BigInt(view.u32(at + 4))
      const small = Number(value)
      return { value: Number.isSafeInteger(small) ? small : value, length: 8 }
    }
    case 7: {
      const bytes = view.slice(at, 8)
      return { value: new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0), length: 8 }
    }
    case 8:
    case 9:
      return { value: type - 8, length: 0 }
    default:
      throw new MalformedInput(`a value of the reserved type ${type}`, view.base + at)
  }
}

function signed(view: ByteView, at: number, length: number): number {
  let value = (view.u8(at) << 24) >> 24
  for (let index = 1; index < length; index++) value = value * 256 + view.u8(at + index)
  return value
}
