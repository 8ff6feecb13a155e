import type { FreeText } from './query.ts'
import { readValue } from './read-value.ts'
import type { Reader } from './reader.ts'
import reserved from './reserved-words.json' with { type: 'json' }

const words: ReadonlySet<string> = new Set(Object.values(reserved).flat())
const oddStart = /,+|[\][]|\.\.[^\s()[\],]*/y

/** Reads a bare word or a quoted phrase that stands alone. */
export function readFreeText(reader: Reader): FreeText | undefined {
  const at = reader.at
  const odd = reader.take(oddStart)
  if (odd !== undefined) {
    if (odd.startsWith(','))
      reader.report('comma-outside-list', reader.since(at), {}, { sentence: 'Write token:[a, b].' })
    else if (odd.startsWith('.')) reportDots(reader, at, odd)
    else
      reader.report('bracket-unexpected', reader.since(at), {}, { sentence: 'Write token:[a .. b] or token:[a, b].' })
    return undefined
  }
  const read = readValue(reader, 'plain', 'the condition before')
  if (!read) return undefined
  // A word of the language that stands for itself is kept as a phrase: written bare it would be read differently elsewhere.
  const special = read.style === 'bare' && (words.has(read.text.toLowerCase()) || /^(?:\||sort:)/i.test(read.text))
  const value = special ? Object.freeze({ ...read, style: 'phrase' as const }) : read
  return Object.freeze({ kind: 'text', value, ...reader.since(at) })
}

function reportDots(reader: Reader, at: number, text: string): void {
  const edit = { at, length: text.length, text: `"${text}"` }
  reader.report(
    'range-outside-brackets',
    { at, length: 2 },
    {},
    { sentence: `To search for it write "${text}".`, edit },
  )
}
