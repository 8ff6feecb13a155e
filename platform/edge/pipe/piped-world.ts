import type { Duplex } from 'node:stream'
import type {
  Capability,
  FileReader,
  FileStat,
  Live,
  LiveListener,
  LiveProcess,
  Seen,
  Unseen,
  WalkEntry,
  WalkSpec,
  World,
} from '@holdfast/platform/contract'
import { type Frame, FrameReader, sendFrame } from './frames.ts'

interface Waiting {
  readonly arrived: Frame[]
  wake: () => void
}

/** One end of a pipe: asks questions, receives answers in order, and hears frames that answer nothing (changes that were watched). */
export class PipeClient {
  readonly #stream: Duplex
  readonly #waiting = new Map<number, Waiting>()
  #nextId = 1

  constructor(stream: Duplex, heard: (header: Frame['header']) => void) {
    this.#stream = stream
    const reader = new FrameReader()
    stream.on('data', (chunk: Buffer) => {
      for (const frame of reader.push(chunk)) {
        const waiting = this.#waiting.get(Number(frame.header.id))
        if (!waiting) {
          if (frame.header.id === undefined) heard(frame.header)
          continue
        }
        waiting.arrived.push({ header: frame.header, body: new Uint8Array(frame.body) })
        waiting.wake()
      }
    })
    stream.on('close', () => {
      for (const waiting of this.#waiting.values()) {
        waiting.arrived.push({
          header: { end: true, error: 'the other process of the agent is gone' },
          body: new Uint8Array(0),
        })
        waiting.wake()
      }
    })
  }

  /** Sends a frame that expects no answer. */
  tell(header: Frame['header']): Promise<void> {
    return sendFrame(this.#stream, header)
  }

  /** All frames that answer one question, as they come. */
  async *ask(question: Frame['header']): AsyncGenerator<Frame> {
    const id = this.#nextId++
    const waiting: Waiting = { arrived: [], wake: () => {} }
    this.#waiting.set(id, waiting)
    let ended = false
    try {
      await sendFrame(this.#stream, { id, ...question })
      for (;;) {
        const frame = waiting.arrived.shift()
        if (!frame) {
          await new Promise<void>((resolve) => {
            waiting.wake = resolve
            if (waiting.arrived.length > 0) resolve()
          })
        } else if (frame.header.end === true) {
          ended = true
          if (frame.header.error !== undefined) throw new Error(String(frame.header.error))
          return
        } else yield frame
      }
    } finally {
      this.#waiting.delete(id)
      if (!ended && !this.#stream.destroyed) await sendFrame(this.#stream, { id, stop: true })
    }
  }

  async askOnce(question: Frame['header']): Promise<Frame> {
    let first: Frame | undefined
    for await (const frame of this.ask(question)) first ??= frame
    if (!first) throw new Error('the other process of the agent gave no answer')
    return first
  }
}

/** The world that `serveWorld` shows at the other end of the pipe: what a parser without privileges collects from. */
export function pipedWorld(client: PipeClient, name: string, capabilities: readonly Capability[]): World {
  const seen = new Set(capabilities.filter((capability) => capability !== 'exec' && capability !== 'connect'))
  return {
    name,
    kind: 'host',
    capabilities: seen,
    files: {
      async *readMany(paths, options) {
        for await (const { header, body } of client.ask({ ask: 'read', paths, maxBytes: options?.maxBytes })) {
          const path = String(header.path)
          yield header.ok === true ? { path, ok: true, bytes: body } : { path, ...unseen(header) }
        }
      },
      async *statMany(paths) {
        for await (const { header } of client.ask({ ask: 'stat', paths }))
          yield* header.items as ({ path: string } & Seen<{ stat: FileStat; target?: string }>)[]
      },
      async *walk(spec: WalkSpec) {
        for await (const { header } of client.ask({ ask: 'walk', spec })) yield* header.items as WalkEntry[]
      },
      async open(path) {
        const { header } = await client.askOnce({ ask: 'open', path })
        return header.ok === true
          ? { ok: true, file: reader(client, Number(header.file), Number(header.size)) }
          : unseen(header)
      },
    },
    ...(seen.has('live') ? { live: live(client) } : {}),
    clock: { now: () => new Date().toISOString() },
    close: async () => {},
  }
}

function live(client: PipeClient): Live {
  const ask = async (question: string) => (await client.askOnce({ ask: question })).header.value
  return {
    processes: async () => (await ask('processes')) as Seen<{ processes: readonly LiveProcess[] }>,
    listeners: async () => (await ask('listeners')) as Seen<{ listeners: readonly LiveListener[] }>,
    glance: async () => (await ask('glance')) as string | undefined,
  }
}

function reader(client: PipeClient, file: number, size: number): FileReader {
  return {
    size,
    read: async (offset, length) => (await client.askOnce({ ask: 'read-at', file, offset, length })).body,
    close: async () => {
      await client.askOnce({ ask: 'close', file })
    },
  }
}

function unseen(header: Frame['header']): { ok: false; reason: Unseen; detail?: string } {
  const reason = header.reason as Unseen
  return header.detail === undefined ? { ok: false, reason } : { ok: false, reason, detail: String(header.detail) }
}
