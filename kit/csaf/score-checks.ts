import { type CvssVector, parseCvss, scoreCvss, severityOf } from '../cvss/index.ts'
import { asText, type JsonRecord } from '../reading/index.ts'
import properties from './cvss-properties.json' with { type: 'json' }
import { type CsafView, type Placed, within } from './view.ts'

/** A CVSS of a score: its object, and its vector where that is well-formed. */
export interface PlacedCvss extends Placed {
  readonly member: 'cvss_v2' | 'cvss_v3'
  readonly vector: CvssVector | undefined
}

/** Every CVSS of every score. */
export function cvssOf({ vulnerabilities }: CsafView): readonly PlacedCvss[] {
  return within(vulnerabilities, 'scores').flatMap(({ value, at }) =>
    (['cvss_v2', 'cvss_v3'] as const).flatMap((member) => {
      const one = value[member]
      if (typeof one !== 'object' || one === null) return []
      const record = one as JsonRecord
      const parsed = parseCvss(asText(record.vectorString) ?? '')
      return [{ member, value: record, at: `${at}.${member}`, vector: parsed.ok ? parsed.value : undefined }]
    }),
  )
}

/** What a CVSS lacks or has wrong by the schemas of FIRST. */
export function* schemaFailures({ value, member, vector, at }: PlacedCvss) {
  const versions = member === 'cvss_v2' ? ['2.0'] : ['3.0', '3.1']
  const needed = ['version', 'vectorString', 'baseScore', ...(member === 'cvss_v3' ? ['baseSeverity'] : [])]
  for (const name of needed) if (value[name] === undefined) yield { at, message: `${name} is missing` }
  if (value.version !== undefined && !versions.includes(String(value.version)))
    yield { at: `${at}.version`, message: `is none of ${versions.join(', ')}` }
  if (value.vectorString !== undefined && (vector === undefined || !versions.includes(vector.version)))
    yield { at: `${at}.vectorString`, message: 'is no vector of the version' }
  for (const name of ['baseScore', 'temporalScore', 'environmentalScore']) {
    const score = value[name]
    if (score !== undefined && !(typeof score === 'number' && score >= 0 && score <= 10))
      yield { at: `${at}.${name}`, message: 'is no number from 0 to 10' }
  }
}

/** Scores and severities that do not follow from the vector. */
export function* computationFailures({ value, vector, at }: PlacedCvss) {
  if (vector === undefined) return
  const { base, temporal, environmental } = scoreCvss(vector)
  for (const [name, computed] of [
    ['base', base],
    ['temporal', temporal],
    ['environmental', environmental],
  ] as const) {
    const score = value[`${name}Score`]
    if (typeof score === 'number' && computed !== null && score !== computed)
      yield { at: `${at}.${name}Score`, message: `is ${score}; the vector gives ${computed}` }
    const severity = value[`${name}Severity`]
    const rated = computed === null ? undefined : severityOf(vector.version, computed).toUpperCase()
    if (typeof severity === 'string' && rated !== undefined && severity !== rated)
      yield { at: `${at}.${name}Severity`, message: `is ${severity.slice(0, 20)}; the vector gives ${rated}` }
  }
}

/** Properties that say something else than the vector. */
export function* vectorFailures({ value, member, vector, at }: PlacedCvss) {
  if (vector === undefined) return
  for (const [name, { metric, values }] of Object.entries(properties[member] as Properties)) {
    const told = value[name]
    if (typeof told !== 'string') continue
    const written = vector.metrics.get(metric)
    // What the vector leaves out is not contradicted.
    if (written !== undefined && told !== values[written])
      yield { at: `${at}.${name}`, message: `is ${told.slice(0, 40)}; the vector says ${values[written] ?? written}` }
  }
}

type Properties = Readonly<
  Record<string, { readonly metric: string; readonly values: Readonly<Record<string, string>> }>
>

/** The value of a metric, by the vector or by its property. */
export function metricOf({ value, member, vector }: PlacedCvss, metric: string): string | undefined {
  const written = vector?.metrics.get(metric)
  if (written !== undefined && written !== 'X' && written !== 'ND') return written
  for (const [name, one] of Object.entries(properties[member] as Properties)) {
    if (one.metric !== metric) continue
    const told = Object.entries(one.values).find(([, word]) => word === value[name])
    if (told !== undefined) return told[0]
  }
  return undefined
}
