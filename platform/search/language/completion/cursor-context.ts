import { parse } from '../syntax/parse.ts'
import type { Mark } from '../syntax/reader.ts'

/** Where the cursor stands: what can be written there, what is there already, and what a choice would replace. */
export interface CursorContext {
  readonly mark: Mark
  /** The name right before, which could still become a token with an operator. */
  readonly name: string | undefined
  /** What is typed so far of it, without quotes. */
  readonly prefix: string
  /** The quote that was opened, or empty. */
  readonly quote: string
  readonly at: number
  readonly length: number
}

const delimiter = /[\s\u200b([,:=<>~|!]/
const nameEnd = /[A-Za-z0-9_.-]*/y
const valueEnd = /[^\s()[\],]*/y
const openings = new Map([
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['\u201c', '\u201d'],
  ['\u2018', '\u2019'],
])

/** Reads the text up to the cursor (in UTF-16 code units) and says what stands there. */
export function cursorContext(text: string, cursor: number): CursorContext {
  const head = text.slice(0, cursor)
  const marks: Mark[] = [{ at: 0, expects: 'term', within: [] }]
  const parsed = parse(head, marks)
  const open = parsed.ok ? undefined : parsed.problems.find(({ code }) => code === 'quote-not-closed')
  const mark = open ? lastBefore(marks, open.at + 1) : chooseMark(marks, head)
  const typed = head.slice(mark.at)
  const operator = marks.findLast(({ at, expects }) => expects === 'operator' && head.slice(at).trim() === '')
  const name = mark.expects === 'connective' ? operator?.token : undefined
  const closing = openings.get(typed[0] ?? '')
  if (closing !== undefined && mark.expects !== 'operator') {
    const end = text.indexOf(closing, cursor)
    const length = (end === -1 ? cursor : end + 1) - mark.at
    return { mark, name, prefix: typed.slice(1), quote: typed[0]!, at: mark.at, length }
  }
  const rest = mark.expects === 'value' || mark.expects === 'time' || mark.expects === 'number' ? valueEnd : nameEnd
  rest.lastIndex = cursor
  const length = cursor + (rest.exec(text)?.[0].length ?? 0) - mark.at
  return { mark, name, prefix: typed, quote: '', at: mark.at, length }
}

/** The place at the cursor, or, while a word is still being typed, the one where that word began. */
function chooseMark(marks: readonly Mark[], head: string): Mark {
  const typing = head !== '' && !delimiter.test(head.at(-1)!) && !/[)\]]$/.test(head)
  return lastBefore(marks, typing ? head.length : head.length + 1)
}

/**
 * The last place before `at` where something was looked for. Of several marks at one place the first is what was
 * wanted there; the later ones are what the parser made do with. Nobody types an operator letter by letter.
 */
function lastBefore(marks: readonly Mark[], at: number): Mark {
  const before = marks.filter((mark) => mark.at < at && mark.expects !== 'operator')
  const place = before.reduce((furthest, mark) => Math.max(furthest, mark.at), 0)
  return before.find((mark) => mark.at === place) ?? marks[0]!
}
