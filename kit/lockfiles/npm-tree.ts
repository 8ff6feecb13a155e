import { asList, asRecord, asText, type JsonRecord, type ProblemList } from '../reading/index.ts'

/** A folder of a module tree, by its path relative to the project. */
export interface NpmNode {
  readonly path: string
  readonly name: string
  readonly version: string
  readonly licenses: readonly string[]
  readonly dev: boolean
  /** The path that a symbolic link leads to. */
  readonly link: string | undefined
  /** Names it wants to find on its way up. */
  readonly wants: readonly string[]
}

export interface NpmTree {
  readonly nodes: ReadonlyMap<string, NpmNode>
  /** Names the project itself wants; undefined in files of version 1, which do not say. */
  readonly rootWants: readonly string[] | undefined
}

export const maxNodes = 500_000
const maxDepth = 100

/** Brings the versions 1 to 3 of package-lock.json into one shape. Source: npm's "package-lock.json". */
export function readNpmTree(document: unknown, problems: ProblemList): NpmTree {
  const root = asRecord(document)
  const nodes = new Map<string, NpmNode>()
  if (root.packages === undefined) {
    addNested(nodes, '', asRecord(root.dependencies), 0, problems)
    return { nodes, rootWants: undefined }
  }
  const packages = asRecord(root.packages)
  for (const [path, value] of Object.entries(packages).slice(0, maxNodes)) {
    if (path !== '') nodes.set(path, nodeOf(path, asRecord(value)))
  }
  return { nodes, rootWants: wantsOf(asRecord(packages['']), true) }
}

function nodeOf(path: string, entry: JsonRecord): NpmNode {
  return {
    path,
    name: asText(entry.name) ?? nameAt(path),
    version: asText(entry.version) ?? '',
    licenses: licensesOf(entry),
    dev: entry.dev === true,
    link: entry.link === true ? asText(entry.resolved) : undefined,
    wants: wantsOf(entry, false),
  }
}

function nameAt(path: string): string {
  const at = path.lastIndexOf('node_modules/')
  return at < 0 ? (path.split('/').at(-1) as string) : path.slice(at + 'node_modules/'.length)
}

function wantsOf(entry: JsonRecord, withDevelopment: boolean): readonly string[] {
  const fields = [entry.dependencies, entry.optionalDependencies, entry.peerDependencies]
  if (withDevelopment) fields.push(entry.devDependencies)
  return fields.flatMap((field) => Object.keys(asRecord(field)))
}

function licensesOf(entry: JsonRecord): readonly string[] {
  const written = [entry.license, ...asList(entry.licenses)].flatMap((one) => (Array.isArray(one) ? one : [one]))
  return written.map((one) => asText(one) ?? asText(asRecord(one).type)).filter((one) => one !== undefined)
}

/** Version 1 nests what later versions spell as paths. */
function addNested(
  nodes: Map<string, NpmNode>,
  parent: string,
  entries: JsonRecord,
  depth: number,
  problems: ProblemList,
): void {
  if (depth > maxDepth) {
    problems.add(`modules are nested deeper than ${maxDepth}`)
    return
  }
  for (const [name, value] of Object.entries(entries)) {
    if (nodes.size >= maxNodes) return
    const entry = asRecord(value)
    const path = `${parent === '' ? '' : `${parent}/`}node_modules/${name}`
    nodes.set(path, {
      path,
      name,
      version: asText(entry.version) ?? '',
      licenses: [],
      dev: entry.dev === true,
      link: undefined,
      wants: Object.keys(asRecord(entry.requires)),
    })
    addNested(nodes, path, asRecord(entry.dependencies), depth + 1, problems)
  }
}
