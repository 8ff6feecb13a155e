import type { Duplex } from 'node:stream'
import type { FileReader, WalkSpec, World } from '@holdfast/platform/contract'
import { FrameReader, sendFrame } from './frames.ts'

type Header = Readonly<Record<string, unknown>>
type Send = (header: Header, body?: Uint8Array) => Promise<void>

/** Files that a peer may hold open at once. */
const maxOpenFiles = 32
/** Small answers travel together: one frame for this many. */
const batch = 128

/**
 * Answers the questions that `pipedWorld` at the other end of the stream asks about this world. Only questions about files,
 * processes and sockets are answered: nothing is written and nothing is run, whatever the other end asks.
 * `other` gets the frames that are no questions about the world.
 */
export function serveWorld(world: World, stream: Duplex, other: (header: Header) => void): void {
  const reader = new FrameReader()
  const open = new Map<number, FileReader>()
  const stopped = new Set<number>()
  let nextFile = 1

  async function answer(id: number, header: Header, send: Send): Promise<void> {
    switch (header.ask) {
      case 'read':
        for await (const { path, ...seen } of world.files.readMany(paths(header.paths), {
          maxBytes: Number(header.maxBytes ?? 16 * 1024 * 1024),
        })) {
          if (stopped.has(id)) break
          if (seen.ok) await send({ path, ok: true }, seen.bytes)
          else await send({ path, ...seen })
        }
        return
      case 'stat':
        return inBatches(world.files.statMany(paths(header.paths)))
      case 'walk':
        return inBatches(world.files.walk(header.spec as WalkSpec))
      case 'processes':
        return send({ value: (await world.live?.processes()) ?? { ok: false, reason: 'unsupported' } })
      case 'listeners':
        return send({ value: (await world.live?.listeners()) ?? { ok: false, reason: 'unsupported' } })
      case 'glance':
        return send({ value: await world.live?.glance?.() })
      case 'open': {
        if (open.size >= maxOpenFiles) return send({ ok: false, reason: 'failed', detail: 'too many open files' })
        const seen = await world.files.open(String(header.path))
        if (!seen.ok) return send({ ...seen })
        const file = nextFile++
        open.set(file, seen.file)
        return send({ ok: true, file, size: seen.file.size })
      }
      case 'read-at': {
        const file = open.get(Number(header.file))
        if (!file) throw new Error('that file is not open')
        return send({}, await file.read(Number(header.offset), Math.min(Number(header.length), 8 * 1024 * 1024)))
      }
      case 'close': {
        const file = open.get(Number(header.file))
        open.delete(Number(header.file))
        await file?.close()
        return send({})
      }
      default:
        throw new Error(`unknown question: ${String(header.ask)}`)
    }

    async function inBatches(items: AsyncIterable<unknown>): Promise<void> {
      let group: unknown[] = []
      for await (const item of items) {
        if (stopped.has(id)) break
        group.push(item)
        if (group.length < batch) continue
        await send({ items: group })
        group = []
      }
      if (group.length > 0) await send({ items: group })
    }
  }

  stream.on('data', (chunk: Buffer) => {
    let frames: ReturnType<FrameReader['push']>
    try {
      frames = reader.push(chunk)
    } catch (error) {
      stream.destroy(error as Error)
      return
    }
    for (const { header } of frames) {
      const id = Number(header.id)
      if (header.stop === true) stopped.add(id)
      else if (header.ask === undefined) other(header)
      else {
        answer(id, header, (reply, body) => sendFrame(stream, { id, ...reply }, body))
          .then(
            () => sendFrame(stream, { id, end: true }),
            (error: Error) => sendFrame(stream, { id, end: true, error: error.message }),
          )
          .catch(() => stream.destroy())
          .finally(() => stopped.delete(id))
      }
    }
  })
  stream.on('close', () => {
    for (const file of open.values()) file.close().catch(() => {})
  })
}

function paths(value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw new Error('paths must be a list')
  return value.map(String)
}
