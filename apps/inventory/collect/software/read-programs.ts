import { type GoModule, goPurl, readGoBuildInfo } from '@holdfast/kit/go'
import { formatPurl } from '@holdfast/kit/purl'
import { runReaderAsync } from '@holdfast/kit/reading'
import type { FileReader, World } from '@holdfast/platform/contract'
import type { Software } from '../../facts/index.ts'
import type { Found, SoftwareReading } from './software-item.ts'

const elfMagic = [0x7f, 0x45, 0x4c, 0x46]
/** Bytes fetched ahead: program headers and build information lie in few places, and many small reads are dear over a network. */
const pieceSize = 64 * 1024

/** Reads what the Go toolchain wrote into programs; others are passed over. */
export async function readPrograms(world: World, paths: readonly string[]): Promise<SoftwareReading> {
  const found: Found[] = []
  const malformed: SoftwareReading['malformed'][number][] = []
  for (const path of paths) {
    const opened = await world.files.open(path)
    // A program that went meanwhile, or is not for us to read, is reported by the walk of its package.
    if (!opened.ok) continue
    try {
      const start = await opened.file.read(0, elfMagic.length)
      if (elfMagic.some((byte, index) => start[index] !== byte)) continue
      const { info, problems } = await runReaderAsync(readGoBuildInfo(), pieced(opened.file))
      if (info === undefined) continue
      if (problems.length > 0) malformed.push({ path, problems })
      const modules = [...(info.main ? [info.main] : []), ...info.dependencies]
      for (const module of modules) found.push({ item: moduleItem(module, path), manifest: path })
      found.push({ item: standardLibrary(info.goVersion, path), manifest: path })
    } finally {
      await opened.file.close()
    }
  }
  return { found, malformed }
}

function moduleItem(module: GoModule, path: string): Software {
  const { path: name, version } = module.replacedBy ?? module
  return {
    ecosystem: 'golang',
    name,
    version: version === '(devel)' || version === '' ? undefined : version,
    path,
    purl: goPurl(module) ?? '',
  }
}

/** The standard library is as old as the toolchain, and has its own advisories under the name `stdlib`. */
function standardLibrary(goVersion: string, path: string): Software {
  const version = /^go(\d[^\s]*)/.exec(goVersion)?.[1]
  const purl = formatPurl({ type: 'golang', name: 'stdlib', version })
  return { ecosystem: 'golang', name: 'stdlib', version, path, purl: purl.ok ? purl.value : '' }
}

/** Reads in aligned pieces and keeps the last one. */
function pieced(file: FileReader): (offset: number, length: number) => Promise<Uint8Array> {
  let kept: { readonly at: number; readonly bytes: Uint8Array } = { at: 0, bytes: new Uint8Array() }
  return async (offset, length) => {
    if (length > pieceSize) return file.read(offset, length)
    if (offset < kept.at || offset + length > kept.at + kept.bytes.length)
      kept = { at: offset, bytes: await file.read(offset, Math.max(length, pieceSize)) }
    return kept.bytes.subarray(offset - kept.at, offset - kept.at + length)
  }
}
