/** A stretch of a program that is loaded to memory, or a named part of one. */
export interface Region {
  /** Section name; segments without one have the name of their kind. */
  readonly name: string
  /** Virtual address. */
  readonly address: number
  /** Bytes in the file at `offset`. */
  readonly offset: number
  readonly size: number
  readonly writable: boolean
}

/** The parts of a program file that readers look into. */
export interface Executable {
  readonly format: 'elf' | 'pe' | 'mach-o'
  readonly littleEndian: boolean
  /** Bytes of a pointer. */
  readonly pointerSize: 4 | 8
  /** As the format names it: ELF `e_machine`, PE `Machine`, Mach-O `cputype`. */
  readonly machine: number
  readonly sections: readonly Region[]
  /** What is mapped where; for PE the sections themselves. */
  readonly segments: readonly Region[]
}

export const maxRegions = 10_000
