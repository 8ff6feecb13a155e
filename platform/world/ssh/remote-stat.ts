import type { FileStat, Seen, Unseen } from '@holdfast/platform/contract'
import { fileKindOf, instantOf } from '../host/file-stat-of.ts'
import type { RemoteShell } from './remote-shell.ts'

/** A file as the remote `stat` describes it. */
export interface RemoteStat {
  readonly stat: FileStat
  readonly blocks: number
}

const maxRecords = 16 * 1024 * 1024

/** Looks at many files in one question. What is not in the answer is missing, unless stat complained that it may not look. */
export async function remoteStat(
  shell: RemoteShell,
  paths: readonly string[],
  follow: boolean,
): Promise<ReadonlyMap<string, Seen<RemoteStat>>> {
  const { records, complaints } = await shell.ask(['hf_stat', follow ? '-L' : '-', ...paths], async (frames) => {
    const { bytes } = await frames.stream(maxRecords)
    const { bytes: said } = await frames.stream(maxRecords)
    return { records: bytes?.toString('utf8') ?? '', complaints: said?.toString('utf8') ?? '' }
  })
  const found = new Map<string, Seen<RemoteStat>>()
  for (const record of records.split(shell.greeting.tools === 'gnu' ? '\0' : '\n')) {
    const parsed = parseStatRecord(record)
    if (parsed) found.set(parsed.path, { ok: true, stat: parsed.stat, blocks: parsed.blocks })
  }
  for (const path of paths) if (!found.has(path)) found.set(path, { ok: false, reason: reasonFor(path, complaints) })
  return found
}

/** `mode(hex) size blocks uid gid mtime inode device links name`. */
function parseStatRecord(record: string) {
  const match = /^([0-9a-f]+) (\d+) (\d+) (\d+) (\d+) (-?\d+(?:\.\d+)?) (\d+) (\d+) (\d+) (.+)$/s.exec(record)
  if (!match) return undefined
  const [, mode = '', size, blocks, uid, gid, mtime, inode, device, links, path = ''] = match
  const bits = Number.parseInt(mode, 16)
  const stat: FileStat = {
    kind: fileKindOf(bits),
    size: Number(size),
    mode: bits & 0o7777,
    uid: Number(uid),
    gid: Number(gid),
    mtime: instantOf(Math.floor(Number(mtime) * 1000 + 1e-4)),
    inode: Number(inode),
    device: Number(device),
    links: Number(links),
  }
  return { path, stat, blocks: Number(blocks) }
}

function reasonFor(path: string, complaints: string): Unseen {
  const line = complaints.split('\n').find((each) => each.includes(path)) ?? ''
  if (/Permission denied|Operation not permitted/.test(line)) return 'denied'
  return line === '' || /No such file|Not a directory|File name too long/.test(line) ? 'missing' : 'failed'
}
