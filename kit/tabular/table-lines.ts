/**
 * A table of texts for a terminal, head first. With a width, the widest columns are cut until a line fits, and what was
 * cut ends with an ellipsis. Control characters become visible: no cell can move the cursor or colour the screen.
 */
export function tableLines(head: readonly string[], rows: readonly (readonly string[])[], width?: number): string[] {
  const all = [head.map((name) => name.toUpperCase()), ...rows].map((row) => row.map(visible))
  const widths = head.map((_, column) => Math.max(0, ...all.map((row) => [...(row[column] ?? '')].length)))
  if (width !== undefined) shrink(widths, width)
  return all.map((row) =>
    row
      .map((text, column) => fit(text, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** C0, DEL and C1 controls, and the marks that turn the direction of writing around. */
export function visible(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (letter) => {
    const code = letter.charCodeAt(0)
    return letter === '\n' || letter === '\t' ? ' ' : code < 32 ? String.fromCharCode(0x2400 + code) : '\ufffd'
  })
}

const narrowest = 8

function shrink(widths: number[], width: number) {
  const total = () => widths.reduce((sum, each) => sum + each, 0) + 2 * (widths.length - 1)
  while (total() > width) {
    const widest = Math.max(...widths)
    if (widest <= narrowest) return
    widths[widths.indexOf(widest)] = widest - 1
  }
}

function fit(text: string, width: number): string {
  const letters = [...text]
  return letters.length > width ? `${letters.slice(0, width - 1).join('')}…` : text + ' '.repeat(width - letters.length)
}
