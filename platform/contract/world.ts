import type { Instant } from './names.ts'
import type { Stop } from './stop.ts'

/**
 * What a world can do. `files`: a file tree. `live`: processes and sockets of a running system. `exec`: run programs.
 * `connect`: open network connections. `privileged`: sees what only root sees.
 */
export type Capability = 'files' | 'live' | 'exec' | 'connect' | 'privileged'

/** Why something could not be seen. A missing thing is an answer; the others mean "not seen", which is never "not there". */
export type Unseen = 'missing' | 'denied' | 'too-large' | 'not-a-file' | 'unsupported' | 'failed'

export type Seen<T> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly reason: Unseen; readonly detail?: string }

export type FileKind = 'file' | 'directory' | 'symlink' | 'socket' | 'fifo' | 'block' | 'character'

export interface FileStat {
  readonly kind: FileKind
  readonly size: number
  /** Permission bits with setuid, setgid and sticky: `0o4755`. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly mtime: Instant
  readonly inode: number
  readonly device: number
  readonly links: number
}

export interface WalkSpec {
  /** Absolute directories to start from; those that are missing are skipped. */
  readonly roots: readonly string[]
  /** Yield only entries whose path matches one of these globs (`*` within a segment, `**` across). All when absent. */
  readonly include?: readonly string[]
  /** Do not enter directories that match. */
  readonly prune?: readonly string[]
  readonly kinds?: readonly FileKind[]
  readonly maxDepth?: number
  /** Stay on the file system of each root. Default true: network and virtual file systems are not entered. */
  readonly oneFileSystem?: boolean
  /** Give up after this many visited entries; the walk then ends with a `truncated` entry. */
  readonly maxEntries?: number
}

export type WalkEntry =
  | { readonly type: 'entry'; readonly path: string; readonly stat: FileStat; readonly target?: string }
  | { readonly type: 'unseen'; readonly path: string; readonly reason: Unseen }
  | { readonly type: 'truncated'; readonly visited: number }

/** Random access to one file, for formats that are read by offset. Close it. */
export interface FileReader {
  readonly size: number
  read(offset: number, length: number): Promise<Uint8Array>
  close(): Promise<void>
}

/**
 * A file tree. Paths are absolute within the world, `/`-separated. Symbolic links are resolved within the world: in a root
 * directory `/etc/x -> /y` means the root's own `/y` and never the host's. Made for bulk: one call for many paths; answers come in the order asked.
 */
export interface Files {
  /** `maxBytes` is per file, default 16 MiB; a larger file is `too-large` and not read. Special files of /proc and /sys are read until their end. */
  readMany(
    paths: readonly string[],
    options?: { readonly maxBytes?: number },
  ): AsyncIterable<{ readonly path: string } & Seen<{ readonly bytes: Uint8Array }>>
  /** Does not follow a final symbolic link. */
  statMany(
    paths: readonly string[],
  ): AsyncIterable<{ readonly path: string } & Seen<{ readonly stat: FileStat; readonly target?: string }>>
  walk(spec: WalkSpec): AsyncIterable<WalkEntry>
  open(path: string): Promise<Seen<{ readonly file: FileReader }>>
}

/** A process as the kernel shows it. */
export interface LiveProcess {
  readonly pid: number
  readonly parent: number
  readonly name: string
  readonly executable?: string
  readonly arguments: readonly string[]
  readonly uid: number
  readonly gid: number
  readonly startedAt: Instant
  readonly residentBytes: number
  readonly cgroup?: string
  readonly loginUid?: number
}

/** A socket that waits for peers, with the processes that hold it (empty where that is not to be seen). */
export interface LiveListener {
  readonly transport: 'tcp' | 'udp'
  readonly address: string
  readonly port: number
  readonly uid: number
  readonly pids: readonly number[]
}

/** The running part of a system; asked as a whole, since each is one pass over the kernel's tables. */
export interface Live {
  processes(): Promise<Seen<{ readonly processes: readonly LiveProcess[] }>>
  listeners(): Promise<Seen<{ readonly listeners: readonly LiveListener[] }>>
  /**
   * A digest of which processes and listening sockets there are, at a small part of the cost of looking at them; undefined where it
   * cannot be had. Equal digests: nothing started, ended, listens anew or stopped listening, up to two seconds ago.
   */
  glance?(): Promise<string | undefined>
}

export interface ExecRequest {
  /** Program and arguments; no shell in between. */
  readonly argv: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly input?: Uint8Array
  readonly timeoutMs: number
  readonly maxOutputBytes: number
}

export interface ExecResult {
  readonly exitCode: number
  readonly stdout: Uint8Array
  readonly stderr: Uint8Array
}

export interface Clock {
  now(): Instant
}

/**
 * The only door to the outside for collectors, and for engines that must look. Worlds with equal capabilities give equal answers.
 * What a world cannot do is `undefined` here and absent from `capabilities`; a collector that needs it is declined before it runs.
 */
export interface World {
  /** For people: `this host`, `root /mnt/image`, `root@db-1`. */
  readonly name: string
  readonly kind: 'host' | 'root' | 'ssh' | 'image' | 'snapshot' | 'fake'
  readonly capabilities: ReadonlySet<Capability>
  readonly files: Files
  readonly live?: Live
  readonly clock: Clock
  exec?(request: ExecRequest, stop?: Stop): Promise<Seen<ExecResult>>
  close(): Promise<void>
}
