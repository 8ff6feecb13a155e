export interface Point {
  readonly x: number
  readonly y: number
}

/** Fits a series into a box: first point at the left edge, last at the right; flat series lie in the middle. */
export function fitLine(
  values: readonly number[],
  box: { width: number; height: number; pad: number },
  from?: number,
): Point[] {
  const low = Math.min(from ?? Number.POSITIVE_INFINITY, ...values)
  const high = Math.max(from ?? Number.NEGATIVE_INFINITY, ...values)
  const span = high - low
  const tall = box.height - 2 * box.pad
  return values.map((value, at) => ({
    x: values.length < 2 ? box.width / 2 : (at / (values.length - 1)) * box.width,
    y: span === 0 ? box.height / 2 : box.pad + (1 - (value - low) / span) * tall,
  }))
}

/** The `d` of an SVG path through the points; gaps in the data are the caller's to split. */
export function linePath(points: readonly Point[]): string {
  return points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('')
}

/** The `d` of a ring segment from `start` to `end` (turns, 0 at twelve o'clock, clockwise). */
export function arcPath(centre: Point, radius: number, start: number, end: number): string {
  const at = (turn: number) => ({
    x: round(centre.x + radius * Math.sin(turn * 2 * Math.PI)),
    y: round(centre.y - radius * Math.cos(turn * 2 * Math.PI)),
  })
  // A full circle has equal ends, which an arc command would drop.
  const stop = Math.min(end, start + 0.9999)
  const [from, to] = [at(start), at(stop)]
  return `M${from.x} ${from.y}A${radius} ${radius} 0 ${stop - start > 0.5 ? 1 : 0} 1 ${to.x} ${to.y}`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
