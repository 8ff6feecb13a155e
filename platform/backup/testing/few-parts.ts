import type { Part } from '../../store/index.ts'

/** As many as a restore needs: tables of people, and the timeline with what it refers to. */
export function fewParts(parts: readonly Part[]): Part[] {
  return parts.filter(({ part }) => ['access', 'outbox', 'assets', 'intake'].includes(part))
}
