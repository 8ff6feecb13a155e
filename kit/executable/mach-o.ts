import { type ByteView, type LazyReader, MalformedInput, readExactly } from '../reading/index.ts'
import { type Executable, maxRegions, type Region } from './executable.ts'
import { textUntilNul } from './text-until-nul.ts'

const fatMagics: ReadonlySet<number> = new Set([0xcafebabe, 0xcafebabf])
const maxCommandsSize = 1 << 22

export function isFatMachO(start: ByteView): boolean {
  // Java classes share the first magic; their version is far beyond any number of architectures.
  return fatMagics.has(start.u32(0)) && start.u32(4) > 0 && start.u32(4) < 40
}

/** Where the first program of a file for several architectures begins. Source: Apple's mach-o/fat.h. */
export function firstOfFat(start: ByteView): number {
  return start.u32(0) === 0xcafebabf ? start.u64(16) : start.u32(16)
}

/** Source: Apple's mach-o/loader.h. `base` is where the program begins in the file. */
export function* readMachO(start: ByteView, base: number): LazyReader<Executable> {
  const littleEndian = start.u8(0) !== 0xfe
  const magic = start.u32(0, littleEndian)
  const wide = magic === 0xfeedfacf
  const count = start.u32(16, littleEndian)
  const size = start.u32(20, littleEndian)
  if (count > maxRegions || size > maxCommandsSize) throw new MalformedInput('too many load commands', base)
  const commands = yield* readExactly(base + (wide ? 32 : 28), size)
  const segments: Region[] = []
  const sections: Region[] = []
  for (let index = 0, at = 0; index < count; index++) {
    const length = commands.u32(at + 4, littleEndian)
    if (length < 8) throw new MalformedInput('a load command without length', base + at)
    if (commands.u32(at, littleEndian) === (wide ? 0x19 : 1)) {
      readSegment(commands.sub(at, length), { littleEndian, wide, base }, segments, sections)
    }
    at += length
  }
  return {
    format: 'mach-o',
    littleEndian,
    pointerSize: wide ? 8 : 4,
    machine: start.u32(4, littleEndian),
    segments,
    sections,
  }
}

interface Layout {
  readonly littleEndian: boolean
  readonly wide: boolean
  readonly base: number
}

function readSegment(view: ByteView, layout: Layout, segments: Region[], sections: Region[]): void {
  const { littleEndian, wide, base } = layout
  const word = (at: number, wideAt: number) => (wide ? view.u64(wideAt, littleEndian) : view.u32(at, littleEndian))
  const writable = (view.u32(wide ? 60 : 44, littleEndian) & 2) !== 0
  segments.push({
    name: textUntilNul(view, 8, 16),
    address: word(24, 24),
    offset: base + word(32, 40),
    size: word(36, 48),
    writable,
  })
  const count = view.u32(wide ? 64 : 48, littleEndian)
  const first = wide ? 72 : 56
  const step = wide ? 80 : 68
  for (let index = 0; index < count && sections.length < maxRegions; index++) {
    const section = view.sub(first + index * step, step)
    sections.push({
      name: textUntilNul(section, 0, 16),
      address: wide ? section.u64(32, littleEndian) : section.u32(32, littleEndian),
      size: wide ? section.u64(40, littleEndian) : section.u32(36, littleEndian),
      offset: base + section.u32(wide ? 48 : 40, littleEndian),
      writable,
    })
  }
}
