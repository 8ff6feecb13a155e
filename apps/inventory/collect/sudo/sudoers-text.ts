/** A logical line of sudoers: continued lines are joined, comments are gone. */
export interface SudoersLine {
  readonly text: string
  /** Line in the file where it starts, from 1. */
  readonly line: number
}

/**
 * Splits sudoers into logical lines. `#` starts a comment unless it is escaped, quoted, or followed by a digit (a user or group id).
 * `#include` and `#includedir` are directives despite their sign. Source: sudoers(5), "Comments" and "Including other files".
 */
export function sudoersLines(text: string): readonly SudoersLine[] {
  const lines: SudoersLine[] = []
  let joined = ''
  let start = 0
  for (const [index, raw] of text.split('\n').entries()) {
    if (joined === '') start = index + 1
    const continued = /(^|[^\\])(\\\\)*\\$/.test(raw)
    joined += continued ? `${raw.slice(0, -1)} ` : raw
    if (continued) continue
    const line = withoutComment(joined.trim())
    if (line !== '') lines.push({ text: line, line: start })
    joined = ''
  }
  return lines
}

function withoutComment(line: string): string {
  if (/^#include(dir)?\s/.test(line)) return line
  let quoted = false
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at]
    if (character === '\\') at += 1
    else if (character === '"') quoted = !quoted
    else if (character === '#' && !quoted && !/^#-?\d/.test(line.slice(at))) return line.slice(0, at).trim()
  }
  return line
}

/** Splits at a separator outside quotes and escapes; empty parts are left out. */
export function splitOutside(text: string, separator: RegExp): readonly string[] {
  const parts: string[] = []
  let part = ''
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string
    if (character === '\\' && at + 1 < text.length) {
      part += character + text[at + 1]
      at += 1
    } else if (!quoted && separator.test(character)) {
      parts.push(part.trim())
      part = ''
    } else {
      if (character === '"') quoted = !quoted
      part += character
    }
  }
  parts.push(part.trim())
  return parts.filter((each) => each !== '')
}

/** Takes quotes and escapes away. */
export function plainWord(word: string): string {
  return word.replace(/"([^"]*)"/g, '$1').replace(/\\(.)/g, '$1')
}
