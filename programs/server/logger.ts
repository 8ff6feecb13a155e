import { renameSync, statSync } from 'node:fs'
import pino, { type Logger } from 'pino'

const biggest = 20 * 1024 * 1024
/** Lines that wait while the disk is full; more are dropped. */
const mostWaiting = 4 * 1024 * 1024

/** Structured lines, as JSON. To a file that is renamed to `.1` when it has grown to 20 MB, or to stdout. */
export function makeLogger(options: { name: string; level: string; file?: string }): Logger {
  const { file } = options
  const destination = file
    ? pino.destination({ dest: file, mkdir: true, sync: false, minLength: 0, maxLength: mostWaiting, mode: 0o600 })
    : pino.destination({ dest: 1, sync: false })
  // A full disk must not end the process; what waits is written as soon as there is space.
  destination.on('error', () => {})
  if (file) {
    const timer = setInterval(() => {
      try {
        if (statSync(file).size < biggest) return
        renameSync(file, `${file}.1`)
        destination.reopen()
      } catch {
        // The next try will do.
      }
    }, 30_000)
    timer.unref()
  }
  return pino(
    {
      name: options.name,
      level: options.level,
      base: { name: options.name, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ['*.authorization', '*.cookie', '*.password', '*.secret', '*.token', '*.link', 'req.headers', 'headers'],
        censor: '[redacted]',
      },
    },
    destination,
  )
}
