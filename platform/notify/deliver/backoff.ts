const firstMs = 10_000
const mostMs = 3_600_000
/** So long a message is tried for. */
export const giveUpMs = 4 * 24 * 3_600_000

/**
 * How long to wait after so many failures in a row, in milliseconds: 10 seconds, doubled each time up to an hour, and up to a quarter more or less, so
 * that many who failed at one moment do not come back at one moment. `random` is from 0 to 1.
 */
export function backoffMs(failures: number, random: number): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(30, Math.max(0, failures - 1)))
  return Math.round(whole * (0.75 + random / 2))
}
