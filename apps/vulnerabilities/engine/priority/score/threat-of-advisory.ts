import type { Advisory } from '../../advisory.ts'
import type { Threat } from '../../threat.ts'

/** What an advisory says of the vulnerability itself, for where no feed of threats does: severity, weaknesses, the day it was published. Undefined once it was withdrawn. */
export function threatOfAdvisory(cve: string, advisory: Advisory): Threat | undefined {
  if (advisory.withdrawn !== undefined) return undefined
  const { severity, databaseSeverity, affected, cwes, published, references } = advisory
  const words = [databaseSeverity, ...affected.map(({ rating }) => rating)].flatMap((word) =>
    word === undefined ? [] : [{ type: 'word', score: word }],
  )
  return {
    cve,
    severity: [...severity, ...affected.flatMap((one) => one.severity), ...words],
    cwes,
    references: references.map(({ url }) => url),
    ...(published !== undefined && { published }),
  }
}

/** Whether an advisory names a version or an update that fixes it. */
export function namesFix({ affected }: Advisory): boolean {
  return affected.some(
    ({ ranges, updates }) =>
      (updates?.length ?? 0) > 0 || ranges.some(({ events }) => events.some((event) => event.fixed !== undefined)),
  )
}
