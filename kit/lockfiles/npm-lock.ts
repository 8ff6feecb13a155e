import { asRecord, ProblemList, type Reading, readJson } from '../reading/index.ts'
import { type LockedPackage, lockedId } from './locked-package.ts'
import { type NpmNode, type NpmTree, readNpmTree } from './npm-tree.ts'

/** Reads `package-lock.json` or `npm-shrinkwrap.json`, versions 1 to 3, and `node_modules/.package-lock.json`. */
export function readNpmLock(bytes: Uint8Array): Reading<LockedPackage> {
  const problems = new ProblemList()
  const document = readJson(bytes, problems)
  const { packages, dependencies } = asRecord(document)
  if (packages === undefined && dependencies === undefined) {
    if (document !== undefined && asRecord(document).lockfileVersion === undefined)
      problems.add('no packages and no dependencies')
    return { items: [], problems: problems.list }
  }
  const tree = readNpmTree(document, problems)
  const direct = directPaths(tree)
  const found = new Map<string, LockedPackage>()
  for (const node of tree.nodes.values()) {
    const target = node.link === undefined ? node : tree.nodes.get(node.link)
    // Folders of the project are reached through the links to them.
    if (target === undefined || (node.link === undefined && !isModule(node.path))) continue
    const item: LockedPackage = {
      type: 'npm',
      name: node.name,
      version: target.version,
      licenses: target.licenses,
      dev: node.dev,
      direct: direct?.has(node.path),
      dependsOn: dependenciesOf(tree, target),
    }
    const id = lockedId(item)
    found.set(id, merged(found.get(id), item))
  }
  return { items: [...found.values()], problems: problems.list }
}

function isModule(path: string): boolean {
  return path.startsWith('node_modules/') || path.includes('/node_modules/')
}

/** What the project itself names, and its own parts; undefined where the file does not say. */
function directPaths({ nodes, rootWants }: NpmTree): ReadonlySet<string> | undefined {
  if (rootWants === undefined) return undefined
  const parts = [...nodes.values()]
    .filter((node) => node.link !== undefined && !isModule(node.link))
    .map(({ path }) => path)
  return new Set([...rootWants.map((name) => `node_modules/${name}`), ...parts])
}

/** The same package in several places of the tree is one: needed for good if it is so anywhere. */
function merged(before: LockedPackage | undefined, item: LockedPackage): LockedPackage {
  if (before === undefined) return item
  return {
    ...before,
    dev: before.dev && item.dev,
    direct: before.direct === undefined ? undefined : before.direct || item.direct === true,
    dependsOn: [...new Set([...before.dependsOn, ...item.dependsOn])].sort(),
  }
}

function dependenciesOf(tree: NpmTree, node: NpmNode): readonly string[] {
  const ids = node.wants.flatMap((name) => {
    const found = resolve(tree, node.path, name)
    const target = found?.link === undefined ? found : tree.nodes.get(found.link)
    return found === undefined || target === undefined ? [] : [lockedId({ name: found.name, version: target.version })]
  })
  return [...new Set(ids)].sort()
}

/** As Node finds modules: in the folder's own node_modules, then in those of the folders above it. */
function resolve({ nodes }: NpmTree, from: string, name: string): NpmNode | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const found = nodes.get(`${folder === '' ? '' : `${folder}/`}node_modules/${name}`)
    if (found !== undefined || folder === '') return found
  }
}
