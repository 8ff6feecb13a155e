import { createHash } from 'node:crypto'
import { readLz4Blocks } from '@holdfast/kit/lz4-stream'
import { MalformedInput, runReaderAsync } from '@holdfast/kit/reading'
import type { Seen, World } from '@holdfast/platform/contract'
import { unpackedPieces } from './unpacked-pieces.ts'

/** A version that an index offers of a package that was asked for. */
export interface Offer {
  readonly name: string
  readonly architecture: string
  readonly version: string
}

export interface ScannedIndex {
  readonly offers: readonly Offer[]
  /** Stanzas in the index, asked for or not. */
  readonly packages: number
  /** SHA-256 of the uncompressed index, in hexadecimal. */
  readonly digest: string
}

/** Uncompressed bytes of one index at most. */
const maxContent = 1024 * 1024 * 1024
const maxStanza = 1024 * 1024

/**
 * Reads a Packages index of any size in little memory: it is unpacked and searched piece by piece, and only the wanted packages are
 * looked at. `compression` as in the file name of apt's lists.
 */
export async function scanPackagesIndex(
  world: World,
  path: string,
  compression: string | undefined,
  wanted: ReadonlySet<string>,
): Promise<Seen<ScannedIndex>> {
  if (compression !== undefined && !['lz4', 'gz', 'zst'].includes(compression))
    return { ok: false, reason: 'unsupported', detail: `${path} is compressed with ${compression}, which is not read` }
  const opened = await world.files.open(path)
  if (!opened.ok) return opened
  const scan = new StanzaScan(wanted)
  try {
    if (compression === 'lz4') {
      await runReaderAsync(
        readLz4Blocks((piece) => scan.take(piece)),
        (offset, length) => opened.file.read(offset, length),
      )
    } else
      for await (const piece of unpackedPieces(opened.file, compression as 'gz' | 'zst' | undefined)) scan.take(piece)
    return { ok: true, ...scan.end() }
  } catch (error) {
    if (error instanceof MalformedInput)
      return { ok: false, reason: 'failed', detail: `${path}: ${error.message} (at byte ${error.offset})` }
    return { ok: false, reason: 'failed', detail: `${path}: ${error instanceof Error ? error.message : String(error)}` }
  } finally {
    await opened.file.close()
  }
}

/** Splits pieces of an index into stanzas and keeps what is wanted. */
class StanzaScan {
  readonly #wanted: ReadonlySet<string>
  readonly #hash = createHash('sha256')
  readonly #offers: Offer[] = []
  #rest = ''
  #packages = 0
  #length = 0

  constructor(wanted: ReadonlySet<string>) {
    this.#wanted = wanted
  }

  take(piece: Uint8Array): void {
    this.#hash.update(piece)
    this.#length += piece.length
    if (this.#length > maxContent) throw new MalformedInput(`more than ${maxContent} bytes`, this.#length)
    // Names and versions are ASCII; other fields may be cut inside a character without harm.
    const text = this.#rest + Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('latin1')
    let start = 0
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n', start)) {
      this.#stanza(text, start, end)
      start = end + 2
    }
    this.#rest = text.slice(start)
    if (this.#rest.length > maxStanza) throw new MalformedInput(`a stanza longer than ${maxStanza} bytes`, this.#length)
  }

  end(): ScannedIndex {
    if (this.#rest.trim() !== '') this.#stanza(this.#rest, 0, this.#rest.length)
    return { offers: this.#offers, packages: this.#packages, digest: this.#hash.digest('hex') }
  }

  #stanza(text: string, start: number, end: number): void {
    // The name is the first field in every index there is; where it is not, it is searched.
    const first = text.startsWith('Package: ', start) ? start + 9 : text.indexOf('\nPackage: ', start) + 10
    if (first < 10 && !text.startsWith('Package: ', start)) return
    if (first > end) return
    const newline = text.indexOf('\n', first)
    const name = text.slice(first, newline < 0 || newline > end ? end : newline).trim()
    if (name === '') return
    this.#packages += 1
    if (!this.#wanted.has(name)) return
    const stanza = text.slice(start, end)
    const version = /^Version: *(\S+)/m.exec(stanza)?.[1]
    if (version) this.#offers.push({ name, version, architecture: /^Architecture: *(\S+)/m.exec(stanza)?.[1] ?? '' })
  }
}
