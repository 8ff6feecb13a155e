import { type LazyReader, readUpTo } from '../reading/index.ts'
import { readElf } from './elf.ts'
import type { Executable } from './executable.ts'
import { firstOfFat, isFatMachO, readMachO } from './mach-o.ts'
import { readPe } from './pe.ts'

const machMagics: ReadonlySet<number> = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe])

/** Reads the layout of a program; undefined for what is none. Malformed input throws `MalformedInput`. */
export function* readExecutable(): LazyReader<Executable | undefined> {
  const start = yield* readUpTo(0, 64)
  if (start.length < 64) return undefined
  const magic = start.u32(0)
  if (magic === 0x7f454c46) return yield* readElf(start)
  if (start.u16(0) === 0x4d5a) return yield* readPe(start)
  if (machMagics.has(magic)) return yield* readMachO(start, 0)
  if (!isFatMachO(start)) return undefined
  const base = firstOfFat(start)
  const inner = yield* readUpTo(base, 64)
  return inner.length === 64 && machMagics.has(inner.u32(0)) ? yield* readMachO(inner, base) : undefined
}
