import type { Unseen } from '@holdfast/platform/contract'

const reasons: Readonly<Record<string, Unseen>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  ENAMETOOLONG: 'missing',
  ESRCH: 'missing',
  EACCES: 'denied',
  EPERM: 'denied',
  EISDIR: 'not-a-file',
  ENXIO: 'not-a-file',
}

/** What a failed system call says about why something could not be seen. */
export function unseenOf(error: unknown): { readonly ok: false; readonly reason: Unseen; readonly detail?: string } {
  const code = (error as NodeJS.ErrnoException).code
  const reason = code === undefined ? undefined : reasons[code]
  if (reason !== undefined) return { ok: false, reason }
  return { ok: false, reason: 'failed', detail: code ?? (error instanceof Error ? error.message : String(error)) }
}
