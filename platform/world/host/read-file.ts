import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import type { Seen } from '@holdfast/platform/contract'
import { unseenOf } from './unseen-of.ts'

/** Where a file really lies, or why it cannot be said. */
export type Located = Seen<{ readonly path: string }>

/** Says where an opened file lies, as a last look against a tree that changes while we read: true where that is allowed. */
export type OpenedCheck = (descriptor: number) => boolean

const openFlags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY
const firstBuffer = 65_536

/**
 * Opens a regular file for reading. It is looked at before it is opened, since opening a device can act on it, and again
 * afterwards; O_NONBLOCK keeps a FIFO that slips in between from blocking.
 */
export function openRegular(
  path: string,
  check?: OpenedCheck,
): Seen<{ readonly descriptor: number; readonly stats: Stats }> {
  let descriptor: number | undefined
  try {
    if (!statSync(path).isFile()) return { ok: false, reason: 'not-a-file' }
    descriptor = openSync(path, openFlags)
    const stats = fstatSync(descriptor)
    if (!stats.isFile()) {
      closeSync(descriptor)
      return { ok: false, reason: 'not-a-file' }
    }
    if (check && !check(descriptor)) {
      closeSync(descriptor)
      return { ok: false, reason: 'failed', detail: 'the path left the root while it was opened' }
    }
    return { ok: true, descriptor, stats }
  } catch (error) {
    if (descriptor !== undefined) closeSync(descriptor)
    return unseenOf(error)
  }
}

/** Reads a whole file until its end, whatever size it claims (files of /proc claim none); more than `maxBytes` is too large. */
export function readRegular(path: string, maxBytes: number, check?: OpenedCheck): Seen<{ readonly bytes: Uint8Array }> {
  const opened = openRegular(path, check)
  if (!opened.ok) return opened
  const { descriptor, stats } = opened
  try {
    if (stats.size > maxBytes && stats.blocks > 0)
      return { ok: false, reason: 'too-large', detail: `${stats.size} bytes` }
    let buffer = Buffer.allocUnsafeSlow(stats.size > 0 ? Math.min(stats.size, maxBytes) + 1 : firstBuffer)
    let length = 0
    for (;;) {
      if (length === buffer.length) {
        const wider = Buffer.allocUnsafeSlow(Math.min(buffer.length * 2, maxBytes + 1))
        buffer.copy(wider, 0, 0, length)
        buffer = wider
      }
      const got = readSync(descriptor, buffer, length, buffer.length - length, null)
      if (got === 0) break
      length += got
      if (length > maxBytes) return { ok: false, reason: 'too-large', detail: `more than ${maxBytes} bytes` }
      // On a real file a short read means the end; files of /proc must be asked until they give nothing.
      if (length === stats.size && stats.blocks > 0) break
    }
    // Small contents must not keep a large buffer alive.
    const bytes = length * 2 < buffer.length ? new Uint8Array(buffer.subarray(0, length)) : buffer.subarray(0, length)
    return { ok: true, bytes: plain(bytes) }
  } catch (error) {
    return unseenOf(error)
  } finally {
    closeSync(descriptor)
  }
}

/** A Uint8Array that is not a Buffer, so that answers of all worlds are of one kind. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
