/**
 * Places in the page for the rows that are drawn. A row keeps its place as long as it is drawn; one that comes takes the
 * place of one that went, so that scrolling fills elements anew and makes none.
 */
export class RowSlots {
  private readonly slots = new Map<number, number>()
  private made = 0

  /** Takes the indexes that are drawn now, and gives the place of each. */
  place(indexes: readonly number[]): ReadonlyMap<number, number> {
    const now = new Set(indexes)
    const free: number[] = []
    for (const [index, slot] of this.slots) {
      if (now.has(index)) continue
      this.slots.delete(index)
      free.push(slot)
    }
    for (const index of indexes) if (!this.slots.has(index)) this.slots.set(index, free.pop() ?? this.made++)
    return this.slots
  }
}
