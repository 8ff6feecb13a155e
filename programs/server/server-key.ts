import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The 32 secret bytes that seal cursors; made once and kept in the home directory, readable for this account only. */
export function serverKey(home: string): Buffer {
  const path = join(home, 'keys', 'server.key')
  for (let attempt = 0; ; attempt++) {
    try {
      const key = readFileSync(path)
      if (key.length === 32) return key
      throw new Error(
        `${path} is damaged: it must hold 32 bytes. Remove it, and a new one is made; open lists start again.`,
      )
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || attempt > 0) throw error
    }
    mkdirSync(join(home, 'keys'), { recursive: true, mode: 0o700 })
    try {
      writeFileSync(path, randomBytes(32), { mode: 0o600, flag: 'wx' })
    } catch (error) {
      // Another process was faster: its key is read.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
