import type { FileReader, FileStat, Files, Seen, Unseen, WalkEntry, WalkSpec } from '@holdfast/platform/contract'
import type { Client, FileEntry, SFTPWrapper, Stats } from 'ssh2'
import { fileKindOf, instantOf } from '../host/file-stat-of.ts'
import { defaultMaxBytes } from '../host/local-files.ts'
import { basenameOf, joinPath, normalPath, planWalk } from '../walk/plan-walk.ts'
import { SshError } from './ssh-error.ts'

/** Requests under way at once: each is a round trip. */
const concurrency = 32
const pieceSize = 32 * 1024
const maxPiece = 64 * 1024 * 1024
/** `SSH_FX_NO_SUCH_FILE` and `SSH_FX_PERMISSION_DENIED` (draft-ietf-secsh-filexfer-02 section 7). */
const noSuchFile = 2
const permissionDenied = 3

/** Opens the file transfer channel of a connection. */
export function openSftp(client: Client): Promise<SFTPWrapper> {
  return new Promise((resolve, reject) => {
    client.sftp((error, sftp) => {
      if (error) reject(new SshError('protocol', `the host offers neither a shell nor file transfer: ${error.message}`))
      else resolve(sftp)
    })
  })
}

/** The files of a host that gives no shell: every question is a round trip, many at once. Inode, device and number of links are not told. */
export function sftpFiles(sftp: SFTPWrapper): Files {
  return {
    readMany: (paths, options) =>
      inOrder(paths, async (path) => ({ path, ...(await readFile(sftp, path, options?.maxBytes ?? defaultMaxBytes)) })),
    statMany: (paths) => inOrder(paths, async (path) => ({ path, ...(await lookAt(sftp, path)) })),
    walk: (spec) => walk(sftp, spec),
    async open(path) {
      const stats = await ask<Stats>((done) => sftp.stat(path, done))
      if (!stats.ok) return stats
      if (!stats.value.isFile()) return { ok: false, reason: 'not-a-file' }
      const handle = await ask<Buffer>((done) => sftp.open(path, 'r', done))
      return handle.ok ? { ok: true, file: reader(sftp, handle.value, stats.value.size) } : handle
    },
  }
}

type Asked<Value> = Seen<{ readonly value: Value }>

function ask<Value>(
  request: (done: (error: Error | undefined | null, value: Value) => void) => void,
): Promise<Asked<Value>> {
  return new Promise((resolve) => {
    request((error, value) => resolve(error ? { ok: false, reason: reasonOf(error) } : { ok: true, value }))
  })
}

function reasonOf(error: Error): Unseen {
  const { code } = error as { code?: unknown }
  return code === noSuchFile ? 'missing' : code === permissionDenied ? 'denied' : 'failed'
}

/** Answers in the order asked, with several questions under way. */
async function* inOrder<Answer>(
  paths: readonly string[],
  answer: (path: string) => Promise<Answer>,
): AsyncGenerator<Answer> {
  const under: Promise<Answer>[] = []
  for (const path of paths) {
    under.push(answer(path))
    if (under.length >= concurrency) yield await (under.shift() as Promise<Answer>)
  }
  for (const promise of under) yield await promise
}

async function readFile(
  sftp: SFTPWrapper,
  path: string,
  maxBytes: number,
): Promise<Seen<{ readonly bytes: Uint8Array }>> {
  const stats = await ask<Stats>((done) => sftp.stat(path, done))
  if (!stats.ok) return stats
  if (!stats.value.isFile()) return { ok: false, reason: 'not-a-file' }
  if (stats.value.size > maxBytes) return { ok: false, reason: 'too-large', detail: `${stats.value.size} bytes` }
  const handle = await ask<Buffer>((done) => sftp.open(path, 'r', done))
  if (!handle.ok) return handle
  const pieces: Uint8Array[] = []
  let length = 0
  try {
    // Files of /proc claim no size: one reads until nothing comes.
    for (;;) {
      const piece = await readPiece(sftp, handle.value, length, pieceSize)
      if (!piece.ok) return piece
      if (piece.value.length === 0) return { ok: true, bytes: new Uint8Array(Buffer.concat(pieces)) }
      pieces.push(piece.value)
      length += piece.value.length
      if (length > maxBytes) return { ok: false, reason: 'too-large', detail: `more than ${maxBytes} bytes` }
    }
  } finally {
    sftp.close(handle.value, () => {})
  }
}

