import { asList, asRecord, type JsonRecord } from '../reading/index.ts'
import { limits, type SbomComponent, SbomProblems, type SbomReading, textOf } from './sbom.ts'

/** Reads an SPDX 2 document of JSON's shape. Source: SPDX 2.3, clauses 6 and 7. */
export function readSpdx2(document: JsonRecord): SbomReading {
  const version = /^SPDX-(2\.\d)$/.exec(textOf(document.spdxVersion) ?? '')?.[1]
  if (version === undefined)
    return { ok: false, problem: `${String(document.spdxVersion).slice(0, 32)} is not a version of SPDX that is known` }
  const problems = new SbomProblems()
  const packages = asList(document.packages)
  if (packages.length > limits.components) problems.add(`more than ${limits.components} packages`, 'packages')
  const described = new Set(asList(document.documentDescribes).map(String))
  for (const one of asList(document.relationships)) {
    const { relationshipType, spdxElementId, relatedSpdxElement } = asRecord(one)
    if (relationshipType === 'DESCRIBES' && spdxElementId === 'SPDXRef-DOCUMENT')
      described.add(String(relatedSpdxElement))
  }
  const components: SbomComponent[] = []
  let subject: SbomComponent | undefined
  let system: SbomComponent | undefined
  for (const [index, one] of packages.slice(0, limits.components).entries()) {
    const record = asRecord(one)
    const component = componentOf(record)
    if (component === undefined) {
      problems.add('has no name', `packages[${index}]`)
      continue
    }
    const isSubject = described.has(String(record.SPDXID))
    if (isSubject) subject ??= component
    if (component.kind === 'operating-system') system ??= component
    // What a document describes is the whole, unless it is itself a package.
    if (!isSubject || component.purl !== undefined || packages.length === 1) components.push(component)
  }
  const name = subject?.name ?? textOf(document.name)
  return {
    ok: true,
    sbom: {
      format: 'SPDX',
      version,
      subject: name === undefined ? undefined : { name, version: subject?.version },
      distribution: system && { id: system.name.toLowerCase(), release: system.version },
      components,
      problems: problems.list,
    },
  }
}

function componentOf(record: JsonRecord): SbomComponent | undefined {
  const name = textOf(record.name)
  if (name === undefined) return undefined
  const references = asList(record.externalRefs)
    .slice(0, limits.list)
    .map((one) => asRecord(one))
  const located = (type: RegExp) =>
    references
      .filter(({ referenceType }) => type.test(String(referenceType)))
      .flatMap(({ referenceLocator }) => textOf(referenceLocator) ?? [])
  const stated = [textOf(record.licenseConcluded), textOf(record.licenseDeclared)]
  return {
    kind: String(record.primaryPackagePurpose ?? 'library')
      .toLowerCase()
      .slice(0, 64),
    name,
    version: textOf(record.versionInfo),
    purl: located(/(?:^|\/)purl$/)[0],
    cpes: [...new Set(located(/(?:^|\/)cpe2[23]Type$/))],
    licenses: stated
      .filter((one) => one !== undefined && one !== 'NOASSERTION' && one !== 'NONE')
      .slice(0, 1) as string[],
    source: builtFrom(textOf(record.sourceInfo)),
    path: textOf(record.packageFileName),
  }
}

/** Tools write there what a package was built from: "built package from: openssl 3.0.11-1". */
function builtFrom(text: string | undefined): SbomComponent['source'] {
  const [, name, version] = /^built package from: (\S+) (\S+)$/.exec(text ?? '') ?? []
  return name === undefined || version === undefined ? undefined : { name, version }
}
