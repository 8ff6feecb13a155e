import { type ByteView, type LazyReader, MalformedInput, readExactly, readUpTo } from '../reading/index.ts'
import { type Executable, maxRegions, type Region } from './executable.ts'
import { textUntilNul } from './text-until-nul.ts'

interface Fields {
  readonly view: ByteView
  readonly littleEndian: boolean
  readonly wide: boolean
}

/** Source: System V gABI, "Object Files". */
export function* readElf(start: ByteView): LazyReader<Executable> {
  const fields = { view: start, littleEndian: start.u8(5) === 1, wide: start.u8(4) === 2 }
  const { littleEndian, wide } = fields
  if (start.u8(4) < 1 || start.u8(4) > 2 || start.u8(5) < 1 || start.u8(5) > 2) {
    throw new MalformedInput('an ELF file of an unknown class or byte order', 4)
  }
  const programHeaders = word(fields, wide ? 32 : 28)
  const sectionHeaders = word(fields, wide ? 40 : 32)
  const half = (at: number) => start.u16(at, littleEndian)
  const at = wide ? 54 : 42
  const segments = yield* readTable(fields, programHeaders, half(at + 2), half(at), readSegment)
  const headers = yield* readTable(fields, sectionHeaders, half(at + 6), half(at + 4), readSectionHeader)
  return {
    format: 'elf',
    littleEndian,
    pointerSize: wide ? 8 : 4,
    machine: half(18),
    segments: segments.filter((segment) => segment !== undefined),
    sections: yield* nameSections(headers, half(at + 8)),
  }
}

function word({ view, littleEndian, wide }: Fields, at: number): number {
  return wide ? view.u64(at, littleEndian) : view.u32(at, littleEndian)
}

function* readTable<T>(
  fields: Fields,
  offset: number,
  count: number,
  size: number,
  readEntry: (fields: Fields) => T,
): LazyReader<readonly T[]> {
  if (offset === 0 || count === 0) return []
  if (count > maxRegions || size < 32) throw new MalformedInput('an impossible table of headers', offset)
  const table = yield* readExactly(offset, count * size)
  return Array.from({ length: count }, (_, index) => readEntry({ ...fields, view: table.sub(index * size, size) }))
}

/** Loaded segments only (type 1). */
function readSegment(fields: Fields): Region | undefined {
  const { view, littleEndian, wide } = fields
  if (view.u32(0, littleEndian) !== 1) return undefined
  return {
    name: 'LOAD',
    offset: word(fields, wide ? 8 : 4),
    address: word(fields, wide ? 16 : 8),
    size: word(fields, wide ? 32 : 16),
    writable: (view.u32(wide ? 4 : 24, littleEndian) & 2) !== 0,
  }
}

interface SectionHeader {
  readonly nameAt: number
  readonly region: Omit<Region, 'name'>
}

function readSectionHeader(fields: Fields): SectionHeader {
  const { view, littleEndian, wide } = fields
  const hasNoBytes = view.u32(4, littleEndian) === 8
  return {
    nameAt: view.u32(0, littleEndian),
    region: {
      writable: (word(fields, 8) & 1) !== 0,
      address: word(fields, wide ? 16 : 12),
      offset: word(fields, wide ? 24 : 16),
      size: hasNoBytes ? 0 : word(fields, wide ? 32 : 20),
    },
  }
}

function* nameSections(headers: readonly SectionHeader[], namesIndex: number): LazyReader<readonly Region[]> {
  const table = headers[namesIndex]?.region
  const names = table === undefined ? undefined : yield* readUpTo(table.offset, Math.min(table.size, 1 << 20))
  return headers.map(({ nameAt, region }) => ({ name: textUntilNul(names, nameAt), ...region }))
}
