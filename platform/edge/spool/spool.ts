import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type Entry, Segment } from './segment.ts'

const segmentBytes = 1024 * 1024

/** What survives a restart beside the entries themselves. */
interface State {
  /** As the server gave it. */
  readonly epoch: number
  /** All entries up to this one were acknowledged. */
  readonly acknowledged: number
  /** Digest of the header of the last entry that was appended and then dropped as acknowledged, so that the chain goes on. */
  readonly previous: string
}

/**
 * Envelopes that wait on disk for the server: durable before `append` returns, in order, bounded. One process owns the folder.
 * Where the bound is reached, `append` answers false; the owner then starts a new epoch and says what was lost.
 */
export class Spool {
  readonly #folder: string
  readonly #maxBytes: number
  #segments: Segment[]
  #state: State

  constructor(folder: string, options: { readonly maxBytes: number; readonly epoch: number }) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#folder = folder
    this.#maxBytes = options.maxBytes
    const found = readState(folder)
    this.#state = found ?? { epoch: options.epoch, acknowledged: 0, previous: '' }
    // Segments of an epoch that ended while a crash kept the folder from being tidied are not sent again.
    for (const name of this.#files()) if (!name.startsWith(`${this.#state.epoch}-`)) rmSync(join(folder, name))
    this.#segments = this.#files().map((name) => new Segment(join(folder, name)))
    // A spool that fills its disk must still open.
    if (!found) this.#writeState()
  }

  get epoch(): number {
    return this.#state.epoch
  }

  /** Sequence of the last entry of this epoch; 0 before the first. */
  get last(): number {
    // A crash may leave a last segment without an entry.
    return this.#segments.findLast(({ count }) => count > 0)?.last ?? this.#state.acknowledged
  }

  get acknowledged(): number {
    return this.#state.acknowledged
  }

  get pending(): number {
    return this.last - this.#state.acknowledged
  }

  get bytes(): number {
    return this.#segments.reduce((sum, { size }) => sum + size, 0)
  }

  /** The bytes of the last entry still on disk, or the digest remembered for it. */
  get tail(): { readonly entry: Buffer } | { readonly digest: string } {
    const segment = this.#segments.findLast(({ count }) => count > 0)
    const last = segment?.last === undefined ? undefined : segment.read(segment.last, 1, Number.MAX_SAFE_INTEGER)[0]
    return last ? { entry: last.bytes } : { digest: this.#state.previous }
  }

  /** Appends the next entry; false when it would not fit. */
  append(bytes: Uint8Array): boolean {
    if (this.bytes + bytes.length > this.#maxBytes) return false
    const seq = this.last + 1
    let segment = this.#segments.at(-1)
    if (!segment || segment.size >= segmentBytes) {
      segment = new Segment(join(this.#folder, `${this.#state.epoch}-${String(seq).padStart(16, '0')}.seg`))
      this.#segments.push(segment)
      this.#syncFolder()
    }
    segment.append(seq, bytes)
    return true
  }

  /** Entries not yet acknowledged, oldest first. */
  read(count: number, maxBytes: number): Entry[] {
    const found: Entry[] = []
    let total = 0
    for (const segment of this.#segments) {
      if (found.length >= count || total >= maxBytes) break
      const more = segment.read(this.#state.acknowledged + 1, count - found.length, maxBytes - total)
      found.push(...more)
      total += more.reduce((sum, { bytes }) => sum + bytes.length, 0)
    }
    return found
  }

  /** Forgets entries up to `seq`. `digestOf` gives the header digest of an entry, for the chain. */
  acknowledge(seq: number, digestOf: (bytes: Buffer) => string): void {
    if (seq <= this.#state.acknowledged || seq > this.last) return
    const entry = this.#segments.flatMap((segment) =>
      (segment.first ?? Infinity) <= seq && (segment.last ?? 0) >= seq ? segment.read(seq, 1, Infinity) : [],
    )[0]
    this.#state = { ...this.#state, acknowledged: seq, previous: entry ? digestOf(entry.bytes) : this.#state.previous }
    const done = this.#segments.filter(({ last }) => last !== undefined && last <= seq)
    this.#segments = this.#segments.filter((segment) => !done.includes(segment))
    this.#noteAndDrop(done)
  }

  /** Drops what waits and begins a new numbering. Returns the range that was dropped unacknowledged, if any. */
  startEpoch(epoch: number): { readonly from: number; readonly to: number } | undefined {
    const lost = this.pending > 0 ? { from: this.#state.acknowledged + 1, to: this.last } : undefined
    const old = this.#segments
    this.#segments = []
    this.#state = { epoch, acknowledged: 0, previous: '' }
    this.#noteAndDrop(old)
    return lost
  }

  close(): void {
    for (const segment of this.#segments) segment.close()
  }

  /**
   * First the note, then the segments that it makes needless. On a full disk these are what makes room for the note; should nobody come to write it,
   * the server will answer that it has what is sent again, or that the epoch is over.
   */
  #noteAndDrop(segments: readonly Segment[]): void {
    const isNoted = this.#tryWriteState()
    for (const segment of segments) {
      segment.close()
      rmSync(segment.path, { force: true })
    }
    if (!isNoted) this.#tryWriteState()
  }

  /** False where the disk is full. */
  #tryWriteState(): boolean {
    try {
      this.#writeState()
      return true
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error
      return false
    }
  }

  #files(): string[] {
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith('.seg'))
      .sort()
  }

  #writeState(): void {
    const path = join(this.#folder, 'state.json')
    const fd = openSync(`${path}.new`, 'w', 0o600)
    try {
      writeFileSync(fd, JSON.stringify(this.#state))
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(`${path}.new`, path)
    this.#syncFolder()
  }

  #syncFolder(): void {
    const fd = openSync(this.#folder, 'r')
    try {
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
  }
}

function readState(folder: string): State | undefined {
  try {
    const state = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as State
    return Number.isSafeInteger(state.epoch) && Number.isSafeInteger(state.acknowledged) ? state : undefined
  } catch {
    return undefined
  }
}
