import type { PlaceFacts, ThreatFacts } from '../score/threat-facts.ts'
import impacts from './criticality-impacts.json' with { type: 'json' }
import type { PointInput } from './decide.ts'

/**
 * Inputs of all trees from what is known of a vulnerability and of the place it is found in. `catalogue` tells that the catalogue of known exploited
 * vulnerabilities was looked at: only then is what is not in it known not to be.
 */
export function inputsOfFacts(
  threat: ThreatFacts,
  place: PlaceFacts = {},
  { catalogue = false }: { readonly catalogue?: boolean } = {},
): Readonly<Record<string, PointInput | undefined>> {
  const criticality = place.criticality === undefined ? undefined : String(place.criticality)
  return {
    exploitation: exploitation(threat),
    automatable: fromFeed(threat.automatable),
    technicalImpact: fromFeed(threat.technicalImpact),
    inKev: inKev(threat, catalogue),
    missionImpact: mapped(impacts.missionImpact, criticality, `the asset has criticality ${criticality} of 5`),
    humanImpact: mapped(impacts.humanImpact, criticality, `the asset has criticality ${criticality} of 5`),
    systemExposure: mapped(impacts.systemExposure, place.reach, `it is reached from: ${place.reach}`),
    assetExposure: mapped(impacts.assetExposure, place.reach, `it is reached from: ${place.reach}`),
  }
}

function exploitation({ exploitation, kev }: ThreatFacts): PointInput | undefined {
  if (kev) return { values: ['active'], because: 'it is in the catalogue of known exploited vulnerabilities' }
  if (exploitation === undefined) return undefined
  const { level, because, atLeast } = exploitation
  if (level === 'active' || level === 'ransomware') return { values: ['active'], because }
  if (level === 'none') return { values: ['none'], because }
  return { values: atLeast ? ['poc', 'active'] : ['poc'], because }
}

function fromFeed(value: string | undefined): PointInput | undefined {
  return value === undefined ? undefined : { values: [value], because: 'its SSVC points say so' }
}

function inKev({ kev }: ThreatFacts, catalogue: boolean): PointInput | undefined {
  if (kev) return { values: ['yes'], because: 'it is in the catalogue' }
  return catalogue ? { values: ['no'], because: 'it is not in the catalogue' } : undefined
}

function mapped(
  map: Readonly<Record<string, string>>,
  key: string | undefined,
  because: string,
): PointInput | undefined {
  const value = key !== undefined && Object.hasOwn(map, key) ? map[key] : undefined
  return value === undefined ? undefined : { values: [value], because }
}
