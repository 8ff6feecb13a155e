/** One member of an archive: a regular file, or a directory when `size` is absent. */
export interface TarMember {
  /** Relative, `/`-separated, without `..`; at most 255 bytes of ASCII. */
  readonly path: string
  readonly mode: number
  readonly size?: number
  /** Seconds since 1970. */
  readonly modified: number
}

const block = 512

/** Bytes of padding after a member's content. */
export function tarPadding(size: number): number {
  return (block - (size % block)) % block
}

/** Two empty blocks end an archive. */
export const tarEnd = new Uint8Array(2 * block)

/** The header block of a member in the POSIX ustar format (IEEE Std 1003.1, pax, "ustar Interchange Format"). Owner is root. Throws a RangeError on a path that does not fit. */
export function tarHeader(member: TarMember): Uint8Array {
  const directory = member.size === undefined
  const path = directory && !member.path.endsWith('/') ? `${member.path}/` : member.path
  const [prefix, name] = splitPath(path)
  const header = new Uint8Array(block)
  put(header, 0, name)
  put(header, 100, octal(member.mode & 0o7777, 8))
  put(header, 108, octal(0, 8))
  put(header, 116, octal(0, 8))
  put(header, 124, octal(member.size ?? 0, 12))
  put(header, 136, octal(member.modified, 12))
  put(header, 148, ' '.repeat(8))
  put(header, 156, directory ? '5' : '0')
  put(header, 257, 'ustar\0')
  put(header, 263, '00')
  put(header, 265, 'root')
  put(header, 297, 'root')
  put(header, 345, prefix)
  const sum = header.reduce((total, byte) => total + byte, 0)
  put(header, 148, `${sum.toString(8).padStart(6, '0')}\0 `)
  return header
}

function splitPath(path: string): [prefix: string, name: string] {
  if (path.startsWith('/') || path.split('/').includes('..')) throw new RangeError(`${path} would leave the archive`)
  if (path.length <= 100) return ['', path]
  for (let cut = path.indexOf('/'); cut > 0; cut = path.indexOf('/', cut + 1)) {
    if (cut <= 155 && path.length - cut - 1 <= 100) return [path.slice(0, cut), path.slice(cut + 1)]
  }
  throw new RangeError(`${path} is too long for the ustar format`)
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`
}

function put(header: Uint8Array, offset: number, text: string): void {
  for (let index = 0; index < text.length; index++) header[offset + index] = text.charCodeAt(index)
}
