import { type ByteView, MalformedInput } from '../reading/index.ts'
import { type RpmHeader, readHeaderBlob } from './header.ts'
import type { RpmFile, RpmPackage } from './package.ts'
import tags from './tags.json' with { type: 'json' }

export interface PackageOptions {
  /** File lists are most of a header; without them reading is several times faster. */
  readonly withFiles?: boolean
}

const fileTags: ReadonlySet<number> = new Set([
  tags.oldFileNames,
  tags.fileSizes,
  tags.fileStates,
  tags.fileModes,
  tags.fileDigests,
  tags.fileFlags,
  tags.directoryIndexes,
  tags.baseNames,
  tags.directoryNames,
  tags.longFileSizes,
])
const allTags: ReadonlySet<number> = new Set(Object.values(tags))
const tagsWithoutFiles: ReadonlySet<number> = new Set([...allTags].filter((tag) => !fileTags.has(tag)))

/** Reads an installed package from its header. Malformed input throws `MalformedInput`. */
export function readInstalledPackage(blob: ByteView, options: PackageOptions): RpmPackage {
  const header = readHeaderBlob(blob, options.withFiles ? allTags : tagsWithoutFiles)
  const name = text(header, tags.name)
  const version = text(header, tags.version)
  const release = text(header, tags.release)
  if (!name || version === undefined || release === undefined) {
    throw new MalformedInput('a header without name, version or release', blob.base)
  }
  return {
    name,
    epoch: number(header, tags.epoch),
    version,
    release,
    architecture: text(header, tags.architecture),
    sourceRpm: text(header, tags.sourceRpm),
    vendor: text(header, tags.vendor),
    license: text(header, tags.license),
    summary: text(header, tags.summary),
    modularityLabel: text(header, tags.modularityLabel),
    installTime: number(header, tags.installTime),
    buildTime: number(header, tags.buildTime),
    size: number(header, tags.longSize) ?? number(header, tags.size),
    files: options.withFiles ? readFiles(header, blob) : [],
  }
}

function readFiles(header: RpmHeader, blob: ByteView): readonly RpmFile[] {
  const names = texts(header, tags.baseNames)
  const folders = texts(header, tags.directoryNames)
  const indexes = numbers(header, tags.directoryIndexes)
  const paths = names.map((name, index) => {
    const folder = folders[indexes[index] ?? -1]
    if (folder === undefined) throw new MalformedInput('a file in a directory that is not listed', blob.base)
    return folder + name
  })
  const sizes = header.has(tags.longFileSizes) ? numbers(header, tags.longFileSizes) : numbers(header, tags.fileSizes)
  const modes = numbers(header, tags.fileModes)
  const digests = texts(header, tags.fileDigests)
  const flags = numbers(header, tags.fileFlags)
  const states = numbers(header, tags.fileStates)
  return (paths.length > 0 ? paths : texts(header, tags.oldFileNames)).map((path, index) => ({
    path,
    size: sizes[index] ?? 0,
    mode: modes[index] ?? 0,
    digest: digests[index] ?? '',
    config: ((flags[index] ?? 0) & 1) !== 0,
    // 64 marks a %ghost; a state other than 0 was not installed, was replaced, or is shared with another architecture.
    mayBeAbsent: ((flags[index] ?? 0) & 64) !== 0 || (states[index] ?? 0) !== 0,
  }))
}

function text(header: RpmHeader, tag: number): string | undefined {
  const value = header.get(tag)?.[0]
  return typeof value === 'string' ? value : undefined
}

function number(header: RpmHeader, tag: number): number | undefined {
  const value = header.get(tag)?.[0]
  return typeof value === 'number' ? value : undefined
}

function texts(header: RpmHeader, tag: number): readonly string[] {
  const value = header.get(tag)
  return typeof value?.[0] === 'string' ? (value as readonly string[]) : []
}

function numbers(header: RpmHeader, tag: number): readonly number[] {
  const value = header.get(tag)
  return typeof value?.[0] === 'number' ? (value as readonly number[]) : []
}
