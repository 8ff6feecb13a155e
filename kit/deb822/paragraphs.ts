import type { ProblemList } from '../reading/index.ts'

/** One stanza of control data: field names in lower case, values as written with continuation lines joined by `\n`. */
export interface Paragraph {
  /** Line of its first field, from 1. */
  readonly line: number
  readonly fields: ReadonlyMap<string, string>
}

export interface ParagraphOptions {
  /** Names in lower case; all fields are kept when absent. Skipping the others makes large indexes fast. */
  readonly only?: ReadonlySet<string>
  readonly problems: ProblemList
}

export const maxFieldLength = 1 << 20
export const maxFields = 500

/**
 * Yields the stanzas of a control file. Lines that are neither field, continuation nor comment become problems; what stands around
 * them is kept. Source: deb822(5). A comment (`#` at the line's start) and an empty continuation (` .`) are handled.
 */
export function* readParagraphs(text: string, options: ParagraphOptions): Generator<Paragraph> {
  const { only, problems } = options
  let fields = new Map<string, string>()
  let firstLine = 0
  let field: string | undefined
  let line = 0
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at)
    let end = newline < 0 ? text.length : newline
    const next = end + 1
    if (end > at && text.charCodeAt(end - 1) === 13) end--
    line++
    const first = text.charCodeAt(at)
    if (isBlank(text, at, end)) {
      if (fields.size > 0) yield { line: firstLine, fields }
      if (fields.size > 0) fields = new Map()
      field = undefined
      firstLine = 0
    } else if (first === 32 || first === 9) {
      if (firstLine === 0) problems.add('a continuation line without a field', { line })
      if (field !== undefined) append(fields, field, text.slice(at + 1, end), problems, line)
    } else if (first !== 35) {
      const colon = text.indexOf(':', at)
      if (colon <= at || colon >= end) {
        problems.add('a line that is not "Field: value"', { line })
        field = undefined
      } else {
        if (firstLine === 0) firstLine = line
        const name = text.slice(at, colon).toLowerCase()
        field = only === undefined || only.has(name) ? name : undefined
        if (field !== undefined) set(fields, field, text.slice(colon + 1, end).trim(), problems, line)
      }
    }
    at = next
  }
  if (fields.size > 0) yield { line: firstLine, fields }
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code !== 32 && code !== 9) return false
  }
  return true
}

function set(fields: Map<string, string>, name: string, value: string, problems: ProblemList, line: number): void {
  if (fields.has(name)) {
    problems.add(`the field "${name.slice(0, 60)}" is given twice; the first counts`, { line })
  } else if (fields.size >= maxFields) {
    problems.add(`more than ${maxFields} fields in one stanza`, { line })
  } else {
    fields.set(name, value.slice(0, maxFieldLength))
  }
}

function append(fields: Map<string, string>, name: string, more: string, problems: ProblemList, line: number): void {
  const value = `${fields.get(name) ?? ''}\n${more === '.' ? '' : more}`
  if (value.length > maxFieldLength) problems.add(`a field longer than ${maxFieldLength} characters`, { line })
  else fields.set(name, value)
}
