import type { FileReader, FileStat, Files, Seen } from '@holdfast/platform/contract'
import type { Client } from 'ssh2'
import { defaultMaxBytes } from '../host/local-files.ts'
import { isAskable, remoteReadMany } from './remote-read.ts'
import type { RemoteShell } from './remote-shell.ts'
import { remoteStat } from './remote-stat.ts'
import { remoteWalk } from './remote-walk.ts'

const statGroup = 256
/** Read ahead of an open file: small reads near each other are one question. */
const pieceSize = 512 * 1024
const maxPiece = 64 * 1024 * 1024

/** The files of a host over SSH. */
export function remoteFiles(client: Client, shell: RemoteShell): Files {
  return {
    readMany: (paths, options) => remoteReadMany(shell, paths, options?.maxBytes ?? defaultMaxBytes),
    async *statMany(paths) {
      for (let from = 0; from < paths.length; from += statGroup) {
        const group = paths.slice(from, from + statGroup)
        const stats = await remoteStat(shell, group.filter(isAskable), false)
        const targets = await linkTargets(shell, stats)
        for (const path of group) yield { path, ...answer(path, stats, targets) }
      }
    },
    walk: (spec) => remoteWalk(client, shell, spec),
    async open(path) {
      if (!isAskable(path)) return { ok: false, reason: 'missing' }
      const seen = (await remoteStat(shell, [path], true)).get(path)
      if (!seen?.ok) return seen ?? { ok: false, reason: 'missing' }
      if (seen.stat.kind !== 'file') return { ok: false, reason: 'not-a-file' }
      return { ok: true, file: remoteReader(shell, path, seen.stat.size) }
    },
  }
}

type Stats = Awaited<ReturnType<typeof remoteStat>>

function answer(
  path: string,
  stats: Stats,
  targets: ReadonlyMap<string, string>,
): Seen<{ readonly stat: FileStat; readonly target?: string }> {
  const seen = stats.get(path)
  if (!seen?.ok) return seen ?? { ok: false, reason: 'missing' }
  const target = targets.get(path)
  return target === undefined ? { ok: true, stat: seen.stat } : { ok: true, stat: seen.stat, target }
}

async function linkTargets(shell: RemoteShell, stats: Stats): Promise<ReadonlyMap<string, string>> {
  const links = [...stats].flatMap(([path, seen]) => (seen.ok && seen.stat.kind === 'symlink' ? [path] : []))
  if (links.length === 0) return new Map()
  return shell.ask(['hf_links', ...links], async (frames) => {
    const targets = new Map<string, string>()
    for (const link of links) {
      const { bytes, status } = await frames.stream(65_536)
      if (bytes && status === 0) targets.set(link, bytes.toString('utf8').replace(/\n$/, ''))
    }
    return targets
  })
}

function remoteReader(shell: RemoteShell, path: string, size: number): FileReader {
  let kept: { readonly at: number; readonly bytes: Uint8Array } = { at: 0, bytes: new Uint8Array() }
  return {
    size,
    async read(offset, length) {
      if (length > maxPiece) throw new RangeError(`${length} bytes asked at once; at most ${maxPiece} are given`)
      const wanted = Math.max(0, Math.min(length, size - offset))
      if (offset < kept.at || offset + wanted > kept.at + kept.bytes.length) {
        const ahead = Math.max(wanted, Math.min(pieceSize, size - offset))
        const { bytes } = await shell.ask(['hf_piece', offset + 1, ahead, path], (frames) => frames.stream(ahead))
        kept = { at: offset, bytes: new Uint8Array(bytes ?? new Uint8Array()) }
      }
      return kept.bytes.subarray(offset - kept.at, offset - kept.at + wanted)
    },
    async close() {
      kept = { at: 0, bytes: new Uint8Array() }
    },
  }
}
