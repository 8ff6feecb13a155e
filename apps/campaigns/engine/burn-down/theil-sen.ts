/** A point in time with a value: the unit of `x` is up to the caller. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface Slope {
  /** Median of the slopes of all pairs of points (Theil 1950, Sen 1968): one odd day does not move it. */
  readonly slope: number
  /** Bounds of its 90 % confidence interval, from the ranks that Kendall's S leaves open (Sen 1968). */
  readonly low: number
  readonly high: number
  /** Median of `y − slope · x`. */
  readonly intercept: number
}

/** Quantile of the normal distribution for 90 %, two-sided. */
const z90 = 1.6449

/** The robust slope through points with different `x`; undefined for fewer than three. */
export function theilSen(points: readonly Point[]): Slope | undefined {
  if (points.length < 3) return undefined
  const slopes = points
    .flatMap((a, i) => points.slice(i + 1).flatMap((b) => (a.x === b.x ? [] : [(b.y - a.y) / (b.x - a.x)])))
    .sort((a, b) => a - b)
  if (slopes.length === 0) return undefined
  const slope = median(slopes)
  const spread = z90 * Math.sqrt(varianceOfS(points))
  const low = slopes[Math.max(0, Math.floor((slopes.length - spread) / 2))]!
  const high = slopes[Math.min(slopes.length - 1, Math.ceil((slopes.length + spread) / 2))]!
  return { slope, low, high, intercept: median(points.map(({ x, y }) => y - slope * x).sort((a, b) => a - b)) }
}

/** Variance of Kendall's S, with what ties of `y` take away. */
function varianceOfS(points: readonly Point[]): number {
  const n = points.length
  const ties = new Map<number, number>()
  for (const { y } of points) ties.set(y, (ties.get(y) ?? 0) + 1)
  const tied = [...ties.values()].reduce((sum, t) => sum + t * (t - 1) * (2 * t + 5), 0)
  return (n * (n - 1) * (2 * n + 5) - tied) / 18
}

function median(sorted: readonly number[]): number {
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
