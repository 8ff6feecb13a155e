import { ProblemList, type Reading } from '../reading/index.ts'
import { decodeUtf8 } from '../text/index.ts'

/** A file of a package and the digest it came with. */
export interface FileDigest {
  /** Absolute. */
  readonly path: string
  /** 32 lower-case hexadecimal digits. */
  readonly md5: string
}

/** Where a package's file went because another package diverted its name. Source: dpkg-divert(1). */
export interface Diversion {
  readonly from: string
  readonly to: string
  /** Undefined for a diversion by the administrator. */
  readonly by: string | undefined
}

/** What a file name below `/var/lib/dpkg/info` says: `bash.list`, `libc6:amd64.md5sums`. */
export interface InfoFileName {
  readonly name: string
  /** Given for packages that may be installed for several architectures at once. */
  readonly architecture: string | undefined
  readonly kind: string
}

export function parseInfoFileName(fileName: string): InfoFileName | undefined {
  const match = /^([a-z0-9][a-z0-9.+-]*?)(?::([a-z0-9-]+))?\.([a-z0-9]+)$/.exec(fileName)
  return match === null ? undefined : { name: match[1] as string, architecture: match[2], kind: match[3] as string }
}

/** Reads `info/*.list`: the paths that a package owns, directories included, `/.` left out. */
export function readFileList(bytes: Uint8Array): Reading<string> {
  const problems = new ProblemList()
  const items: string[] = []
  for (const [index, line] of decodeUtf8(bytes).split('\n').entries()) {
    if (line === '' || line === '/.') continue
    if (line.startsWith('/')) items.push(line)
    else problems.add('a path that is not absolute', { line: index + 1 })
  }
  return { items, problems: problems.list }
}

/** Reads `info/*.md5sums`: digests of a package's files, without its configuration files. */
export function readMd5sums(bytes: Uint8Array): Reading<FileDigest> {
  const problems = new ProblemList()
  const items: FileDigest[] = []
  for (const [index, line] of decodeUtf8(bytes).split('\n').entries()) {
    if (line === '') continue
    const match = /^([0-9a-f]{32}) [ *](?:\.\/|\/)?(.+)$/.exec(line)
    if (match === null) problems.add('a line that is not "md5  path"', { line: index + 1 })
    else items.push({ md5: match[1] as string, path: `/${match[2]}` })
  }
  return { items, problems: problems.list }
}

/** Reads `/var/lib/dpkg/diversions`: three lines each. */
export function readDiversions(bytes: Uint8Array): Reading<Diversion> {
  const problems = new ProblemList()
  const lines = decodeUtf8(bytes).split('\n')
  if (lines.at(-1) === '') lines.pop()
  const items: Diversion[] = []
  for (let at = 0; at < lines.length; at += 3) {
    const [from, to, by] = lines.slice(at, at + 3)
    if (!from?.startsWith('/') || !to?.startsWith('/') || !by)
      problems.add('a diversion needs three lines', { line: at + 1 })
    else items.push({ from, to, by: by === ':' ? undefined : by })
  }
  return { items, problems: problems.list }
}
