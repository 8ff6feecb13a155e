import type { ThreatFacts } from '../../apps/vulnerabilities/engine/priority/index.ts'

const vectors = [
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', 8.8],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', 7.5],
  ['CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N', 5.5],
  ['CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N', 2.5],
] as const

/** Two in a hundred are exploited, few have a high probability, as it is among real ones. */
export function madeUpThreat(index: number): ThreatFacts {
  const [vector, score] = vectors[index % vectors.length] as (typeof vectors)[number]
  const isExploited = index % 50 === 7
  return {
    cvss: { vector, version: '3.1', score },
    epss: ((index * 7919) % 1000) ** 4 / 1e12,
    ...(isExploited && {
      kev: { added: '2026-01-01', due: '2026-12-01', ransomware: index % 3 === 0 },
      exploitation: { level: 'active', because: 'it is in the catalogue' } as const,
    }),
    automatable: index % 3 === 0 ? 'yes' : 'no',
    technicalImpact: index % 4 === 0 ? 'total' : 'partial',
  }
}
