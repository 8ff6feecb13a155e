import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Client, ClientChannel } from 'ssh2'
import { ByteSource } from './byte-source.ts'
import { SshError } from './ssh-error.ts'

/** Seconds without a byte after which a host is given up. */
const idleMs = 120_000

/** What a shell said when it was started. */
export interface Greeting {
  readonly uid: number
  /** `gnu` prints NUL-terminated records, `busybox` lines, `none` cannot look at files. */
  readonly tools: 'gnu' | 'busybox' | 'none'
}

/** Quotes a word for a POSIX shell. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}

/** Starts a command on the host. */
export function startCommand(client: Client, command: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) reject(new SshError('protocol', `the host refused to run a command: ${error.message}`))
      else resolve(channel)
    })
  })
}

/**
 * One shell on the host that answers one question after another: the functions of `program.sh` are called by lines on its standard input. Frames are
 * marked by a random word that only this connection knows and that never stands in a list of arguments, so that no content can forge one.
 */
export class RemoteShell {
  readonly greeting: Greeting
  readonly #channel: ClientChannel
  readonly #source: ByteSource
  readonly #word: string
  #queue: Promise<unknown> = Promise.resolve()

  private constructor(channel: ClientChannel, source: ByteSource, word: string, greeting: Greeting) {
    this.#channel = channel
    this.#source = source
    this.#word = word
    this.greeting = greeting
  }

  static async start(client: Client): Promise<RemoteShell> {
    const word = randomBytes(16).toString('hex')
    const channel = await startCommand(client, 'exec /bin/sh')
    channel.stderr.resume()
    channel.on('error', () => {})
    const source = new ByteSource(channel[Symbol.asyncIterator](), idleMs)
    const program = readFileSync(new URL('./program.sh', import.meta.url), 'utf8')
    channel.write(`N=${word}\n${program}\nhf_hello </dev/null\n`)
    // What a login script prints comes before the greeting.
    await source.until(Buffer.from(`${word} hello `), 1 << 20)
    const [uid = '', tools = 'none'] = (await source.line()).split(' ')
    channel.write(`G=${tools}\n`)
    return new RemoteShell(channel, source, word, { uid: Number(uid), tools: tools as Greeting['tools'] })
  }

  /** Calls a function of the program and reads its frames; questions are answered one after another. */
  ask<Answer>(words: readonly (string | number)[], read: (frames: Frames) => Promise<Answer>): Promise<Answer> {
    const line = words.map((word, index) => (index === 0 ? String(word) : quoted(String(word)))).join(' ')
    const answer = this.#queue.then(() => {
      this.#channel.write(`${line} </dev/null\n`)
      return read(new Frames(this.#source, this.#word))
    })
    this.#queue = answer.catch(() => {})
    return answer
  }

  close(): void {
    this.#channel.end()
    this.#channel.destroy()
  }
}

/** Reads the frames of one answer. */
export class Frames {
  readonly #source: ByteSource
  readonly #word: string

  constructor(source: ByteSource, word: string) {
    this.#source = source
    this.#word = word
  }

  /** A line of ours, without the mark: `process 812`, `done`. */
  async header(): Promise<string> {
    const line = await this.#source.line()
    if (!line.startsWith(`${this.#word} `))
      throw new SshError('protocol', 'the remote shell does not keep to its program')
    return line.slice(this.#word.length + 1)
  }

  /** Content of unknown length, and the status that ended it; no bytes where there were more than allowed. */
  async stream(maxBytes: number): Promise<{ readonly bytes: Buffer | undefined; readonly status: number }> {
    const header = await this.header()
    if (header !== 'stream')
      throw new SshError('protocol', `the remote shell sent "${header.slice(0, 40)}" for content`)
    const bytes = await this.#source.until(Buffer.from(`\n${this.#word} end `), maxBytes)
    return { bytes, status: Number(await this.#source.line()) }
  }

  /** Content of a length that was announced. */
  async counted(): Promise<{ readonly bytes: Buffer; readonly status: number }> {
    const length = Number(/^bytes (\d{1,12})$/.exec(await this.header())?.[1] ?? Number.NaN)
    if (!Number.isSafeInteger(length)) throw new SshError('protocol', 'the remote shell sent content without a length')
    const bytes = await this.#source.exactly(length)
    const end = /^end (\d+)$/.exec(await this.header())?.[1]
    return { bytes, status: Number(end ?? 1) }
  }
}
