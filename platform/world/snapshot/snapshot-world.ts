import type { Capability, FileReader, Files, Live, Seen, World } from '@holdfast/platform/contract'
import { defaultMaxBytes } from '../host/local-files.ts'
import { readSnapshot, type Snapshot } from './read-snapshot.ts'
import { execKey, walkKey } from './snapshot-records.ts'

const absent = { ok: false, reason: 'unsupported', detail: 'not in the snapshot' } as const

/** A world that answers as the recorded one did; what was not asked then is "unsupported". Throws a SnapshotError where the file is no snapshot. */
export async function snapshotWorld(path: string): Promise<World> {
  const snapshot = await readSnapshot(path)
  const { header } = snapshot
  const capabilities = new Set<Capability>(header.capabilities)
  return {
    name: header.name,
    kind: 'snapshot',
    capabilities,
    files: snapshotFiles(snapshot),
    ...(capabilities.has('live') ? { live: snapshotLive(snapshot) } : {}),
    clock: { now: () => header.takenAt },
    ...(capabilities.has('exec')
      ? {
          exec: async (request) => {
            const answer = snapshot.execs.get(execKey(request)) ?? absent
            return answer.ok ? { ...answer, stdout: bytesOf(answer.stdout), stderr: bytesOf(answer.stderr) } : answer
          },
        }
      : {}),
    close: async () => {},
  }
}

function snapshotFiles(snapshot: Snapshot): Files {
  return {
    async *readMany(paths, options) {
      const maxBytes = options?.maxBytes ?? defaultMaxBytes
      for (const path of paths) yield { path, ...readAnswer(snapshot, path, maxBytes) }
    },
    async *statMany(paths) {
      for (const path of paths) yield { path, ...(snapshot.stats.get(path) ?? absent) }
    },
    async *walk(spec) {
      const entries = snapshot.walks.get(walkKey(spec))
      if (entries) yield* entries
      else for (const path of spec.roots) yield { type: 'unseen', path, reason: 'unsupported' }
    },
    async open(path) {
      const answer = snapshot.opens.get(path) ?? absent
      return answer.ok ? { ok: true, file: pieceReader(snapshot, path, answer.size) } : answer
    },
  }
}

function readAnswer(snapshot: Snapshot, path: string, maxBytes: number): Seen<{ readonly bytes: Uint8Array }> {
  const record = snapshot.reads.get(path)
  if (record === undefined) return absent
  const { answer } = record
  if (answer.ok) {
    if (answer.bytes.length <= maxBytes) return answer
    return { ok: false, reason: 'too-large', detail: `more than ${maxBytes} bytes` }
  }
  // Too large for the limit of then says nothing about a higher one.
  return answer.reason === 'too-large' && maxBytes > record.maxBytes ? absent : answer
}

function pieceReader(snapshot: Snapshot, path: string, size: number): FileReader {
  const pieces = snapshot.pieces.get(path) ?? []
  return {
    size,
    async read(offset, length) {
      const end = Math.min(offset + length, size)
      for (const piece of pieces) {
        if (piece.offset <= offset && end <= piece.offset + piece.bytes.length)
          return piece.bytes.subarray(offset - piece.offset, Math.max(end - piece.offset, offset - piece.offset))
      }
      if (end <= offset) return new Uint8Array()
      throw new Error(`${path}: bytes ${offset} to ${end} are not in the snapshot`)
    },
    close: async () => {},
  }
}

function snapshotLive(snapshot: Snapshot): Live {
  return {
    processes: async () => snapshot.processes ?? absent,
    listeners: async () => snapshot.listeners ?? absent,
  }
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'))
}
