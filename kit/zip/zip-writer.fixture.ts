import { encodeUtf8 } from '../text/index.ts'
import { crc32 } from './crc32.ts'

export interface FixtureMember {
  readonly name: string
  readonly bytes: Uint8Array
  /** Given when the member is to be stored compressed. */
  readonly deflated?: Uint8Array
}

/** Writes an archive, for tests: with `zip64` every size stands in the extra field, with `before` a script stands in front. */
export function writeZip(
  members: readonly FixtureMember[],
  options: { readonly zip64?: boolean; readonly before?: Uint8Array } = {},
): Uint8Array {
  const parts: number[] = []
  const directory: number[] = []
  const { zip64 = false } = options
  for (const { name, bytes, deflated } of members) {
    const packed = deflated ?? bytes
    const method = deflated === undefined ? 0 : 8
    const label = [...encodeUtf8(name)]
    const offset = parts.length
    const sizes = zip64 ? [...u32(0xffffffff), ...u32(0xffffffff)] : [...u32(packed.length), ...u32(bytes.length)]
    const extra = zip64 ? [...u16(1), ...u16(24), ...u64(bytes.length), ...u64(packed.length), ...u64(offset)] : []
    const fields = [
      ...u16(20),
      ...u16(0x0800),
      ...u16(method),
      ...u32(0),
      ...u32(crc32(bytes)),
      ...sizes,
      ...u16(label.length),
    ]
    parts.push(...u32(0x04034b50), ...fields, ...u16(0), ...label)
    for (const byte of packed) parts.push(byte)
    directory.push(
      ...u32(0x02014b50),
      ...u16(20),
      ...fields,
      ...u16(extra.length),
      ...u16(0),
      ...u16(0),
      ...u16(0),
      ...u32(0),
    )
    directory.push(...u32(zip64 ? 0xffffffff : offset), ...label, ...extra)
  }
  const at = parts.length
  const end64 = zip64
    ? [
        ...[...u32(0x06064b50), ...u64(44), ...u16(45), ...u16(45), ...u32(0), ...u32(0)],
        ...[...u64(members.length), ...u64(members.length), ...u64(directory.length), ...u64(at)],
        ...[...u32(0x07064b50), ...u32(0), ...u64(at + directory.length), ...u32(1)],
      ]
    : []
  const count = zip64 ? 0xffff : members.length
  const end = [
    ...u32(0x06054b50),
    ...u16(0),
    ...u16(0),
    ...u16(count),
    ...u16(count),
    ...u32(directory.length),
    ...u32(at),
    ...u16(0),
  ]
  return Uint8Array.from([...(options.before ?? []), ...parts, ...directory, ...end64, ...end])
}

function u16(value: number): readonly number[] {
  return [value & 255, (value >>> 8) & 255]
}

function u32(value: number): readonly number[] {
  return [...u16(value & 0xffff), ...u16(value >>> 16)]
}

function u64(value: number): readonly number[] {
  return [...u32(value), ...u32(0)]
}
