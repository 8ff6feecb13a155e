import { asList, asRecord, type JsonRecord } from '../reading/index.ts'
import { checkComponent, checkDocument } from './check-cyclonedx.ts'
import words from './cyclonedx-words.json' with { type: 'json' }
import { limits, type SbomComponent, SbomProblems, type SbomReading, textOf } from './sbom.ts'

/** Reads a CycloneDX document of JSON's shape. Source: ECMA-424. */
export function readCycloneDx(document: JsonRecord, problems = new SbomProblems()): SbomReading {
  const version = textOf(document.specVersion)
  if (version === undefined || !words.versions.includes(version))
    return { ok: false, problem: `CycloneDX ${String(version ?? 'without a specVersion').slice(0, 16)} is not known` }
  checkDocument(document, problems)
  const components: SbomComponent[] = []
  const references = new Set<string>()
  let distribution: { readonly id: string; readonly release: string | undefined } | undefined
  const waiting = inReverse(asList(document.components), 'components', 1)
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const record = asRecord(next.value)
    checkComponent(record, next.at, references, problems)
    const component = componentOf(record)
    if (component !== undefined) components.push(component)
    if (component?.kind === 'operating-system')
      distribution ??= { id: component.name.toLowerCase(), release: component.version }
    if (components.length >= limits.components) {
      problems.add(`more than ${limits.components} components; the rest is left out`, next.at)
      break
    }
    const nested = asList(record.components)
    if (nested.length > 0 && next.depth >= limits.depth)
      problems.add(`components nest deeper than ${limits.depth}; those are left out`, next.at)
    else waiting.push(...inReverse(nested, `${next.at}.components`, next.depth + 1))
  }
  const subject = asRecord(asRecord(document.metadata).component)
  const name = textOf(subject.name)
  return {
    ok: true,
    sbom: {
      format: 'CycloneDX',
      version,
      subject: name === undefined ? undefined : { name, version: textOf(subject.version) },
      distribution: distribution ?? distributionOf(subject),
      components,
      problems: problems.list,
    },
  }
}

interface Waiting {
  readonly value: unknown
  readonly at: string
  readonly depth: number
}

/** The last first, so that what is taken from the end comes in the order of the document. */
function inReverse(values: readonly unknown[], at: string, depth: number): Waiting[] {
  return values.map((value, index) => ({ value, at: `${at}[${index}]`, depth })).reverse()
}

function distributionOf(subject: JsonRecord) {
  const name = textOf(subject.name)
  return subject.type === 'operating-system' && name !== undefined
    ? { id: name.toLowerCase(), release: textOf(subject.version) }
    : undefined
}

function componentOf(record: JsonRecord): SbomComponent | undefined {
  const name = textOf(record.name)
  if (name === undefined) return undefined
  const group = textOf(record.group)
  const properties = new Map(
    asList(record.properties)
      .slice(0, limits.list)
      .map((one) => [textOf(asRecord(one).name) ?? '', textOf(asRecord(one).value)] as const),
  )
  const told = (names: readonly string[]) =>
    names.map((one) => properties.get(one)).find((value) => value !== undefined)
  const occurrence = asRecord(asList(asRecord(record.evidence).occurrences)[0])
  const cpes = [textOf(record.cpe), told(words.cpe)].filter((cpe) => cpe !== undefined)
  return {
    kind: textOf(record.type) ?? '',
    name: group === undefined ? name : `${group}/${name}`,
    version: textOf(record.version),
    purl: textOf(record.purl),
    cpes: [...new Set(cpes)],
    licenses: asList(record.licenses).slice(0, limits.list).flatMap(licenseOf),
    source: sourceOf(told),
    path: told(words.path) ?? textOf(occurrence.location),
  }
}

function sourceOf(told: (names: readonly string[]) => string | undefined): SbomComponent['source'] {
  const name = told(words.sourceName)
  const upstream = told(words.sourceVersion)
  if (name === undefined || upstream === undefined) return undefined
  const [epoch, release] = [told(words.sourceEpoch), told(words.sourceRelease)]
  const full = release === undefined ? upstream : `${upstream}-${release}`
  return { name, version: epoch === undefined || epoch === '0' || full.includes(':') ? full : `${epoch}:${full}` }
}

function licenseOf(choice: unknown): readonly string[] {
  const { expression, license } = asRecord(choice)
  const { id, name } = asRecord(license)
  const found = textOf(expression) ?? textOf(id) ?? textOf(name)
  return found === undefined ? [] : [found]
}
