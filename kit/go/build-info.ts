import { type Executable, type Region, readExecutable } from '../executable/index.ts'
import { type ByteView, type LazyReader, MalformedInput, type Problem, readUpTo } from '../reading/index.ts'
import { decodeUtf8 } from '../text/index.ts'
import type { GoBuildInfo } from './module.ts'
import { parseModuleInfo } from './module-info.ts'

const magic = Uint8Array.from('\xff Go buildinf:', (character) => character.charCodeAt(0))
const alignment = 16
const headerSize = 32
const maxVersionLength = 1024
const maxInfoLength = 1 << 24
/** Bytes of data searched where no section says where the information is. */
const maxSearch = 1 << 26
const chunkSize = 1 << 16

export interface GoReading {
  /** Undefined when the file is no Go program, or one whose information was removed. */
  readonly info: GoBuildInfo | undefined
  readonly problems: readonly Problem[]
}

/** Reads what the Go toolchain writes into every program. Source: Go's debug/buildinfo. Never throws on malformed input. */
export function* readGoBuildInfo(): LazyReader<GoReading> {
  try {
    const executable = yield* readExecutable()
    const header = executable === undefined ? undefined : yield* findHeader(executable)
    if (executable === undefined || header === undefined) return { info: undefined, problems: [] }
    const [version, moduleInfo] = yield* readTexts(executable, header)
    const parsed = parseModuleInfo(decodeUtf8(withoutSentinels(moduleInfo)))
    return { info: { goVersion: decodeUtf8(version), ...parsed.info }, problems: parsed.problems }
  } catch (error) {
    if (!(error instanceof MalformedInput)) throw error
    return { info: undefined, problems: [{ message: error.message, offset: error.offset }] }
  }
}

function* findHeader(executable: Executable): LazyReader<number | undefined> {
  const named = executable.sections.find(({ name }) => name === '.go.buildinfo' || name === '__go_buildinfo')
  const regions = named === undefined ? executable.segments.filter((region) => region.writable) : [named]
  for (const region of regions) {
    const found = yield* search(region)
    if (found !== undefined) return found
  }
  return undefined
}

/** The header lies at a multiple of 16 from the beginning of its region. */
function* search(region: Region): LazyReader<number | undefined> {
  const end = region.offset + Math.min(region.size, maxSearch)
  for (let at = region.offset; at + headerSize <= end; at += chunkSize) {
    const chunk = yield* readUpTo(at, Math.min(chunkSize, end - at))
    for (let index = 0; index + magic.length <= chunk.length; index += alignment) {
      if (magic.every((byte, offset) => chunk.bytes[index + offset] === byte)) return at + index
    }
    if (chunk.length < chunkSize) return undefined
  }
  return undefined
}

/** The Go version and the module information, which stand in the file (since Go 1.18) or behind pointers (before). */
function* readTexts(executable: Executable, at: number): LazyReader<readonly [Uint8Array, Uint8Array]> {
  const header = yield* readUpTo(at, headerSize)
  const flags = header.u8(15)
  if ((flags & 2) !== 0) {
    const version = yield* readInline(at + headerSize, maxVersionLength)
    const info = yield* readInline(version.next, maxInfoLength)
    return [version.bytes, info.bytes]
  }
  const pointerSize = header.u8(14)
  if (pointerSize !== 4 && pointerSize !== 8) throw new MalformedInput('an impossible pointer size', at)
  const memory: Memory = { executable, pointerSize, littleEndian: (flags & 1) === 0 }
  const version = yield* readString(memory, pointer(memory, header, 16), maxVersionLength)
  const info = yield* readString(memory, pointer(memory, header, 16 + pointerSize), maxInfoLength)
  return [version, info]
}

function* readInline(at: number, maxLength: number): LazyReader<{ readonly bytes: Uint8Array; readonly next: number }> {
  const prefix = yield* readUpTo(at, 10)
  let length = 0
  let index = 0
  for (let scale = 1; ; scale *= 128) {
    const byte = prefix.u8(index++)
    length += (byte & 127) * scale
    if (byte < 128) break
  }
  if (length > maxLength) throw new MalformedInput(`a text of ${length} bytes`, at)
  const { bytes } = yield* readUpTo(at + index, length)
  if (bytes.length < length) throw new MalformedInput('the build information is cut off', at)
  return { bytes, next: at + index + length }
}

interface Memory {
  readonly executable: Executable
  readonly pointerSize: 4 | 8
  readonly littleEndian: boolean
}

function pointer({ pointerSize, littleEndian }: Memory, view: ByteView, at: number): number {
  return pointerSize === 4 ? view.u32(at, littleEndian) : view.u64(at, littleEndian)
}

/** A Go string is a pointer and a length; a null pointer is the empty one. */
function* readString(memory: Memory, address: number, maxLength: number): LazyReader<Uint8Array> {
  if (address === 0) return new Uint8Array(0)
  const descriptor = yield* readMemory(memory, address, memory.pointerSize * 2)
  const length = pointer(memory, descriptor, memory.pointerSize)
  if (length === 0) return new Uint8Array(0)
  if (length > maxLength) throw new MalformedInput(`a text of ${length} bytes`, descriptor.base)
  return (yield* readMemory(memory, pointer(memory, descriptor, 0), length)).bytes
}

function* readMemory({ executable }: Memory, address: number, length: number): LazyReader<ByteView> {
  for (const region of executable.segments) {
    if (address < region.address || address + length > region.address + region.size) continue
    const view = yield* readUpTo(region.offset + address - region.address, length)
    if (view.length === length) return view
  }
  throw new MalformedInput(`the address ${address} is not in the file`, address)
}

/** The module information stands between marks of 16 bytes each, by which a running program finds its own. */
function withoutSentinels(bytes: Uint8Array): Uint8Array {
  return bytes.length >= 33 && bytes[bytes.length - 17] === 10 ? bytes.subarray(16, -16) : new Uint8Array(0)
}
