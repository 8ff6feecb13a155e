/** Which rows are chosen: the ones named, or all that match except the ones named. "All" needs no row to be loaded. */
export interface Selection {
  readonly all: boolean
  readonly ids: ReadonlySet<string>
}

export const nothingSelected: Selection = { all: false, ids: new Set() }
export const allSelected: Selection = { all: true, ids: new Set() }

export function isSelected(selection: Selection, id: string): boolean {
  return selection.all !== selection.ids.has(id)
}

export function toggleSelected(selection: Selection, id: string): Selection {
  return setSelected(selection, [id], !isSelected(selection, id))
}

/** Chooses or leaves out several rows at once: what Shift does. */
export function setSelected(selection: Selection, ids: readonly string[], chosen: boolean): Selection {
  const named = new Set(selection.ids)
  for (const id of ids) {
    if (chosen === selection.all) named.delete(id)
    else named.add(id)
  }
  return { all: selection.all, ids: named }
}

/** How many of `total` rows are chosen. */
export function countSelected(selection: Selection, total: number): number {
  return selection.all ? Math.max(0, total - selection.ids.size) : selection.ids.size
}

/** For the box in the header: none, all, or some. */
export function selectionExtent(selection: Selection, total: number): boolean | 'mixed' {
  const count = countSelected(selection, total)
  return count === 0 ? false : count >= total ? true : 'mixed'
}
