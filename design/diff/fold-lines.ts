import type { DiffLine } from './line-diff.ts'

export type FoldedLine = { readonly line: DiffLine } | { readonly hidden: number }

/** Keeps `around` lines of what did not change around each change; the rest is a gap with its length. */
export function foldLines(lines: readonly DiffLine[], around = 3): readonly FoldedLine[] {
  const near = new Uint8Array(lines.length)
  lines.forEach((line, at) => {
    if (line.kind !== 'same') near.fill(1, Math.max(0, at - around), at + around + 1)
  })
  const folded: FoldedLine[] = []
  let hidden = 0
  lines.forEach((line, at) => {
    if (near[at] === 0) hidden++
    else {
      if (hidden > 0) folded.push({ hidden })
      hidden = 0
      folded.push({ line })
    }
  })
  if (hidden > 0) folded.push({ hidden })
  return folded
}

export interface DiffPair {
  readonly before?: DiffLine
  readonly after?: DiffLine
}

/** Sets what went beside what came, line by line, within each run of changes. */
export function pairLines(lines: readonly DiffLine[]): readonly DiffPair[] {
  const pairs: DiffPair[] = []
  let gone: DiffLine[] = []
  let came: DiffLine[] = []
  const flush = () => {
    for (let i = 0; i < Math.max(gone.length, came.length); i++) pairs.push({ before: gone[i], after: came[i] })
    gone = []
    came = []
  }
  for (const line of lines) {
    if (line.kind === 'removed') {
      if (came.length > 0) flush()
      gone.push(line)
    } else if (line.kind === 'added') came.push(line)
    else {
      flush()
      pairs.push({ before: line, after: line })
    }
  }
  flush()
  return pairs
}
