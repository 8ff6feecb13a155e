import type { CvssVector } from './cvss-vector.ts'
import { metricSpecs } from './metrics.ts'

/** Writes the metrics that were given, in the order of the specification. */
export function formatCvss({ version, metrics }: CvssVector): string {
  const text = [...metrics].map(([name, value]) => `${name}:${value}`).join('/')
  return version === '2.0' ? text : `CVSS:${version}/${text}`
}

/** The one form of all vectors that mean the same: as `formatCvss`, without metrics that are "not defined". */
export function canonicalCvss(vector: CvssVector): string {
  const undefinedValue = vector.version === '2.0' ? 'ND' : 'X'
  const kept = metricSpecs[vector.version].filter(
    ({ name }) => (vector.metrics.get(name) ?? undefinedValue) !== undefinedValue,
  )
  return formatCvss({
    version: vector.version,
    metrics: new Map(kept.map(({ name }) => [name, vector.metrics.get(name) as string])),
  })
}
