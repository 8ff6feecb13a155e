import { spawn } from 'node:child_process'
import { createReadStream, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import type { UnpackMeter } from './limits.ts'

type Packing = 'gzip' | 'zstd' | 'xz' | 'bzip2'

const magics: readonly (readonly [Packing, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['bzip2', [0x42, 0x5a, 0x68]],
]

/** What the first bytes of a file say that it is packed with. */
export function packingOf(start: Uint8Array): Packing | undefined {
  return magics.find(([, magic]) => magic.every((byte, index) => start[index] === byte))?.[0]
}

/** A path without the ending of its packing. */
export function withoutPacking(path: string): string {
  return path.replace(/\.(gz|zst|xz|bz2)$/i, '')
}

/** The bytes of a file, unpacked. Throws an Error that says where it breaks, when it ends early, and when there is too much. */
export async function* unpackedPieces(
  path: string,
  packing: Packing | undefined,
  meter: UnpackMeter,
): AsyncGenerator<Uint8Array> {
  const source = createReadStream(path, { highWaterMark: 1 << 20 })
  const packed = packing === undefined ? Number.POSITIVE_INFINITY : statSync(path).size
  const count = meter.forFile(packed, /\.(?:tar(?:\.\w+)?|t[gx]z|tzst)$/i.test(path))
  const { stream, ended } = unpacker(source, packing)
  let at = 0
  try {
    for await (const piece of stream) {
      count((piece as Buffer).length)
      at += (piece as Buffer).length
      yield piece as Buffer
    }
    await ended
  } catch (error) {
    throw new Error(explain(error as NodeJS.ErrnoException, packing, at, source.bytesRead))
  } finally {
    source.destroy()
    stream.destroy()
  }
}

function unpacker(source: Readable, packing: Packing | undefined): { stream: Readable; ended?: Promise<void> } {
  if (packing === undefined) return { stream: source }
  if (packing === 'xz' || packing === 'bzip2') return byProgram(source, packing)
  const stream =
    packing === 'gzip' ? createGunzip({ chunkSize: 1 << 18 }) : createZstdDecompress({ chunkSize: 1 << 18 })
  source.on('error', (error) => stream.destroy(error))
  source.pipe(stream)
  return { stream }
}

/** Node cannot undo these, but a program does that nearly every system has. */
function byProgram(source: Readable, packing: 'xz' | 'bzip2'): { stream: Readable; ended: Promise<void> } {
  const limit = packing === 'xz' ? ['--memlimit-decompress=1GiB'] : []
  const child = spawn(packing, [...limit, '--decompress', '--stdout'], { stdio: ['pipe', 'pipe', 'pipe'] })
  let words = ''
  child.stderr.on('data', (text: Buffer) => {
    words = (words + text.toString('utf8')).slice(0, 300)
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      const missing = `it is packed with ${packing}, and this machine has no program "${packing}"; install it, or unpack the file first`
      const failure = error.code === 'ENOENT' ? new Error(missing) : error
      reject(failure)
      child.stdout.destroy(failure)
    })
    child.on('close', (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(words.trim() || `${packing} ended with ${code ?? signal}`))
    })
  })
  // Whoever stops reading before the end is not interested in how it ends.
  ended.catch(() => {})
  child.stdout.on('close', () => child.kill())
  child.stdin.on('error', () => {})
  source.on('error', (error) => child.stdout.destroy(error))
  source.pipe(child.stdin)
  return { stream: child.stdout, ended }
}

function explain(error: NodeJS.ErrnoException, packing: string | undefined, at: number, packed: number): string {
  if (packing === undefined || error.code === 'ENOENT' || error.code === 'EACCES') return error.message
  if (error.code === 'Z_BUF_ERROR')
    return `ends early: its ${packing} data breaks off at byte ${packed}, after ${at} unpacked bytes`
  return `after ${at} unpacked bytes: ${error.message}`
}
