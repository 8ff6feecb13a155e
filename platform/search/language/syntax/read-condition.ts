import { negate } from './combine.ts'
import type { CompareOperator, Condition, Expression, Match, Name } from './query.ts'
import { opensRangeOrList, readBracket } from './read-bracket.ts'
import { readFreeText } from './read-free-text.ts'
import { readPattern } from './read-pattern.ts'
import { atQuote, readValue } from './read-value.ts'
import type { Reader } from './reader.ts'

/** What was read: a whole condition, the opening of a group of conditions, or nothing that could be used. */
export type ConditionRead =
  | { readonly kind: 'condition'; readonly node: Expression }
  | { readonly kind: 'open'; readonly token: Name }
  | { readonly kind: 'nothing' }

type Operator = CompareOperator | '~' | '!~'

const operator = /\s*(!=|!~|<>|>=|<=|==|=|>|<|:(?!:(?!:)|\/\/)|~)/y
const secondOperator = /!=|!~|<>|>=|<=|==|=|>|<|~/y
const inWord = /\s+(not\s+)?in\s*(?=[([])/iy
const isNull = /\s+is\s+(not\s+)?null(?![^\s()])/iy
const existsWord = /exists(?:\s+|\s*\(\s*)(?=[A-Za-z_])/iy
const minusWord = /\s+-\s+(?=[A-Za-z_][A-Za-z0-9_.-]*\s*(?:[<>=!:]))/y
const drive = /[A-Za-z]:\\/y
const connective = /(?:and|or)(?![^\s()])|(?:group|sort|order)\s+by(?![^\s])/iy
const loneOperator = /!=|!~|<>|>=|<=|==|=|>|<|:|~/y
const spellings: Readonly<Record<string, Operator>> = { '==': '=', '<>': '!=' }
const nothing: ConditionRead = Object.freeze({ kind: 'nothing' })

/** Reads one condition: a token with its operator and value, or free text. */
export function readCondition(reader: Reader): ConditionRead {
  const at = reader.at
  if (atQuote(reader)) return whole(readFreeText(reader))
  const exists = readExists(reader)
  if (exists) return whole(exists)
  if (reader.look(drive)) return whole(readFreeText(reader))
  const token = reader.takeName()
  if (!token) {
    const stray = reader.look(loneOperator)
    if (stray) return reportStray(reader, stray[0])
    return whole(readFreeText(reader))
  }
  reader.mark('operator', { token: token.text })
  const isOrIn = readIs(reader, token) ?? readIn(reader, token)
  if (isOrIn) return isOrIn
  const minus = readDifference(reader, token)
  if (minus !== undefined) return whole(minus)
  const found = reader.take(operator)
  if (found === undefined) {
    reader.at = at
    return whole(readFreeText(reader))
  }
  return readAfterOperator(reader, token, spell(found))
}

function spell(found: string): Operator {
  const text = found.trim()
  return spellings[text] ?? (text as Operator)
}

function whole(node: Expression | null | undefined): ConditionRead {
  return node ? { kind: 'condition', node } : nothing
}

function reportStray(reader: Reader, found: string): ConditionRead {
  const at = reader.at
  reader.at += found.length
  reader.report('operator-without-token', reader.since(at), { operator: found })
  reader.take(/[^\s()]*/y)
  return nothing
}

function readExists(reader: Reader): Condition | undefined {
  const at = reader.at
  const word = reader.take(existsWord)
  if (word === undefined) {
    // So far it is only a word; for autocompletion it is the beginning of more.
    if (reader.take(/exists\s+$/iy) !== undefined) reader.mark('name')
    reader.at = at
    return undefined
  }
  reader.mark('name')
  const token = reader.takeName()!
  const closes = word.includes('(') ? reader.take(/\s*\)/y) !== undefined : true
  if (!closes || /^(?:and|or|not)$/i.test(token.text) || reader.look(operator)) {
    reader.at = at
    return undefined
  }
  return Object.freeze({ kind: 'exists', token, present: true, ...reader.since(at) })
}

function readIs(reader: Reader, token: Name): ConditionRead | undefined {
  const word = reader.take(isNull)
  if (word === undefined) return undefined
  const present = /not/i.test(word)
  return whole(Object.freeze({ kind: 'exists', token, present, ...reader.since(token.at) }))
}

function readIn(reader: Reader, token: Name): ConditionRead | undefined {
  const word = reader.take(inWord)
  if (word === undefined) return undefined
  const list = readBracket(reader, token, '=')
  if (list && /^\s+not/i.test(word)) return whole(negate(list, token.at))
  return whole(list)
}

/** Undefined when there is no difference here, null when there is a broken one. */
function readDifference(reader: Reader, token: Name): Condition | null | undefined {
  const at = reader.at
  if (reader.take(minusWord) === undefined) return undefined
  const minus = reader.takeName()
  const found = minus && reader.take(operator)
  if (!minus || found === undefined || found.includes('~')) {
    reader.at = at
    return undefined
  }
  reader.skipSpace()
  const value = readValue(reader, 'plain', found.trim())
  if (!value) return null
  const { length } = reader.since(token.at)
  const comparing = spell(found) as CompareOperator
  return Object.freeze({ kind: 'difference', token, minus, operator: comparing, value, at: token.at, length })
}

function readAfterOperator(reader: Reader, token: Name, found: Operator): ConditionRead {
  if (found === ':' && /^(?:sort|limit)$/i.test(token.text)) {
    reader.report('clause-inside', reader.since(token.at), { clause: token.text })
    return nothing
  }
  const spaced = reader.skipSpace()
  let comparing = found
  if (comparing === ':') {
    const second = reader.take(secondOperator)
    if (second !== undefined) {
      comparing = spell(second)
      reader.skipSpace()
    }
  }
  reader.mark('value', { token: token.text, operator: comparing })
  if (comparing === '~' || comparing === '!~') return readMatch(reader, token, comparing)
  if (reader.next === '[' || (reader.next === '(' && opensRangeOrList(reader))) return readSet(reader, token, comparing)
  if (reader.next === '(' && (comparing === ':' || comparing === '=' || comparing === '!=')) {
    if (comparing !== '!=') return { kind: 'open', token }
    reader.report('range-needs-colon', { at: reader.at, length: 1 }, { operator: comparing })
    return nothing
  }
  if ((spaced || comparing !== ':') && reader.look(connective)) {
    reader.report('value-missing', { at: reader.at, length: 0 }, { after: token.text + comparing })
    return nothing
  }
  const value = readValue(reader, 'plain', token.text + comparing)
  if (!value) return nothing
  const { at, length } = reader.since(token.at)
  return whole(Object.freeze({ kind: 'compare', token, operator: comparing, value, at, length }))
}

function readSet(reader: Reader, token: Name, comparing: CompareOperator): ConditionRead {
  if (comparing !== ':' && comparing !== '=' && comparing !== '!=') {
    const sentence = `Write ${token.text}:[a .. b].`
    reader.report('range-needs-colon', { at: reader.at, length: 1 }, { operator: comparing }, { sentence })
    reader.take(/[^)\]]*[)\]]?/y)
    return nothing
  }
  const set = readBracket(reader, token, comparing === ':' ? ':' : '=')
  return whole(set && comparing === '!=' ? negate(set, token.at) : set)
}

function readMatch(reader: Reader, token: Name, comparing: '~' | '!~'): ConditionRead {
  const read = readPattern(reader)
  if (!read) return nothing
  const { at, length } = reader.since(token.at)
  const node: Match = Object.freeze({ kind: 'match', token, ...read, at, length })
  return whole(comparing === '!~' ? negate(node, at) : node)
}
