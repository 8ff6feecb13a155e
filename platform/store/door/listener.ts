import pg from 'pg'
import { connectClient } from './connect-client.ts'
import type { ConnectionSettings } from './connection-settings.ts'

/** What comes in on a channel. */
export interface NoticeHandler {
  /** The payload of one NOTIFY, at most 8,000 bytes. */
  notice(payload: string): void
  /** Notices may have been missed while the connection was gone: look at the tables. Called after each reconnection. */
  gap?(): void
}

const longestPause = 5000

/** One connection for all channels of this process, made again whenever it breaks. */
export class Listener {
  readonly #settings: ConnectionSettings
  readonly #handlers = new Map<string, Set<NoticeHandler>>()
  #client: pg.Client | undefined
  #connecting: Promise<pg.Client> | undefined
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(settings: ConnectionSettings) {
    this.#settings = settings
  }

  /** Resolves when the channel is heard. */
  async listen(channel: string, handler: NoticeHandler): Promise<{ close(): Promise<void> }> {
    const handlers = this.#handlers.get(channel) ?? new Set()
    this.#handlers.set(channel, handlers.add(handler))
    try {
      const client = await this.#connection()
      await client.query(`listen ${pg.escapeIdentifier(channel)}`)
    } catch (error) {
      this.#forget(channel, handler)
      throw error
    }
    return {
      close: async () => {
        if (this.#forget(channel, handler))
          await this.#client?.query(`unlisten ${pg.escapeIdentifier(channel)}`).catch(() => {})
      },
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    const client = this.#client ?? (await this.#connecting?.catch(() => undefined))
    await client?.end().catch(() => {})
  }

  /** True when nobody listens to the channel any more. */
  #forget(channel: string, handler: NoticeHandler): boolean {
    const handlers = this.#handlers.get(channel)
    handlers?.delete(handler)
    return handlers?.size === 0 && this.#handlers.delete(channel)
  }

  #connection(): Promise<pg.Client> {
    if (this.#client) return Promise.resolve(this.#client)
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined
    })
    return this.#connecting
  }

  async #connect(): Promise<pg.Client> {
    const client = await connectClient(this.#settings, 'holdfast listen')
    client.on('notification', ({ channel, payload }) => {
      for (const handler of this.#handlers.get(channel) ?? []) handler.notice(payload ?? '')
    })
    client.once('end', () => {
      if (this.#client !== client) return
      this.#client = undefined
      this.#reconnect(50)
    })
    for (const channel of this.#handlers.keys()) await client.query(`listen ${pg.escapeIdentifier(channel)}`)
    this.#client = client
    return client
  }

  #reconnect(pause: number) {
    if (this.#closed || this.#handlers.size === 0) return
    this.#timer = setTimeout(async () => {
      try {
        await this.#connection()
      } catch {
        this.#reconnect(Math.min(longestPause, pause * 2))
        return
      }
      for (const handlers of this.#handlers.values()) for (const handler of handlers) handler.gap?.()
    }, pause)
  }
}
