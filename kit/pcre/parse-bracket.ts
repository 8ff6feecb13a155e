import { CharSet } from './char-set.ts'
import { classOfName } from './classes.ts'
import { readEscape } from './read-escape.ts'
import { PatternError } from './syntax.ts'

/** Reads a class in brackets from behind its opening bracket. Throws PatternError. */
export function parseBracket(
  text: string,
  start: number,
  ignoreCase: boolean,
): { readonly set: CharSet; readonly end: number } {
  const set = new CharSet()
  let at = start
  const negated = text[at] === '^'
  if (negated) at++
  let first = true
  for (;;) {
    if (at >= text.length) throw new PatternError('a class in brackets is not closed', start - 1)
    if (text[at] === ']' && !first) break
    first = false
    if (text.startsWith('\\E', at)) {
      at += 2
      continue
    }
    const from = readMember(text, at)
    at = from.end
    const isRange = text[at] === '-' && text[at + 1] !== ']' && at + 1 < text.length
    if (!isRange || from.set !== undefined) {
      if (from.set === undefined) set.addRange(from.code, from.code)
      else set.addSet(from.set)
      continue
    }
    const to = readMember(text, at + 1)
    if (to.set !== undefined) {
      set.addRange(from.code, from.code).addRange(45, 45).addSet(to.set)
      at = to.end
      continue
    }
    if (to.code < from.code) throw new PatternError('a range in brackets is out of order', at)
    set.addRange(from.code, to.code)
    at = to.end
  }
  if (ignoreCase) set.ignoreCase()
  if (negated) set.negate()
  return { set, end: at + 1 }
}

interface Member {
  readonly set: CharSet | undefined
  readonly code: number
  readonly end: number
}

function readMember(text: string, at: number): Member {
  if (text[at] === '\\') return readEscape(text, at + 1, true)
  const named = /\[:(\^?)([a-z]{1,10}):\]/y
  named.lastIndex = at
  const found = named.exec(text)
  if (found !== null) {
    const set = classOfName(found[2] as string)
    if (set === undefined) throw new PatternError(`the class [:${found[2]}:] is not known`, at)
    return { set: found[1] === '^' ? set.negate() : set, code: 0, end: at + found[0].length }
  }
  const code = text.codePointAt(at) as number
  return { set: undefined, code, end: at + (code > 0xffff ? 2 : 1) }
}
