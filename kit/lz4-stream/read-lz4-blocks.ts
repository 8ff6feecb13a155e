import { type LazyReader, MalformedInput, readExactly, readUpTo } from '../reading/index.ts'
import { decodeLz4Block, historySize } from './decode-lz4-block.ts'

/** Receives the content piece by piece; a piece is valid only until the function returns. */
export type OnBlock = (content: Uint8Array) => void

const frameMagic = 0x184d2204
/** Largest decoded block by the code in the frame's descriptor. */
const blockSizes: ReadonlyMap<number, number> = new Map([
  [4, 1 << 16],
  [5, 1 << 18],
  [6, 1 << 20],
  [7, 1 << 22],
])

/**
 * Decompresses LZ4 frames, one after another. Holds one compressed and one decoded block and the 64 KiB before it. Checksums are not
 * compared. Malformed input throws `MalformedInput`. Source: "LZ4 Frame Format Description" 1.6.4.
 */
export function* readLz4Blocks(onBlock: OnBlock): LazyReader<void> {
  for (let at = 0; ; ) {
    const start = yield* readUpTo(at, 4)
    if (start.length === 0) return
    const magic = start.u32(0, true)
    if (magic >>> 4 === 0x184d2a5) at += 8 + (yield* readExactly(at + 4, 4)).u32(0, true)
    else if (magic === frameMagic) at = yield* readFrame(at + 4, onBlock)
    else throw new MalformedInput('not an LZ4 frame', at)
  }
}

/** Returns where the frame ends. */
function* readFrame(start: number, onBlock: OnBlock): LazyReader<number> {
  const descriptor = yield* readExactly(start, 2)
  const flags = descriptor.u8(0)
  if (flags >>> 6 !== 1) throw new MalformedInput('an LZ4 frame of an unknown version', start)
  if ((flags & 1) !== 0) throw new MalformedInput('an LZ4 frame that needs a dictionary', start)
  const blockSize = blockSizes.get((descriptor.u8(1) >>> 4) & 7)
  if (blockSize === undefined) throw new MalformedInput('an LZ4 frame with an unknown block size', start + 1)
  const trailer = (flags & 0x10) !== 0 ? 4 : 0
  const independent = (flags & 0x20) !== 0
  const buffer = new Uint8Array(historySize + blockSize)
  let history = 0
  let at = start + 3 + ((flags & 8) !== 0 ? 8 : 0)
  let header = (yield* readExactly(at, 4)).u32(0, true)
  at += 4
  while (header !== 0) {
    const size = header & 0x7fffffff
    if (size > blockSize) throw new MalformedInput('an LZ4 block larger than the frame allows', at - 4)
    // The next block's header is read along, which halves the number of requests.
    const block = yield* readExactly(at, size + trailer + 4)
    const packed = block.slice(0, size)
    let decoded = size
    if (header >>> 31 === 1) buffer.set(packed, history)
    else decoded = decodeLz4Block(packed, buffer, history, at)
    onBlock(buffer.subarray(history, history + decoded))
    at += size + trailer + 4
    header = block.u32(size + trailer, true)
    // Later blocks may refer to the 64 KiB before them.
    const end = history + decoded
    history = independent ? 0 : Math.min(end, historySize)
    if (!independent) buffer.copyWithin(0, end - history, end)
  }
  return at + ((flags & 4) !== 0 ? 4 : 0)
}