function readPiece(sftp: SFTPWrapper, handle: Buffer, offset: number, length: number): Promise<Asked<Uint8Array>> {
  return new Promise((resolve) => {
    const buffer = Buffer.alloc(length)
    sftp.read(handle, buffer, 0, length, offset, (error, count) => {
      // `SSH_FX_EOF` is an end, not a failure.
      const end = error !== undefined && error !== null && (error as { code?: unknown }).code === 1
      if (error && !end) resolve({ ok: false, reason: reasonOf(error) })
      else resolve({ ok: true, value: new Uint8Array(buffer.subarray(0, end ? 0 : count)) })
    })
  })
}

async function lookAt(
  sftp: SFTPWrapper,
  path: string,
): Promise<Seen<{ readonly stat: FileStat; readonly target?: string }>> {
  const stats = await ask<Stats>((done) => sftp.lstat(path, done))
  if (!stats.ok) return stats
  const stat = fileStatOf(stats.value)
  if (stat.kind !== 'symlink') return { ok: true, stat }
  const target = await ask<string>((done) => sftp.readlink(path, done))
  return target.ok ? { ok: true, stat, target: target.value } : { ok: true, stat }
}

function fileStatOf({ mode, size, uid, gid, mtime }: Pick<Stats, 'mode' | 'size' | 'uid' | 'gid' | 'mtime'>): FileStat {
  const mtimeText = instantOf(mtime * 1000)
  return {
    kind: fileKindOf(mode),
    size,
    mode: mode & 0o7777,
    uid,
    gid,
    mtime: mtimeText,
    inode: 0,
    device: 0,
    links: 1,
  }
}

/** Without device numbers the borders of file systems are not seen; the virtual ones are known by their names. */
const virtual = new Set(['/proc', '/sys', '/dev', '/run'])

async function* walk(sftp: SFTPWrapper, spec: WalkSpec): AsyncGenerator<WalkEntry> {
  const plan = planWalk(spec)
  let visited = 0
  for (const root of plan.roots.map(normalPath)) {
    const start = await ask<Stats>((done) => sftp.stat(root, done))
    if (!start.ok) {
      if (start.reason !== 'missing') yield { type: 'unseen', path: root, reason: start.reason }
      continue
    }
    const stat = fileStatOf(start.value)
    if (plan.wants(root, basenameOf(root), stat.kind)) yield { type: 'entry', path: root, stat }
    const enters = stat.kind === 'directory' && plan.maxDepth > 0 && !plan.prunes(root, basenameOf(root))
    const pending = enters ? [{ path: root, depth: 0 }] : []
    for (let directory = pending.pop(); directory; directory = pending.pop()) {
      const { path: parent, depth } = directory
      const listed = await ask<FileEntry[]>((done) => sftp.readdir(parent, done))
      if (!listed.ok) {
        if (listed.reason !== 'missing') yield { type: 'unseen', path: parent, reason: listed.reason }
        continue
      }
      for (const { filename, attrs } of listed.value) {
        visited += 1
        if (visited > plan.maxEntries) {
          yield { type: 'truncated', visited: visited - 1 }
          return
        }
        const path = joinPath(parent, filename)
        const found = fileStatOf(attrs)
        if (plan.wants(path, filename, found.kind)) {
          const target = found.kind === 'symlink' ? await ask<string>((done) => sftp.readlink(path, done)) : undefined
          yield { type: 'entry', path, stat: found, ...(target?.ok ? { target: target.value } : {}) }
        }
        if (found.kind !== 'directory' || depth + 1 >= plan.maxDepth || plan.prunes(path, filename)) continue
        if (!plan.oneFileSystem || !virtual.has(path)) pending.push({ path, depth: depth + 1 })
      }
    }
  }
}

function reader(sftp: SFTPWrapper, handle: Buffer, size: number): FileReader {
  let open = true
  return {
    size,
    async read(offset, length) {
      if (length > maxPiece) throw new RangeError(`${length} bytes asked at once; at most ${maxPiece} are given`)
      const wanted = Math.max(0, Math.min(length, size - offset))
      const parts: Promise<Asked<Uint8Array>>[] = []
      for (let at = 0; at < wanted; at += pieceSize)
        parts.push(readPiece(sftp, handle, offset + at, Math.min(pieceSize, wanted - at)))
      const pieces = await Promise.all(parts)
      return new Uint8Array(Buffer.concat(pieces.map((piece) => (piece.ok ? piece.value : new Uint8Array()))))
    },
    async close() {
      if (open) sftp.close(handle, () => {})
      open = false
    },
  }
}
