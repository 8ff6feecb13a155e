/** Exit statuses of a scan, as `docs/reference/exit-codes.md` has them. */
export const exitStatus = { ok: 0, findings: 1, usage: 2, nothing: 3, denied: 4, partial: 5, interrupted: 130 } as const

/** An expected failure: one line for people, and the exit status. */
export class ScanError extends Error {
  override readonly name = 'ScanError'
  readonly status: number

  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
}
