export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
  /** Counted from one; absent on the side where the line is not. */
  readonly before?: number
  readonly after?: number
}

/** Longest edit searched for in full; texts further apart are shown as all gone, all new. */
const patience = 1000

/** The shortest way from one list of lines to the other (E. W. Myers, "An O(ND) Difference Algorithm", 1986). */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++
  }
  const steps = shortest(before.slice(head, before.length - tail), after.slice(head, after.length - tail))
  const out: DiffLine[] = []
  let left = 0
  let right = 0
  const push = (kind: DiffLine['kind']) => {
    if (kind === 'same') out.push({ kind, text: before[left]!, before: ++left, after: ++right })
    else if (kind === 'removed') out.push({ kind, text: before[left]!, before: ++left })
    else out.push({ kind, text: after[right]!, after: ++right })
  }
  for (let i = 0; i < head; i++) push('same')
  for (const kind of steps) push(kind)
  for (let i = 0; i < tail; i++) push('same')
  return out
}

/** Steps in order; where there is a choice, what goes comes before what comes. */
function shortest(a: readonly string[], b: readonly string[]): readonly DiffLine['kind'][] {
  const limit = Math.min(a.length + b.length, patience)
  const reach = new Map<number, number>([[1, 0]])
  const history: Map<number, number>[] = []
  for (let d = 0; d <= limit; d++) {
    history.push(new Map(reach))
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1))
      let x = down ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1
      let y = x - k
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++
        y++
      }
      reach.set(k, x)
      if (x >= a.length && y >= b.length) return walkBack(history, a.length, b.length)
    }
  }
  return [...a.map(() => 'removed' as const), ...b.map(() => 'added' as const)]
}

function walkBack(history: readonly Map<number, number>[], endX: number, endY: number): readonly DiffLine['kind'][] {
  const steps: DiffLine['kind'][] = []
  let x = endX
  let y = endY
  for (let d = history.length - 1; d >= 0; d--) {
    const reach = history[d]!
    const k = x - y
    const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1))
    const from = down ? k + 1 : k - 1
    const fromX = reach.get(from) ?? 0
    const fromY = fromX - from
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      steps.push('same')
      x--
      y--
    }
    if (d === 0) break
    steps.push(down ? 'added' : 'removed')
    x = fromX
    y = fromY
  }
  return steps.reverse()
}
