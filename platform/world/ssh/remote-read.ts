import type { Seen } from '@holdfast/platform/contract'
import type { RemoteShell } from './remote-shell.ts'
import { remoteStat } from './remote-stat.ts'

type Content = Seen<{ readonly bytes: Uint8Array }>

/** Files asked for in one question, and their bytes together. */
const batchFiles = 256
const batchBytes = 8 * 1024 * 1024

/** Reads files in batches: one `stat` and one `cat` for many of them. Files whose size says nothing (/proc, /sys) are read one by one. */
export async function* remoteReadMany(
  shell: RemoteShell,
  paths: readonly string[],
  maxBytes: number,
): AsyncGenerator<{ readonly path: string } & Content> {
  for (let from = 0; from < paths.length; from += batchFiles) {
    const group = paths.slice(from, from + batchFiles)
    const answers = await readGroup(shell, group.filter(isAskable), maxBytes)
    for (const path of group) yield { path, ...(answers.get(path) ?? { ok: false, reason: 'missing' }) }
  }
}

/** A path with a NUL or a line break cannot be told apart in the answers of every stat. */
export function isAskable(path: string): boolean {
  return path.startsWith('/') && !/[\0\n]/.test(path)
}

async function readGroup(
  shell: RemoteShell,
  paths: readonly string[],
  maxBytes: number,
): Promise<ReadonlyMap<string, Content>> {
  const answers = new Map<string, Content>()
  if (paths.length === 0) return answers
  const sizes = new Map<string, number>()
  const single: string[] = []
  for (const [path, seen] of await remoteStat(shell, paths, true)) {
    if (!seen.ok) answers.set(path, seen)
    else if (seen.stat.kind !== 'file') answers.set(path, { ok: false, reason: 'not-a-file' })
    else if (seen.blocks === 0 || seen.stat.size === 0) single.push(path)
    else if (seen.stat.size > maxBytes)
      answers.set(path, { ok: false, reason: 'too-large', detail: `${seen.stat.size} bytes` })
    else sizes.set(path, seen.stat.size)
  }
  for (const batch of batches(sizes)) {
    for (const [path, content] of await readBatch(shell, batch, sizes)) answers.set(path, content)
    single.push(...batch.filter((path) => !answers.has(path)))
  }
  for (const path of single) answers.set(path, await readOne(shell, path, maxBytes))
  return answers
}

function* batches(sizes: ReadonlyMap<string, number>): Generator<readonly string[]> {
  let batch: string[] = []
  let total = 0
  for (const [path, size] of sizes) {
    if (batch.length > 0 && total + size > batchBytes) {
      yield batch
      batch = []
      total = 0
    }
    batch.push(path)
    total += size
  }
  if (batch.length > 0) yield batch
}

/** The contents of files one after another, cut by the sizes they had before; nothing where a size changed meanwhile or a file was not readable. */
async function readBatch(
  shell: RemoteShell,
  paths: readonly string[],
  before: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, Content>> {
  const sizes = paths.map((path) => before.get(path) ?? 0)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const { bytes, status } = await shell.ask(['hf_batch', total, ...paths], (frames) => frames.counted())
  const after = await remoteStat(shell, paths, true)
  if (status !== 0 || paths.some((path, index) => sizeIn(after, path) !== sizes[index])) return new Map()
  const contents = new Map<string, Content>()
  let at = 0
  for (const [index, path] of paths.entries()) {
    const size = sizes[index] ?? 0
    // A copy: a small file must not keep the whole batch alive.
    contents.set(path, { ok: true, bytes: new Uint8Array(bytes.subarray(at, at + size)) })
    at += size
  }
  return contents
}

function sizeIn(stats: Awaited<ReturnType<typeof remoteStat>>, path: string): number | undefined {
  const seen = stats.get(path)
  return seen?.ok ? seen.stat.size : undefined
}

async function readOne(shell: RemoteShell, path: string, maxBytes: number): Promise<Content> {
  const { bytes, status } = await shell.ask(['hf_file', maxBytes + 1, path], (frames) => frames.stream(maxBytes))
  if (bytes === undefined) return { ok: false, reason: 'too-large', detail: `more than ${maxBytes} bytes` }
  if (status === 0) return { ok: true, bytes: new Uint8Array(bytes) }
  // head does not say why in a form to rely on; what stat could see and head could not read is closed to us.
  return { ok: false, reason: shell.greeting.uid === 0 ? 'failed' : 'denied' }
}
