import type { FedAdvisory, FedThreat } from '../../advisory-library.ts'
import { factsOfThreats } from './facts-of-threats.ts'
import type { ThreatFacts } from './threat-facts.ts'
import { namesFix, threatOfAdvisory } from './threat-of-advisory.ts'

/** What all feeds together know of a CVE: what they say of it itself, and what advisories about it say. Those that were withdrawn say nothing. */
export function factsOfLibrary(
  cve: string,
  threats: readonly FedThreat[],
  advisories: readonly FedAdvisory[],
): ThreatFacts {
  const inForce = advisories.filter(({ advisory }) => advisory.withdrawn === undefined)
  const told = inForce.flatMap(({ advisory }) => threatOfAdvisory(cve, advisory) ?? [])
  return {
    ...factsOfThreats([...threats.map(({ threat }) => threat), ...told]),
    ...(inForce.length > 0 && { fixAvailable: inForce.some(({ advisory }) => namesFix(advisory)) }),
  }
}
