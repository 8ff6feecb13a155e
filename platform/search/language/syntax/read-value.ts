import { nameCharacter } from './problem.ts'
import type { Value, ValueStyle } from './query.ts'
import type { Reader } from './reader.ts'

const quotes: ReadonlyMap<string, { style: ValueStyle; closing: string }> = new Map([
  ['"', { style: 'phrase', closing: '"' }],
  ['\u201c', { style: 'phrase', closing: '\u201c\u201d"' }],
  ['\u201d', { style: 'phrase', closing: '\u201c\u201d"' }],
  ['\u201e', { style: 'phrase', closing: '\u201c\u201d"' }],
  ["'", { style: 'literal', closing: "'" }],
  ['\u2018', { style: 'literal', closing: "\u2018\u2019'" }],
  ['\u2019', { style: 'literal', closing: "\u2018\u2019'" }],
  ['`', { style: 'exact', closing: '`' }],
])

const plainWord = /[^\s()[\],]*/y
const bracketWord = /(?:(?!\.\.)[^\s()[\],])*/y
const forbidden = /["`]|[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069]/u
const plainNumber = /^[+-]?\d+(?:\.\d+)?$/
const sizeUnit = /[^\S\r\n]+(?:[kmgtp]i?b|bytes)(?![^\s()[\],.])/iy

export type ValuePlace = 'plain' | 'bracket'

/** True where a quoted value begins, with straight or typographic quotes. */
export function atQuote(reader: Reader): boolean {
  return quotes.has(reader.next)
}

/** Reads a value, quoted or bare; reports and gives undefined where there is none. `after` names what it follows. */
export function readValue(reader: Reader, place: ValuePlace, after: string): Value | undefined {
  return atQuote(reader) ? readQuoted(reader, place) : readBare(reader, place, after)
}

function readQuoted(reader: Reader, place: ValuePlace): Value | undefined {
  const at = reader.at
  const { style, closing } = quotes.get(reader.next)!
  let text = ''
  let from = at + 1
  for (let index = from; index < reader.text.length; index += 1) {
    const character = reader.text[index]!
    if (!closing.includes(character)) continue
    text += reader.text.slice(from, index)
    if (reader.text[index + 1] === character) {
      text += character
      index += 1
      from = index + 1
      continue
    }
    reader.at = index + 1
    checkAfterQuote(reader, place, character)
    return Object.freeze({ text, style, at, length: index + 1 - at })
  }
  reader.at = reader.text.length
  const last = closing[closing.length - 1]!
  const edit = { at: reader.at, length: 0, text: last }
  reader.report('quote-not-closed', { at, length: 1 }, {}, { sentence: `Add ${last} at the end of the value.`, edit })
  return Object.freeze({ text: text + reader.text.slice(from), style, at, length: reader.at - at })
}

function checkAfterQuote(reader: Reader, place: ValuePlace, quote: string): void {
  if (reader.done || /[\s\u200b\u2060()[\],]/.test(reader.next)) return
  if (place === 'bracket' && reader.startsWith('..')) return
  const at = reader.at
  reader.take(plainWord)
  reader.report('text-after-quote', reader.since(at), { twice: quote + quote })
}

function readBare(reader: Reader, place: ValuePlace, after: string): Value | undefined {
  const at = reader.at
  let text = reader.take(place === 'bracket' ? bracketWord : plainWord) ?? ''
  if (text === '') {
    reader.report('value-missing', { at, length: 0 }, { after })
    return undefined
  }
  const wrong = forbidden.exec(text)
  if (wrong) return reportWrong(reader, at, text, wrong)
  if (plainNumber.test(text)) text += (reader.take(sizeUnit) ?? '').replace(/^\s+/, ' ')
  return Object.freeze({ text, style: 'bare', at, length: reader.at - at })
}

function reportWrong(reader: Reader, at: number, text: string, wrong: RegExpExecArray): undefined {
  const place = { at: at + wrong.index, length: wrong[0].length }
  if (wrong[0] === '"' || wrong[0] === '`') {
    const quoted = `"${text.replaceAll('"', '""')}"`
    const edit = { at, length: text.length, text: quoted }
    reader.report('quote-inside-word', place, {}, { sentence: `Put quotes around all of it: ${quoted}`, edit })
  } else {
    const edit = { ...place, text: '' }
    const sentence = 'Remove it, or put quotes around the value to search for it.'
    reader.report('character-not-allowed', place, { character: nameCharacter(wrong[0]) }, { sentence, edit })
  }
  return undefined
}
