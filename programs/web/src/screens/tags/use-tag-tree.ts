import { type GridTree, type TreePlace, usePreference } from '@holdfast/design'
import { useMemo } from 'react'
import { depths, type Tag } from './tag.ts'

/** The tree of tags as it is shown: what stands below a closed one is left out. Which are closed is remembered on this device. */
export function useTagTree(tags: readonly Tag[]): { readonly shown: readonly Tag[]; readonly tree: GridTree<Tag> } {
  const [closed, setClosed] = usePreference<readonly string[]>('tags-closed', [])
  const places = useMemo(() => placesOf(tags, new Set(closed)), [tags, closed])
  const shown = useMemo(() => tags.filter(({ id }) => places.get(id)?.isShown), [tags, places])
  return {
    shown,
    tree: {
      place: ({ id }) => places.get(id) ?? { level: 1, expanded: undefined, position: 1, siblings: 1 },
      onExpand(rows, expanded) {
        const ids = new Set(rows.map(({ id }) => id))
        const known = new Set(tags.map(({ id }) => id))
        // Tags that are gone are forgotten on the way.
        const others = closed.filter((id) => !ids.has(id) && known.has(id))
        setClosed(expanded ? others : [...others, ...ids])
      },
    },
  }
}

function placesOf(
  tags: readonly Tag[],
  closed: ReadonlySet<string>,
): ReadonlyMap<string, TreePlace & { readonly isShown: boolean }> {
  const depth = depths(tags)
  const below = new Map<string, Tag[]>()
  for (const tag of tags) below.set(tag.parent ?? '', [...(below.get(tag.parent ?? '') ?? []), tag])
  const byId = new Map(tags.map((tag) => [tag.id, tag]))
  const isHidden = ({ parent }: Tag): boolean => {
    const above = parent === null ? undefined : byId.get(parent)
    return above !== undefined && (closed.has(above.id) || isHidden(above))
  }
  return new Map(
    tags.map((tag) => {
      const siblings = below.get(tag.parent ?? '') ?? []
      const place = {
        level: (depth.get(tag.id) ?? 0) + 1,
        expanded: below.has(tag.id) ? !closed.has(tag.id) : undefined,
        position: siblings.indexOf(tag) + 1,
        siblings: siblings.length,
        isShown: !isHidden(tag),
      }
      return [tag.id, place]
    }),
  )
}
