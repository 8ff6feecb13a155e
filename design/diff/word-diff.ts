import { diffLines } from './line-diff.ts'

export interface WordPiece {
  readonly text: string
  readonly changed: boolean
}

/** Longer lines (minified code, keys) are shown as changed as a whole. */
const longest = 2000

/** Which words of a changed line are the change: one list for the old line, one for the new. */
export function diffWords(
  before: string,
  after: string,
): { before: readonly WordPiece[]; after: readonly WordPiece[] } {
  const whole = { before: [{ text: before, changed: false }], after: [{ text: after, changed: false }] }
  if (before.length > longest || after.length > longest) return whole
  const steps = diffLines(split(before), split(after))
  const common = steps.filter((step) => step.kind === 'same' && /\w/.test(step.text)).length
  // Two lines with no word in common are not one line that changed.
  if (common === 0) return whole
  return {
    before: join(
      steps
        .filter((step) => step.kind !== 'added')
        .map((step) => ({ text: step.text, changed: step.kind === 'removed' })),
    ),
    after: join(
      steps
        .filter((step) => step.kind !== 'removed')
        .map((step) => ({ text: step.text, changed: step.kind === 'added' })),
    ),
  }
}

function split(line: string): readonly string[] {
  return line.match(/\w+|\s+|[^\w\s]/g) ?? []
}

function join(pieces: readonly WordPiece[]): readonly WordPiece[] {
  const joined: { text: string; changed: boolean }[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (last && last.changed === piece.changed) last.text += piece.text
    else joined.push({ ...piece })
  }
  return joined
}
