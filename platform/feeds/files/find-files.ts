import { closeSync, existsSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { FeedFile } from '../../contract/index.ts'
import type { TrustedKey } from '../trust/key-ring.ts'
import type { BesideCheck } from '../trust/signature-beside.ts'
import { type FileLimits, fileLimits, UnpackMeter } from './limits.ts'
import { isTar, tarFiles } from './tar-archive.ts'
import { packingOf, unpackedPieces, withoutPacking } from './unpack.ts'
import { openZip } from './zip-archive.ts'

/** A file to take, or one that cannot be looked into and why. */
export type FoundFile =
  | { readonly kind: 'file'; readonly file: FeedFile; readonly signedBy?: TrustedKey }
  | { readonly kind: 'unreadable'; readonly place: string; readonly reason: string }
  | { readonly kind: 'left-out'; readonly place: string; readonly reason: string }

const headSize = 65_536

/**
 * All files of what somebody named, in order: files, folders with all below them, members of zip and tar archives; packed ones unpacked. Links below a folder are
 * not followed, and nothing is written anywhere, so that no name can lead out. Each file is to be read before the next is asked for.
 */
export async function* findFiles(
  paths: readonly string[],
  limits: FileLimits = fileLimits,
  /** Checks the signature that lies beside a file. */
  signature?: (place: string) => Promise<BesideCheck | undefined>,
): AsyncGenerator<FoundFile, void, undefined> {
  const meter = new UnpackMeter(limits)
  let count = 0
  for (const path of paths) {
    for (const found of walk(path, limits.depth)) {
      if (++count > limits.count) {
        yield { kind: 'unreadable', place: path, reason: `holds more than ${limits.count} files` }
        return
      }
      if ('reason' in found) yield { kind: 'left-out', ...found }
      else if (signature === undefined) yield* openFile(found.place, meter)
      else yield* openSigned(found.place, meter, signature)
    }
  }
}

/** A file, and whose signature it has. One with a bad signature is not opened, and signatures are no files of their own. */
async function* openSigned(
  place: string,
  meter: UnpackMeter,
  signature: (place: string) => Promise<BesideCheck | undefined>,
): AsyncGenerator<FoundFile> {
  if (place.endsWith('.asc') && existsSync(place.slice(0, -4))) return
  const check = await signature(place)
  if (check?.outcome === 'bad') {
    yield { kind: 'unreadable', place, reason: check.reason }
    return
  }
  if (check?.outcome === 'unknown') yield { kind: 'left-out', place: check.place, reason: check.reason }
  for await (const found of openFile(place, meter))
    yield found.kind === 'file' && check?.outcome === 'good' ? { ...found, signedBy: check.by } : found
}

function* walk(place: string, depth: number): Generator<{ place: string } | { place: string; reason: string }> {
  const entries = readdirOf(place)
  if (entries === undefined) return yield { place }
  if (depth === 0) return yield { place, reason: 'lies too many folders deep' }
  for (const entry of entries) {
    const below = join(place, entry.name)
    if (entry.name.startsWith('.')) continue
    if (entry.isDirectory()) yield* walk(below, depth - 1)
    else if (entry.isFile()) yield { place: below }
    else yield { place: below, reason: entry.isSymbolicLink() ? 'is a link, which is not followed' : 'is no file' }
  }
}

/** Undefined for what is no folder. */
function readdirOf(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    // Why, where it is a folder all the same, is said when it is opened.
    return undefined
  }
}

async function* openFile(place: string, meter: UnpackMeter): AsyncGenerator<FoundFile> {
  let start: Uint8Array
  try {
    start = firstBytes(place)
  } catch (error) {
    yield { kind: 'unreadable', place, reason: wordsOf(error as NodeJS.ErrnoException) }
    return
  }
  if (start[0] === 0x50 && start[1] === 0x4b && (start[2] === 3 || start[2] === 5)) {
    yield* openArchive(place, meter)
    return
  }
  const packing = packingOf(start)
  yield* open(place, withoutPacking(place), () => unpackedPieces(place, packing, meter), meter.limits.count)
}

async function* openArchive(place: string, meter: UnpackMeter): AsyncGenerator<FoundFile> {
  let archive: ReturnType<typeof openZip>
  try {
    archive = openZip(place, meter)
  } catch (error) {
    yield { kind: 'unreadable', place, reason: (error as Error).message }
    return
  }
  try {
    for (const member of archive.members) {
      const shown = printable(member.name)
      yield* open(`${place}!${shown}`, shown, () => archive.pieces(member))
    }
  } finally {
    archive.close()
  }
}

/** Begins to read, hands the file on, and ends reading whether it was wanted or not. */
async function* open(
  place: string,
  path: string,
  pieces: () => AsyncIterable<Uint8Array>,
  /** Members that a tar archive may have; without it none is opened. */
  mostMembers = 0,
): AsyncGenerator<FoundFile> {
  const iterator = pieces()[Symbol.asyncIterator]()
  try {
    const begun: Uint8Array[] = []
    let size = 0
    while (size < headSize) {
      const { value, done } = await iterator.next()
      if (done) break
      begun.push(value)
      size += value.length
    }
    const head = Buffer.concat(begun).subarray(0, headSize)
    const all = async function* () {
      yield* begun
      for (;;) {
        const { value, done } = await iterator.next()
        if (done) return
        yield value
      }
    }
    if (mostMembers > 0 && isTar(head)) yield* openTar(place, all(), mostMembers)
    else yield { kind: 'file', file: { place, path, head, pieces: all } }
  } catch (error) {
    yield { kind: 'unreadable', place, reason: (error as Error).message }
  } finally {
    await iterator.return?.(undefined)
  }
}

/** The files of an archive; what is wrong between two of them is told of the archive. */
async function* openTar(
  place: string,
  pieces: AsyncGenerator<Uint8Array>,
  mostMembers: number,
): AsyncGenerator<FoundFile> {
  try {
    for await (const member of tarFiles(pieces, mostMembers)) {
      const shown = printable(member.name)
      yield* open(`${place}!${shown}`, shown, () => member.pieces())
    }
  } catch (error) {
    yield { kind: 'unreadable', place: `${place}!`, reason: (error as Error).message }
  }
}

function wordsOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'does not exist'
  return code === 'EACCES' ? 'may not be read by this user' : message
}

function firstBytes(path: string): Uint8Array {
  if (!lstatSync(path).isFile() && !lstatSync(path).isSymbolicLink()) throw new Error('is no file')
  const descriptor = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(8)
    return bytes.subarray(0, readSync(descriptor, bytes, 0, 8, 0))
  } finally {
    closeSync(descriptor)
  }
}

/** A name of an archive as it can be shown on a terminal. */
function printable(name: string): string {
  return name.slice(0, 500).replace(/[\u0000-\u001f\u007f-\u009f]/g, '?')
}
