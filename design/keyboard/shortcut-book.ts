import { isSingleKey, matchesStroke, type Stroke } from './strokes.ts'

export interface Shortcut {
  /** `j`, `mod+k`, or two strokes one after the other: `g i`. */
  readonly keys: string
  readonly label: string
  /** Heading in the key sheet. */
  readonly group: string
  readonly run: () => void
}

/** All shortcuts that are in force now. The one that was bound last wins, so that a drawer may take keys from its list. */
export class ShortcutBook {
  singleKeys = true
  #bound: Shortcut[] = []
  #pending = ''
  #pendingUntil = 0

  bind(shortcut: Shortcut): () => void {
    this.#bound = [...this.#bound, shortcut]
    return () => {
      this.#bound = this.#bound.filter((other) => other !== shortcut)
    }
  }

  /** For the key sheet: each combination once, the one in force. */
  list(): readonly Shortcut[] {
    const inForce = new Map<string, Shortcut>()
    for (const shortcut of this.#bound) inForce.set(shortcut.keys, shortcut)
    return [...inForce.values()]
  }

  /** Runs what the stroke means and says whether it meant anything. `at` is the time of the stroke in milliseconds. */
  press(stroke: Stroke, at: number): boolean {
    const lead = at <= this.#pendingUntil ? this.#pending : ''
    this.#pending = ''
    for (const shortcut of this.#bound.toReversed()) {
      if (!this.singleKeys && isSingleKey(shortcut.keys)) continue
      const [first, second] = shortcut.keys.split(' ') as [string, string | undefined]
      if (
        lead
          ? second !== undefined && first === lead && matchesStroke(stroke, second)
          : !second && matchesStroke(stroke, first)
      ) {
        shortcut.run()
        return true
      }
    }
    const opens =
      this.singleKeys &&
      !lead &&
      this.#bound.find(({ keys }) => keys.includes(' ') && matchesStroke(stroke, keys.split(' ')[0]!))
    if (!opens) return false
    this.#pending = opens.keys.split(' ')[0]!
    this.#pendingUntil = at + 1200
    return true
  }
}
