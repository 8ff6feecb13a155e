/** A probability for people: `94 %`, `0.04 %`, `< 0.01 %`. */
export function probabilityWords(probability: number): string {
  const percent = probability * 100
  if (percent >= 10) return `${Math.round(percent)} %`
  if (percent >= 1) return `${percent.toFixed(1)} %`
  return percent < 0.01 ? '< 0.01 %' : `${percent.toFixed(2)} %`
}

/** `attend`, or where more stay possible the ends: `track to act`; undefined where nothing was decided yet. */
export function decisionWords(least: string | undefined, most: string | undefined): string | undefined {
  if (least === undefined || most === undefined) return undefined
  return least === most ? least : `${least} to ${most}`
}
