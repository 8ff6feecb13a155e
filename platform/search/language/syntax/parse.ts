import { combine, negate } from './combine.ts'
import limits from './limits.json' with { type: 'json' }
import { nameCharacter, problem, type QueryProblem } from './problem.ts'
import type { Expression, Name, Query } from './query.ts'
import { atClause, readClauses } from './read-clauses.ts'
import { readCondition } from './read-condition.ts'
import { type Mark, Reader } from './reader.ts'

/** The query that was read. With problems it is the best that could be made of the text, for autocompletion. */
export type Parsed =
  | { readonly ok: true; readonly query: Query }
  | { readonly ok: false; readonly query: Query; readonly problems: readonly QueryProblem[] }

/** An open parenthesis: alternatives of terms that all must hold. */
interface Frame {
  readonly at: number
  /** How many parentheses and `not` stand around. */
  readonly depth: number
  readonly token: Name | null
  readonly alternatives: Expression[][]
  /** Something stands in the last alternative, if only a condition that could not be read: its problem is already told. */
  filled: boolean
  /** Where each `not` stands that still waits for its term. */
  nots: number[]
  /** The word after which a term must come. */
  pending: { readonly word: string; readonly at: number } | null
}

const keyword = /(?:and|or|not)(?![^\s()[\]"'`<>=!~:,])|&&|\|\||!(?![=~])/iy

/** Reads a query. Never throws, takes linear time and constant stack, whatever the text is. */
export function parse(text: string, marks?: Mark[]): Parsed {
  const refused = refuse(text)
  if (refused) return { ok: false, query: emptyQuery(text), problems: Object.freeze([refused]) }
  const reader = new Reader(text, marks)
  const where = readConditions(reader)
  const { groupBy, count, sort, limit, asOf } = readClauses(reader)
  const query: Query = Object.freeze({ ...emptyQuery(text), where, groupBy, count, sort, limit, asOf })
  if (reader.problems.length === 0) return { ok: true, query }
  return { ok: false, query, problems: Object.freeze(reader.problems.toSorted((a, b) => a.at - b.at)) }
}

function emptyQuery(text: string): Query {
  const none = Object.freeze([])
  return {
    kind: 'query',
    where: null,
    groupBy: none,
    count: false,
    sort: none,
    limit: null,
    asOf: null,
    at: 0,
    length: text.length,
  }
}

/** Text that no place of a query can hold: too long, half a surrogate pair, or a null character. */
function refuse(text: string): QueryProblem | undefined {
  if (text.length > limits.maxLength) {
    const span = { at: limits.maxLength, length: text.length - limits.maxLength }
    return problem('query-too-long', span, { length: text.length, limit: limits.maxLength })
  }
  const wrong = /[\0\p{Surrogate}]/u.exec(text)
  if (!wrong) return undefined
  return problem('character-not-allowed', { at: wrong.index, length: 1 }, { character: nameCharacter(wrong[0]) })
}

function readConditions(reader: Reader): Expression | null {
  const frames = [openFrame(0, 0, null)]
  let conditions = 0
  for (;;) {
    const frame = frames[frames.length - 1]!
    reader.skipSpace()
    reader.mark(frame.pending || !frame.filled ? 'term' : 'connective')
    if (reader.done || (frames.length === 1 && atClause(reader))) break
    const at = reader.at
    const word = reader.take(keyword)
    if (word !== undefined) takeKeyword(reader, frame, word.toLowerCase(), at)
    else if (reader.next === ')') close(reader, frames)
    else if (reader.takeText('(')) frames.push(openFrame(at, depthOf(frame) + 1, null))
    else {
      const read = readCondition(reader)
      if (read.kind === 'condition') add(frame, read.node)
      else if (read.kind === 'nothing') fill(frame)
      else {
        reader.at += 1
        reader.within.push(read.token.text)
        frames.push(openFrame(reader.at - 1, depthOf(frame) + 1, read.token))
      }
      conditions += 1
      if (conditions > limits.maxConditions) stop(reader, 'query-too-large', at, limits.maxConditions)
    }
    if (depthOf(frames.at(-1)!) > limits.maxDepth) stop(reader, 'query-too-deep', at, limits.maxDepth)
  }
  return finish(reader, frames)
}

function stop(reader: Reader, code: 'query-too-large' | 'query-too-deep', at: number, limit: number): void {
  reader.report(code, { at, length: 1 }, { limit })
  reader.stopped = true
}

function openFrame(at: number, depth: number, token: Name | null): Frame {
  return { at, depth, token, alternatives: [[]], filled: false, nots: [], pending: null }
}

function depthOf(frame: Frame): number {
  return frame.depth + frame.nots.length
}

function takeKeyword(reader: Reader, frame: Frame, word: string, at: number): void {
  if (word === 'not' || word === '!') {
    frame.nots.push(at)
    frame.pending = { word: 'not', at }
    return
  }
  const name = word === 'and' || word === '&&' ? 'and' : 'or'
  if (frame.pending || !frame.filled) {
    const where = frame.pending ? `between ${frame.pending.word} and ${name}` : `before ${name}`
    reader.report('condition-missing', reader.since(at), { where })
  }
  if (name === 'or') {
    frame.alternatives.push([])
    frame.filled = false
  }
  frame.pending = { word: name, at }
}

function add(frame: Frame, term: Expression): void {
  let node = term
  for (const at of frame.nots.toReversed()) node = negate(node, at)
  frame.alternatives.at(-1)!.push(node)
  fill(frame)
}

function fill(frame: Frame): void {
  frame.nots = []
  frame.pending = null
  frame.filled = true
}

/** All that a frame holds, or null where it holds nothing. */
function gather(frame: Frame, end: number): Expression | null {
  const span = { at: frame.at, length: end - frame.at }
  const terms = frame.alternatives.filter((all) => all.length > 0).map((all) => combine('and', all, covering(all)))
  return terms.length === 0 ? null : combine('or', terms, terms.length > 1 ? covering(terms) : span)
}

function covering(terms: readonly Expression[]): { at: number; length: number } {
  const at = terms[0]!.at
  const last = terms.at(-1)!
  return { at, length: last.at + last.length - at }
}

function checkComplete(reader: Reader, frame: Frame): void {
  if (!frame.pending) return
  const { word, at } = frame.pending
  reader.report('condition-missing', { at, length: word.length }, { where: `after ${word}` })
}

function close(reader: Reader, frames: Frame[]): void {
  const at = reader.at
  reader.at += 1
  if (frames.length === 1) {
    const edit = { at, length: 1, text: '' }
    reader.report('parenthesis-unexpected', reader.since(at), {}, { sentence: 'Remove it.', edit })
    return
  }
  const known = reader.problems.length
  closeFrame(reader, frames, known)
}

function closeFrame(reader: Reader, frames: Frame[], known: number): void {
  const frame = frames.pop()!
  checkComplete(reader, frame)
  const inner = gather(frame, reader.at)
  if (inner === null && reader.problems.length === known) {
    reader.report('condition-missing', reader.since(frame.at), { where: 'in the parentheses' })
  }
  const { token } = frame
  if (token) reader.within.pop()
  const parent = frames.at(-1)!
  if (inner === null) fill(parent)
  else if (token === null) add(parent, inner)
  else add(parent, Object.freeze({ kind: 'nested', token, where: inner, ...reader.since(token.at) }))
}

function finish(reader: Reader, frames: Frame[]): Expression | null {
  if (frames.length > 1 && !reader.stopped) {
    const edit = { at: reader.text.length, length: 0, text: ')'.repeat(frames.length - 1) }
    const sentence = `Add ${frames.length === 2 ? ')' : `${frames.length - 1} of )`} at the end.`
    reader.report('parenthesis-not-closed', { at: frames.at(-1)!.at, length: 1 }, {}, { sentence, edit })
  }
  // What is missing in the open frames is not told again: the open parenthesis is the mistake.
  while (frames.length > 1) closeFrame(reader, frames, -1)
  const root = frames[0]!
  checkComplete(reader, root)
  return gather(root, reader.at)
}
