import { type ByteView, type LazyReader, MalformedInput, readExactly } from '../reading/index.ts'
import { type Executable, maxRegions, type Region } from './executable.ts'
import { textUntilNul } from './text-until-nul.ts'

/** Source: Microsoft "PE Format". Addresses include the image base. */
export function* readPe(start: ByteView): LazyReader<Executable> {
  const at = start.u32(0x3c, true)
  const coff = yield* readExactly(at, 24)
  if (coff.u32(0, true) !== 0x4550) throw new MalformedInput('an MZ program that is no PE file', at)
  const count = coff.u16(6, true)
  const optionalSize = coff.u16(20, true)
  if (count > maxRegions || optionalSize < 32) throw new MalformedInput('a PE file without a usable header', at)
  const optional = yield* readExactly(at + 24, optionalSize)
  const wide = optional.u16(0, true) === 0x20b
  const imageBase = wide ? optional.u64(24, true) : optional.u32(28, true)
  const table = yield* readExactly(at + 24 + optionalSize, count * 40)
  const sections = Array.from({ length: count }, (_, index) => readSection(table.sub(index * 40, 40), imageBase))
  return {
    format: 'pe',
    littleEndian: true,
    pointerSize: wide ? 8 : 4,
    machine: coff.u16(4, true),
    sections,
    segments: sections,
  }
}

function readSection(view: ByteView, imageBase: number): Region {
  const virtualSize = view.u32(8, true)
  const rawSize = view.u32(16, true)
  return {
    name: textUntilNul(view, 0, 8),
    address: imageBase + view.u32(12, true),
    offset: view.u32(20, true),
    size: virtualSize === 0 ? rawSize : Math.min(virtualSize, rawSize),
    writable: view.u32(36, true) >>> 31 === 1,
  }
}
