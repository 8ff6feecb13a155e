/** What a made-up program holds: one writable region with these bytes, and room to say where it is in memory. */
export interface FixtureProgram {
  readonly format: 'elf' | 'pe' | 'mach-o' | 'fat'
  readonly wide: boolean
  readonly littleEndian: boolean
  readonly sectionName: string
  readonly data: Uint8Array
}

export const dataAddress = 0x40_0000
const dataOffset = 0x400

/** Writes the least that makes a program file with one data section, for tests. PE addresses count from 0 here. */
export function writeProgram(program: FixtureProgram): Uint8Array {
  const bytes = new Uint8Array(dataOffset + program.data.length)
  bytes.set(program.data, dataOffset)
  const put = putter(bytes, program.littleEndian)
  if (program.format === 'elf') writeElf(put, program)
  else if (program.format === 'pe') writePe(putter(bytes, true), program)
  else writeMachO(put, program)
  return program.format === 'fat' ? inFat(bytes) : bytes
}

interface Putter {
  bytes(at: number, values: readonly number[] | Uint8Array): void
  text(at: number, text: string): void
  u16(at: number, value: number): void
  u32(at: number, value: number): void
  /** 8 bytes when wide, else 4. */
  word(at: number, value: number, wide: boolean): void
}

function putter(bytes: Uint8Array, littleEndian: boolean): Putter {
  const view = new DataView(bytes.buffer)
  return {
    bytes: (at, values) => bytes.set(values, at),
    text: (at, text) =>
      bytes.set(
        Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
        at,
      ),
    u16: (at, value) => view.setUint16(at, value, littleEndian),
    u32: (at, value) => view.setUint32(at, value, littleEndian),
    word: (at, value, wide) =>
      wide ? view.setBigUint64(at, BigInt(value), littleEndian) : view.setUint32(at, value, littleEndian),
  }
}

function writeElf(put: Putter, { wide, littleEndian, sectionName, data }: FixtureProgram): void {
  const [segmentsAt, sectionsAt, namesAt] = [0x40, 0x100, 0x300]
  const sectionSize = wide ? 64 : 40
  put.bytes(0, [0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, littleEndian ? 1 : 2, 1])
  put.u16(18, 62)
  put.word(wide ? 32 : 28, segmentsAt, wide)
  put.word(wide ? 40 : 32, sectionsAt, wide)
  for (const [index, value] of [wide ? 56 : 32, 1, sectionSize, 3, 2].entries())
    put.u16((wide ? 54 : 42) + index * 2, value)
  put.u32(segmentsAt, 1)
  put.u32(segmentsAt + (wide ? 4 : 24), 6)
  for (const [index, value] of [dataOffset, dataAddress, dataAddress, data.length].entries()) {
    put.word(segmentsAt + (wide ? 8 + index * 8 : 4 + index * 4), value, wide)
  }
  const section = (index: number, name: number, address: number, offset: number, size: number) => {
    const at = sectionsAt + index * sectionSize
    put.u32(at, name)
    put.u32(at + 4, 1)
    for (const [place, value] of [3, address, offset, size].entries())
      put.word(at + 8 + place * (wide ? 8 : 4), value, wide)
  }
  section(1, 1, dataAddress, dataOffset, data.length)
  section(2, 1, 0, namesAt, 0x80)
  put.text(namesAt + 1, sectionName)
}

function writePe(put: Putter, { wide, sectionName, data }: FixtureProgram): void {
  put.text(0, 'MZ')
  put.u32(0x3c, 0x80)
  put.text(0x80, 'PE\0\0')
  put.u16(0x84, 0x8664)
  put.u16(0x86, 1)
  put.u16(0x94, 0xf0)
  put.u16(0x98, wide ? 0x20b : 0x10b)
  const section = 0x98 + 0xf0
  put.text(section, sectionName.slice(0, 8))
  for (const [index, value] of [data.length, dataAddress, data.length, dataOffset].entries())
    put.u32(section + 8 + index * 4, value)
  put.u32(section + 36, 0xc000_0040)
}

function writeMachO(put: Putter, { wide, sectionName, data }: FixtureProgram): void {
  const first = wide ? 32 : 28
  const length = wide ? 72 + 80 : 56 + 68
  put.u32(0, wide ? 0xfeedfacf : 0xfeedface)
  put.u32(16, 1)
  put.u32(20, length)
  put.u32(first, wide ? 0x19 : 1)
  put.u32(first + 4, length)
  put.text(first + 8, '__DATA')
  for (const [index, value] of [dataAddress, data.length, dataOffset, data.length].entries()) {
    put.word(first + 24 + index * (wide ? 8 : 4), value, wide)
  }
  put.u32(first + (wide ? 60 : 44), 3)
  put.u32(first + (wide ? 64 : 48), 1)
  const section = first + (wide ? 72 : 56)
  put.text(section, sectionName)
  put.word(section + 32, dataAddress, wide)
  put.word(section + (wide ? 40 : 36), data.length, wide)
  put.u32(section + (wide ? 48 : 40), dataOffset)
}

function inFat(inner: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(0x1000 + inner.length)
  const put = putter(bytes, false)
  for (const [index, value] of [0xcafebabe, 1, 7, 3, 0x1000, inner.length, 12].entries()) put.u32(index * 4, value)
  bytes.set(inner, 0x1000)
  return bytes
}
