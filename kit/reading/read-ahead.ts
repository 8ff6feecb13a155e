type Read = (offset: number, length: number, input: number) => Promise<Uint8Array>

export interface ReadAheadOptions {
  /** Bytes fetched at once. */
  readonly blockSize?: number
  /** Blocks kept; the least recently used goes first. */
  readonly blocks?: number
}

/** Serves many small reads from a few large ones, for sources where each read has a price: a file handle, a remote host. */
export function readAhead(read: Read, options: ReadAheadOptions = {}): Read {
  const blockSize = options.blockSize ?? 1 << 18
  const kept = new Map<string, Promise<Uint8Array>>()
  const block = (number: number, input: number): Promise<Uint8Array> => {
    const key = `${input}:${number}`
    const found = kept.get(key) ?? read(number * blockSize, blockSize, input)
    kept.delete(key)
    kept.set(key, found)
    if (kept.size > (options.blocks ?? 16)) kept.delete(kept.keys().next().value as string)
    return found
  }
  return async (offset, length, input) => {
    if (length > blockSize) return read(offset, length, input)
    const first = Math.floor(offset / blockSize)
    const start = await block(first, input)
    const from = offset - first * blockSize
    if (from + length <= blockSize) return start.subarray(from, from + length)
    const rest = await block(first + 1, input)
    const head = start.subarray(from)
    const joined = new Uint8Array(head.length + Math.min(rest.length, length - head.length))
    joined.set(head)
    joined.set(rest.subarray(0, joined.length - head.length), head.length)
    return joined
  }
}
