import { fold } from '../../search/index.ts'
import { TagError } from '../tag-error.ts'
import limits from '../tag-limits.json' with { type: 'json' }
import type { TagRow } from './tag-row.ts'

/** Where a tag is to stand. `tagId` is null for one that is new. */
export interface Placing {
  readonly tagId: number | null
  readonly name: string
  /** Public id of the tag above; null for the root. */
  readonly parent: string | null
}

export interface Placed {
  readonly parentId: number | null
  readonly path: string
  /** New paths of everything below. */
  readonly below: readonly { readonly tagId: number; readonly path: string }[]
}

export const pathSeparator = ' / '

/** Works out where a tag comes to stand. Throws TagError where the tree does not allow it. */
export function placeInTree(all: readonly TagRow[], { tagId, name, parent }: Placing): Placed {
  const byId = new Map(all.map((tag) => [tag.tagId, tag]))
  const above = parent === null ? undefined : all.find(({ id }) => id === parent)
  if (parent !== null && !above)
    throw new TagError('not-found', 'There is no such tag to put it under.', { field: 'parent' })
  const ancestors: TagRow[] = []
  for (let each = above; each; each = each.parentId === null ? undefined : byId.get(each.parentId)) {
    if (each.tagId === tagId)
      throw new TagError('own-descendant', `It cannot stand under ${quote(above!.path)}, which stands under it.`, {
        field: 'parent',
      })
    ancestors.push(each)
  }
  if (above?.kind === 'system')
    throw new TagError('system-tag', `${quote(above.name)} is a system tag: nothing can stand under it.`, {
      field: 'parent',
    })
  const parentId = above?.tagId ?? null
  const sibling = all.find((tag) => tag.tagId !== tagId && tag.parentId === parentId && fold(tag.name) === fold(name))
  if (sibling)
    throw new TagError(
      'name-taken',
      `There is a tag ${quote(sibling.name)} in this place already. Choose another name.`,
      {
        field: 'name',
      },
    )
  const path = above ? above.path + pathSeparator + name : name
  const below = tagId === null ? [] : pathsBelow(all, tagId, path)
  const depth = ancestors.length + 1 + deepest(below)
  if (depth > limits.depth)
    throw new TagError('too-deep', `Tags stand ${limits.depth} levels deep at most; this would make it ${depth}.`, {
      field: 'parent',
    })
  if ([path, ...below.map((each) => each.path)].some(({ length }) => length > limits.pathLength))
    throw new TagError('too-deep', `The names from the root to a tag have ${limits.pathLength} characters at most.`, {
      field: 'name',
    })
  return { parentId, path, below: below.map(({ tagId, path }) => ({ tagId, path })) }
}

interface Below {
  readonly tagId: number
  readonly path: string
  readonly depth: number
}

function pathsBelow(all: readonly TagRow[], tagId: number, path: string): readonly Below[] {
  const found: Below[] = []
  const open: Below[] = [{ tagId, path, depth: 0 }]
  for (let next = open.pop(); next; next = open.pop()) {
    for (const child of all) {
      if (child.parentId !== next.tagId) continue
      const below = { tagId: child.tagId, path: next.path + pathSeparator + child.name, depth: next.depth + 1 }
      found.push(below)
      open.push(below)
    }
  }
  return found
}

function deepest(below: readonly Below[]): number {
  return below.reduce((most, { depth }) => Math.max(most, depth), 0)
}

function quote(text: string): string {
  return `“${text}”`
}
