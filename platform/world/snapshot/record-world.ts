import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Files, Live, LiveProcess, Seen, WalkEntry, World } from '@holdfast/platform/contract'
import { defaultMaxBytes } from '../host/local-files.ts'
import {
  execKey,
  type SnapshotHeader,
  type SnapshotRecord,
  snapshotFormat,
  snapshotVersion,
  walkKey,
} from './snapshot-records.ts'

/** Takes secrets out of what is recorded, and of what the recorded world answers, so that both are the same. */
export interface Redaction {
  file?(path: string, bytes: Uint8Array): Uint8Array
  process?(process: LiveProcess): LiveProcess
}

/** A world that writes down every answer it gives. */
export interface RecordedWorld extends World {
  /** Completes the file; without it there is none. */
  save(): Promise<void>
}

/**
 * Lets one look at a world and keeps what was seen in a file that only the owner can read; it appears under its name once `save` has
 * completed it. The same question is recorded once.
 */
export async function recordWorld(world: World, path: string, redaction: Redaction = {}): Promise<RecordedWorld> {
  const writer = await SnapshotWriter.create(path, {
    format: snapshotFormat,
    version: snapshotVersion,
    name: world.name,
    kind: world.kind,
    capabilities: [...world.capabilities],
    takenAt: world.clock.now(),
  })
  const { live, exec } = world
  return {
    ...world,
    files: recordFiles(world.files, writer, redaction),
    ...(live ? { live: recordLive(live, writer, redaction) } : {}),
    ...(exec
      ? {
          exec: async (request, stop) => {
            const answer = await exec.call(world, request, stop)
            await writer.write(`exec ${execKey(request)}`, {
              type: 'exec',
              key: execKey(request),
              answer: answer.ok ? { ...answer, stdout: base64(answer.stdout), stderr: base64(answer.stderr) } : answer,
            })
            return answer
          },
        }
      : {}),
    save: () => writer.save(),
    async close() {
      await writer.abandon()
      await world.close()
    },
  }
}

function recordFiles(files: Files, writer: SnapshotWriter, { file }: Redaction): Files {
  const redacted = (path: string, bytes: Uint8Array) => file?.(path, bytes) ?? bytes
  return {
    async *readMany(paths, options) {
      const maxBytes = options?.maxBytes ?? defaultMaxBytes
      for await (const { path, ...seen } of files.readMany(paths, options)) {
        const answer = seen.ok ? { ok: true as const, bytes: redacted(path, seen.bytes) } : seen
        const kept = answer.ok ? { ok: true as const, bytes: base64(answer.bytes) } : answer
        await writer.write(`read ${path} ${answer.ok ? '' : maxBytes}`, { type: 'read', path, maxBytes, answer: kept })
        yield { path, ...answer }
      }
    },
    async *statMany(paths) {
      for await (const { path, ...answer } of files.statMany(paths)) {
        await writer.write(`stat ${path}`, { type: 'stat', path, answer })
        yield { path, ...answer }
      }
    },
    async *walk(spec) {
      const entries: WalkEntry[] = []
      for await (const entry of files.walk(spec)) {
        entries.push(entry)
        yield entry
      }
      // A walk that its caller broke off is not a walk that was seen.
      await writer.write(`walk ${walkKey(spec)}`, { type: 'walk', key: walkKey(spec), entries })
    },
    async open(path) {
      const opened = await files.open(path)
      const answer: Seen<{ readonly size: number }> = opened.ok ? { ok: true, size: opened.file.size } : opened
      await writer.write(`open ${path}`, { type: 'open', path, answer })
      if (!opened.ok) return opened
      const { file: inner } = opened
      return {
        ok: true,
        file: {
          size: inner.size,
          async read(offset, length) {
            const bytes = await inner.read(offset, length)
            await writer.write(`piece ${path} ${offset} ${length}`, {
              type: 'piece',
              path,
              offset,
              length,
              bytes: base64(bytes),
            })
            return bytes
          },
          close: () => inner.close(),
        },
      }
    },
  }
}

/** Processes and sockets are recorded as they were first seen, and answered so again: they belong to one moment. */
function recordLive(live: Live, writer: SnapshotWriter, { process }: Redaction): Live {
  let processes: Awaited<ReturnType<Live['processes']>> | undefined
  let listeners: Awaited<ReturnType<Live['listeners']>> | undefined
  return {
    async processes() {
      if (processes) return processes
      const seen = await live.processes()
      processes = seen.ok && process ? { ok: true, processes: seen.processes.map(process) } : seen
      await writer.write('processes', { type: 'processes', answer: processes })
      return processes
    },
    async listeners() {
      if (listeners) return listeners
      listeners = await live.listeners()
      await writer.write('listeners', { type: 'listeners', answer: listeners })
      return listeners
    },
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

class SnapshotWriter {
  readonly #path: string
  readonly #file: ReturnType<typeof createWriteStream>
  readonly #gzip = createGzip({ level: 6 })
  readonly #seen = new Set<string>()
  #state: 'open' | 'closed' = 'open'
  #failure: Error | undefined

  private constructor(path: string, file: ReturnType<typeof createWriteStream>) {
    this.#path = path
    this.#file = file
    this.#gzip.pipe(file)
    for (const stream of [this.#gzip, file]) {
      stream.on('error', (error: Error) => {
        this.#failure = error
      })
    }
  }

  /** Throws where the file cannot be written. */
  static async create(path: string, header: SnapshotHeader): Promise<SnapshotWriter> {
    const file = createWriteStream(`${path}.partial`, { mode: 0o600, flags: 'w' })
    await once(file, 'open')
    const writer = new SnapshotWriter(path, file)
    await writer.#line(header)
    return writer
  }

  async write(key: string, record: SnapshotRecord): Promise<void> {
    if (this.#state !== 'open' || this.#seen.has(key)) return
    this.#seen.add(key)
    await this.#line(record)
  }

  async save(): Promise<void> {
    if (this.#state !== 'open') return
    await this.#line({ type: 'end', records: this.#seen.size } satisfies SnapshotRecord)
    this.#state = 'closed'
    this.#gzip.end()
    await finished(this.#file)
    await rename(`${this.#path}.partial`, this.#path)
  }

  async abandon(): Promise<void> {
    if (this.#state !== 'open') return
    this.#state = 'closed'
    this.#gzip.destroy()
    this.#file.destroy()
    const { rm } = await import('node:fs/promises')
    await rm(`${this.#path}.partial`, { force: true })
  }

  async #line(value: object): Promise<void> {
    if (this.#failure) throw this.#failure
    if (!this.#gzip.write(`${JSON.stringify(value)}\n`)) await once(this.#gzip, 'drain')
  }
}
