/** Rows that stand below one another: in the order of the tree, without those below a closed one. */
export interface GridTree<Row> {
  place(row: Row): TreePlace
  onExpand: (rows: readonly Row[], expanded: boolean) => void
}

export interface TreePlace {
  /** 1 for the roots. */
  readonly level: number
  /** Undefined for one with nothing below it. */
  readonly expanded: boolean | undefined
  /** Among its siblings, from 1, and how many they are. */
  readonly position: number
  readonly siblings: number
}

/** What a key does in a tree (ARIA treegrid pattern): where it leads, or which rows it opens or closes. */
export function treeStep<Row>(
  key: string,
  at: number,
  rows: { readonly count: number; at(index: number): Row | undefined },
  { place }: GridTree<Row>,
): { readonly to: number } | { readonly rows: readonly Row[]; readonly expanded: boolean } | undefined {
  const row = rows.at(at)
  if (row === undefined) return undefined
  const { level, expanded } = place(row)
  if (key === 'ArrowRight') {
    if (expanded === undefined) return undefined
    return expanded ? { to: at + 1 } : { rows: [row], expanded: true }
  }
  if (key === 'ArrowLeft') {
    if (expanded) return { rows: [row], expanded: false }
    for (let index = at - 1; index >= 0; index--) {
      const above = rows.at(index)
      if (above !== undefined && place(above).level < level) return { to: index }
    }
    return undefined
  }
  if (key !== '*') return undefined
  const closed: Row[] = []
  const look = (by: 1 | -1) => {
    for (let index = at; index >= 0 && index < rows.count; index += by) {
      const other = rows.at(index)
      if (other === undefined || place(other).level < level) return
      if (place(other).level === level && place(other).expanded === false && !closed.includes(other)) closed.push(other)
    }
  }
  look(-1)
  look(1)
  return closed.length > 0 ? { rows: closed, expanded: true } : undefined
}
