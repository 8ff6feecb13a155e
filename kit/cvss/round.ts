/** Far above the error of the arithmetic, far below any distance that the weights can make. */
const noise = 1e-9

/** To the nearest tenth, halves up, as if the arithmetic were decimal. Source: CVSS 2.0 guide §3.2. */
export function roundHalfUp(value: number): number {
  return Math.round((value + noise) * 10) / 10
}

/** The smallest number with one decimal that is not below the value, as if the arithmetic were decimal. Source: CVSS v3.0 §8. */
export function roundUpExactly(value: number): number {
  // Adding zero makes -0, which is no score, 0.
  return Math.ceil((value - noise) * 10) / 10 + 0
}

/** The same by way of five decimals. Source: CVSS v3.1 Specification, Appendix A. */
export function roundUpByFiveDecimals(value: number): number {
  const whole = Math.round(value * 100_000)
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10
}
