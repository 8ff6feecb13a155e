/** A probability for people: `94 %`, `0.04 %`, `< 0.01 %`. */
export function probabilityWords(probability: number): string {
  const percent = probability * 100
  if (percent >= 10) return `${Math.round(percent)} %`
  if (percent >= 1) return `${percent.toFixed(1)} %`
  return percent < 0.01 ? '< 0.01 %' : `${percent.toFixed(2)} %`
}
