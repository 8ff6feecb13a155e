/** One measured figure. `atLeast` and `atMost` state the goal at full size. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly atLeast?: number
  readonly atMost?: number
  /** Rows, skew, cold or warm, the ratio to the peer: what a reader must know to repeat it. */
  readonly note?: string
}

/** A runnable benchmark; each file `*.bench.ts` exports one as `bench`. */
export interface Bench {
  readonly name: string
  readonly summary: string
  /** `scale` 1 is full size; the tests run 0.01 of it and check correctness only. */
  run(context: { readonly scale: number; log(line: string): void }): Promise<readonly Figure[]>
}

/** The middle value; the mean of the two middle ones for an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}

/** The value below which `share` (0…1) of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
