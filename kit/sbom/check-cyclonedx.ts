import { asList, asRecord, type JsonRecord } from '../reading/index.ts'
import words from './cyclonedx-words.json' with { type: 'json' }
import { limits, type SbomProblems } from './sbom.ts'
import licenseIds from './spdx-licenses.json' with { type: 'json' }

const hashLengths = new Map<string, number>(Object.entries(words.hashes))
const licenses = new Set<string>(licenseIds)

/** Notes what in a document as a whole is against the format. */
export function checkDocument(document: JsonRecord, problems: SbomProblems): void {
  const { serialNumber } = document
  if (
    serialNumber !== undefined &&
    !/^urn:uuid:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(String(serialNumber))
  )
    problems.add('is not a UUID as "urn:uuid:…"', 'serialNumber')
  const metadata = asRecord(document.metadata)
  const { timestamp } = metadata
  if (
    timestamp !== undefined &&
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/i.test(String(timestamp))
  )
    problems.add('is not a date with its time', 'metadata.timestamp')
  checkLicenses(metadata.licenses, 'metadata.licenses', problems)
  each(document.dependencies, 'dependencies', (dependency, at) => {
    if (typeof dependency.ref !== 'string' || dependency.ref === '') problems.add('names no component', `${at}.ref`)
  })
  each(document.services, 'services', (service, at) =>
    each(service.data, `${at}.data`, (data, place) => oneOf(data.flow, words.flows, `${place}.flow`, problems)),
  )
}

/** Notes what in one component is against the format. `references` are those of components before it. */
export function checkComponent(
  component: JsonRecord,
  at: string,
  references: Set<string>,
  problems: SbomProblems,
): void {
  const { name, type, scope, swid } = component
  if (typeof name !== 'string' || name === '') problems.add('is missing', `${at}.name`)
  if (type === undefined) problems.add('is missing', `${at}.type`)
  else oneOf(type, words.types, `${at}.type`, problems)
  if (scope !== undefined) oneOf(scope, words.scopes, `${at}.scope`, problems)
  const reference = component['bom-ref']
  if (reference !== undefined) {
    if (typeof reference !== 'string' || reference === '') problems.add('is empty', `${at}.bom-ref`)
    else if (references.has(reference)) problems.add('is given twice', `${at}.bom-ref`)
    else references.add(reference)
  }
  if (swid !== undefined && !asRecord(swid).tagId) problems.add('is missing', `${at}.swid.tagId`)
  each(component.hashes, `${at}.hashes`, ({ alg, content }, place) => {
    const length = hashLengths.get(String(alg))
    if (length === undefined) problems.add('is not an algorithm of the format', `${place}.alg`)
    else if (typeof content !== 'string' || content.length !== length || !/^[0-9a-f]+$/i.test(content))
      problems.add(`is not ${length} hexadecimal digits`, `${place}.content`)
  })
  checkLicenses(component.licenses, `${at}.licenses`, problems)
  each(asRecord(component.pedigree).patches, `${at}.pedigree.patches`, (patch, place) => {
    oneOf(patch.type, words.patches, `${place}.type`, problems)
    each(patch.resolves, `${place}.resolves`, (issue, here) =>
      oneOf(issue.type, words.issues, `${here}.type`, problems),
    )
  })
}

function checkLicenses(value: unknown, at: string, problems: SbomProblems): void {
  each(value, at, ({ expression, license }, place) => {
    if (expression !== undefined && license !== undefined) problems.add('is both an expression and a licence', place)
    if (license === undefined) return
    const { id, name, text } = asRecord(license)
    if (id !== undefined && name !== undefined) problems.add('has both an id and a name', place)
    if (id !== undefined && !licenses.has(String(id))) problems.add('is not an SPDX licence', `${place}.id`)
    const { encoding } = asRecord(text)
    if (encoding !== undefined) oneOf(encoding, words.encodings, `${place}.text.encoding`, problems)
  })
}

function oneOf(value: unknown, allowed: readonly string[], at: string, problems: SbomProblems): void {
  if (!allowed.includes(String(value))) problems.add(`is none of ${allowed.join(', ')}`, at)
}

function each(value: unknown, at: string, look: (record: JsonRecord, at: string) => void): void {
  for (const [index, one] of asList(value).slice(0, limits.list).entries()) look(asRecord(one), `${at}[${index}]`)
}
