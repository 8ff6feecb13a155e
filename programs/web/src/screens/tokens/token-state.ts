import type { Token } from './token.ts'

const soonMs = 14 * 86_400_000

/** What holds of a token now, in one word. */
export function stateOf(
  { revokedAt, expiresAt, replacedBy }: Token,
  now: number,
): 'live' | 'ends soon' | 'rotated' | 'ended' {
  const left = Date.parse(expiresAt) - now
  if (revokedAt !== null || left <= 0) return 'ended'
  if (replacedBy !== null) return 'rotated'
  return left < soonMs ? 'ends soon' : 'live'
}
