/** What a download may take; tests set lower ones. */
export interface DownloadLimits {
  /** Bytes of one file. */
  readonly bytes: number
  /** Without a byte. */
  readonly idleMs: number
  /** One file with all tries. */
  readonly totalMs: number
  /** Bytes a second, on average after `graceMs`. */
  readonly slowest: number
  readonly graceMs: number
  readonly tries: number
  /** Before the second try; doubled before each further one. */
  readonly pauseMs: number
  /** Between requests to a publisher that asks for it (NVD without a key: 5 in 30 s). */
  readonly mannersMs: number
  /** Files that changed, beyond which all are fetched in one archive where there is one. */
  readonly changes: number
  /** Documents of a provider in one go. */
  readonly documents: number
}

export const downloadLimits: DownloadLimits = {
  bytes: 4 * 1024 ** 3,
  idleMs: 60_000,
  totalMs: 60 * 60_000,
  slowest: 1000,
  graceMs: 60_000,
  tries: 4,
  pauseMs: 2000,
  mannersMs: 6500,
  changes: 300,
  documents: 100_000,
}
