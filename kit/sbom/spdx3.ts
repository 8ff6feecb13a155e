import { asList, asRecord, type JsonRecord } from '../reading/index.ts'
import { limits, type SbomComponent, SbomProblems, type SbomReading, textOf } from './sbom.ts'

/** Reads an SPDX 3 document in JSON-LD, as the specification's own context writes it. Source: SPDX 3.0.1, "Serialization". */
export function readSpdx3(document: JsonRecord): SbomReading {
  const graph = asList(document['@graph']).map((one) => asRecord(one))
  const version = versionOf(document['@context'], graph)
  if (version === undefined) return { ok: false, problem: 'the context of the document is not one of SPDX 3' }
  const problems = new SbomProblems()
  const byId = new Map(graph.map((one) => [String(one.spdxId ?? one['@id'] ?? ''), one]))
  const licenses = licensesOf(graph, byId)
  const roots = new Set(
    graph
      .filter(({ type }) => isType(type, 'SpdxDocument') || isType(type, 'Sbom'))
      .flatMap(({ rootElement }) => asList(rootElement).map(String)),
  )
  const components: SbomComponent[] = []
  let subject: { readonly name: string; readonly version: string | undefined } | undefined
  let system: SbomComponent | undefined
  for (const [index, element] of graph.entries()) {
    if (!isType(element.type ?? element['@type'], 'Package')) continue
    const id = String(element.spdxId ?? element['@id'] ?? '')
    const component = componentOf(element, licenses.get(id) ?? [])
    if (component === undefined) {
      problems.add('has no name', `@graph[${index}]`)
      continue
    }
    if (components.length >= limits.components) {
      problems.add(`more than ${limits.components} packages; the rest is left out`, `@graph[${index}]`)
      break
    }
    const isRoot = roots.has(id)
    if (isRoot) subject ??= { name: component.name, version: component.version }
    if (component.kind === 'operating-system') system ??= component
    if (!isRoot || component.purl !== undefined) components.push(component)
  }
  return {
    ok: true,
    sbom: {
      format: 'SPDX',
      version,
      subject,
      distribution: system && { id: system.name.toLowerCase(), release: system.version },
      components,
      problems: problems.list,
    },
  }
}

function versionOf(context: unknown, graph: readonly JsonRecord[]): string | undefined {
  const stated = graph.map(({ specVersion }) => textOf(specVersion)).find((one) => one !== undefined)
  const named = [context, ...asList(context)].map(
    (one) => /spdx\.org\/rdf\/(3\.\d+(?:\.\d+)?)\//.exec(String(one))?.[1],
  )
  const version = named.find((one) => one !== undefined) ?? stated
  return version?.startsWith('3.') ? version : undefined
}

/** `software_Package` and `Package` are one type. */
function isType(type: unknown, name: string): boolean {
  return [type, ...asList(type)].some((one) => typeof one === 'string' && one.split(/[_/]/).at(-1) === name)
}

function componentOf(element: JsonRecord, licenses: readonly string[]): SbomComponent | undefined {
  const name = textOf(element.name)
  if (name === undefined) return undefined
  const identifiers = asList(element.externalIdentifier)
    .slice(0, limits.list)
    .map((one) => asRecord(one))
  const identified = (type: RegExp) =>
    identifiers
      .filter(({ externalIdentifierType }) => type.test(String(externalIdentifierType)))
      .flatMap(({ identifier }) => textOf(identifier) ?? [])
  const { software_packageUrl, software_packageVersion, software_primaryPurpose } = element
  return {
    kind: String(software_primaryPurpose ?? 'library')
      .replace(/([a-z])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .slice(0, 64),
    name,
    version: textOf(software_packageVersion),
    purl: textOf(software_packageUrl) ?? identified(/packageUrl$/i)[0],
    cpes: [...new Set(identified(/cpe2[23]$/i))],
    licenses,
    source: undefined,
    path: undefined,
  }
}

/** Licences are elements of their own, which relationships tie to packages. */
function licensesOf(
  graph: readonly JsonRecord[],
  byId: ReadonlyMap<string, JsonRecord>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const { relationshipType, from, to } of graph) {
    if (!/^has(?:Concluded|Declared)License$/.test(String(relationshipType))) continue
    const expressions = asList(to).flatMap(
      (id) => textOf(byId.get(String(id))?.simplelicensing_licenseExpression) ?? [],
    )
    if (expressions.length > 0) found.set(String(from), expressions)
  }
  return found
}
