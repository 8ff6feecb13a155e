/** What the exit status of a command says; stable, described in docs/reference/exit-codes.md. */
export const exitCode = {
  ok: 0,
  /** Findings at or above `--fail-on`; for `query`, a failed comparison. */
  findings: 1,
  usage: 2,
  /** Nothing to assess, or the target could not be reached: not the same as "clean". */
  nothing: 3,
  denied: 4,
  /** A part of the work failed; what was done is in the output. */
  partial: 5,
  /** The server, its database or the network failed. */
  unavailable: 6,
  /** Content is older than allowed. */
  outdated: 7,
  interrupted: 130,
} as const
