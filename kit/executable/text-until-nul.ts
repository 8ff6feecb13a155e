import type { ByteView } from '../reading/index.ts'
import { decodeLatin1 } from '../text/index.ts'

/** The text at an offset up to a NUL, the end, or `limit` bytes; empty outside. */
export function textUntilNul(view: ByteView | undefined, at: number, limit = 256): string {
  if (view === undefined || at < 0 || at >= view.length) return ''
  const bytes = view.bytes.subarray(at, at + limit)
  const end = bytes.indexOf(0)
  return decodeLatin1(end < 0 ? bytes : bytes.subarray(0, end))
}
