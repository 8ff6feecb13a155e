const blockSize = 512

/** Finds a regular file in a tar archive by its name. Source: POSIX.1-2017 pax, "ustar Interchange Format". */
export function readTarMember(archive: Uint8Array, wanted: string): Uint8Array | undefined {
  const text = (at: number, length: number) =>
    new TextDecoder('latin1').decode(archive.subarray(at, at + length)).replace(/\0.*$/s, '')
  for (let at = 0; at + blockSize <= archive.length; ) {
    const name = text(at, 100)
    const size = Number.parseInt(text(at + 124, 12).trim(), 8)
    // Streams that were joined may leave empty blocks between members.
    if (name === '') {
      at += blockSize
      continue
    }
    if (!Number.isSafeInteger(size) || size < 0) return undefined
    const start = at + blockSize
    if (name === wanted && start + size <= archive.length) return archive.subarray(start, start + size)
    at = start + Math.ceil(size / blockSize) * blockSize
  }
  return undefined
}
