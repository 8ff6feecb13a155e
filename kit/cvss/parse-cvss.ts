import { type CvssResult, type CvssVector, type CvssVersion, refuse } from './cvss-vector.ts'
import { type MetricSpec, metricSpecs } from './metrics.ts'

/** All metrics of version 4.0 with their longest values stay far below it. Unit: UTF-16 code units. */
const maxLength = 512

/**
 * Parses a vector of any version, or says what is wrong and where. Metrics may stand in any order, as producers write
 * them; each at most once, with a value of its version, and all base metrics must be there. Upper and lower case
 * differ. A vector of version 2 may stand in parentheses. Never throws.
 *
 * Sources: "A Complete Guide to CVSS 2.0" §2.4, CVSS v3.0 and v3.1 Specification §6, CVSS v4.0 Specification §7.
 */
export function parseCvss(text: string): CvssResult<CvssVector> {
  if (text.length > maxLength) return refuse(`longer than ${maxLength} characters`, maxLength)
  if (text === '') return refuse('empty', 0)
  const prefix = /^CVSS:([^/]*)\//.exec(text)
  if (prefix !== null) {
    const version = prefix[1] as string
    if (version !== '3.0' && version !== '3.1' && version !== '4.0') {
      return refuse(`version "${version}" is not one of 3.0, 3.1, 4.0; a vector of 2.0 has no prefix`, 5)
    }
    return parseMetrics(text, version, prefix[0].length, text.length)
  }
  if (/^cvss/i.test(text)) return refuse('the prefix is not one of CVSS:3.0/, CVSS:3.1/, CVSS:4.0/', 0)
  const wrapped = text.startsWith('(') && text.endsWith(')')
  return parseMetrics(text, '2.0', wrapped ? 1 : 0, wrapped ? text.length - 1 : text.length)
}

function parseMetrics(text: string, version: CvssVersion, from: number, to: number): CvssResult<CvssVector> {
  const specs = metricSpecs[version]
  const given = new Map<string, string>()
  let position = from
  for (const field of text.slice(from, to).split('/')) {
    const colon = field.indexOf(':')
    if (colon < 0) return refuse(`"${field}" is not a metric and its value, NAME:VALUE`, position)
    const name = field.slice(0, colon)
    const value = field.slice(colon + 1)
    const spec = specs.find((one) => one.name === name)
    if (spec === undefined) return refuse(`version ${version} has no metric "${name}"`, position)
    if (!spec.values.includes(value)) {
      return refuse(`${name} is one of ${spec.values.join(', ')}, not "${value}"`, position + colon + 1)
    }
    if (given.has(name)) return refuse(`${name} stands there twice`, position)
    given.set(name, value)
    position += field.length + 1
  }
  const missing = specs.filter(({ name, group }) => group === 'base' && !given.has(name))
  if (missing.length > 0) return refuse(`base metrics are missing: ${missing.map(({ name }) => name).join(', ')}`, to)
  return { ok: true, value: { version, metrics: new Map(inOrder(specs, given)) } }
}

function inOrder(specs: readonly MetricSpec[], given: ReadonlyMap<string, string>): [string, string][] {
  return specs.flatMap(({ name }): [string, string][] => {
    const value = given.get(name)
    return value === undefined ? [] : [[name, value]]
  })
}
