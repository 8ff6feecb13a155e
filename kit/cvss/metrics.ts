import type { CvssVector, CvssVersion } from './cvss-vector.ts'
import cvss2 from './cvss2.json' with { type: 'json' }
import cvss3 from './cvss3.json' with { type: 'json' }
import cvss4 from './cvss4.json' with { type: 'json' }

export interface MetricSpec {
  readonly name: string
  readonly group: string
  /** Of an optional metric the first one is "not defined". */
  readonly values: readonly string[]
}

/** The metrics of each version in the order in which its specification writes them. */
export const metricSpecs: Readonly<Record<CvssVersion, readonly MetricSpec[]>> = {
  '2.0': cvss2.metrics,
  '3.0': cvss3.metrics,
  '3.1': cvss3.metrics,
  '4.0': cvss4.metrics,
}

/** The value of a metric, or "not defined" in the spelling of its version. */
export function metric({ version, metrics }: CvssVector, name: string): string {
  return metrics.get(name) ?? (version === '2.0' ? 'ND' : 'X')
}

/** Whether any metric of a group was given another value than "not defined". */
export function isGroupDefined(vector: CvssVector, group: string): boolean {
  return metricSpecs[vector.version].some(
    (spec) => spec.group === group && metric(vector, spec.name) !== spec.values[0],
  )
}
