import { addressOf, exactly } from '@holdfast/design'

/** The answer of `GET /tags/:tag`. */
export interface Tag {
  readonly id: string
  readonly version: number
  readonly kind: 'static' | 'dynamic' | 'system'
  readonly name: string
  readonly path: string
  readonly parent: string | null
  readonly colour: string
  readonly criticality: number | null
  readonly description: string
  readonly query: string | null
  readonly assets: number
  readonly evaluating: boolean
  readonly evaluatedAt: string | null
  readonly evaluatedMs: number | null
  readonly problem: string | null
  readonly createdBy: string
  readonly createdAt: string
  readonly updatedAt: string
}

/** The answer of `POST /tags/preview`. */
export interface Preview {
  readonly canonical: string
  readonly words: string
  readonly timed: boolean
  readonly total: number
  readonly assets: readonly { readonly id: string; readonly name: string; readonly kind: string }[]
}

/** How deep a tag stands: 0 at the root. */
export function depths(tags: readonly Tag[]): ReadonlyMap<string, number> {
  const byId = new Map(tags.map((tag) => [tag.id, tag]))
  const found = new Map<string, number>()
  for (const tag of tags) {
    let depth = 0
    for (let above = tag.parent; above !== null && depth < 20; above = byId.get(above)?.parent ?? null) depth++
    found.set(tag.id, depth)
  }
  return found
}

/** In the order of the tree: each tag before those below it, siblings by their names; the program's own last. */
export function treeOrder(tags: readonly Tag[]): readonly Tag[] {
  const below = new Map<string, Tag[]>()
  for (const tag of tags) {
    const siblings = below.get(tag.parent ?? '') ?? []
    siblings.push(tag)
    below.set(tag.parent ?? '', siblings)
  }
  const ordered: Tag[] = []
  const walk = (parent: string) => {
    const siblings = (below.get(parent) ?? []).toSorted(
      (a, b) => Number(a.kind === 'system') - Number(b.kind === 'system') || a.name.localeCompare(b.name),
    )
    for (const tag of siblings) {
      ordered.push(tag)
      walk(tag.id)
    }
  }
  walk('')
  return ordered
}

/** The tag and everything below it: where it cannot be moved to. */
export function branchOf(tags: readonly Tag[], id: string): ReadonlySet<string> {
  const found = new Set([id])
  // Parents stand before their children in the order of paths, but a cycle must not hang the page either.
  for (let grown = true; grown; ) {
    grown = false
    for (const tag of tags) {
      if (tag.parent === null || !found.has(tag.parent) || found.has(tag.id)) continue
      found.add(tag.id)
      grown = true
    }
  }
  return found
}

/** The list of assets that have a tag: by its path where another one has the same name. */
export function assetsWith(tag: Tag, all: readonly Tag[]): string {
  const alone = all.every((other) => other.id === tag.id || other.name.toLowerCase() !== tag.name.toLowerCase())
  return addressOf('/inventory', { q: alone ? `tags:${exactly(tag.name)}` : `tags.path:${exactly(tag.path)}` })
}

export const kindWords: Readonly<Record<Tag['kind'], string>> = {
  static: 'by hand',
  dynamic: 'by a query',
  system: 'by Holdfast',
}
