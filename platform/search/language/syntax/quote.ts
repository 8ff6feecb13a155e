import type { Value } from './query.ts'
import reserved from './reserved-words.json' with { type: 'json' }

const words: ReadonlySet<string> = new Set(Object.values(reserved).flat())
const safe = /^(?!\.\.)(?:(?!\.\.)[\p{L}\p{N}_.*+@%/\\:#$&?;=-])+$/u

/** Writes a value in its own style; a quote inside quotes is written twice, a backslash is an ordinary character. */
export function writeValue({ text, style }: Pick<Value, 'text' | 'style'>): string {
  switch (style) {
    case 'bare':
      return text
    case 'phrase':
      return `"${text.replaceAll('"', '""')}"`
    case 'literal':
      return `'${text.replaceAll("'", "''")}'`
    case 'exact':
      return quoteExact(text)
  }
}

/** `` `text` `` */
export function quoteExact(text: string): string {
  return `\`${text.replaceAll('`', '``')}\``
}

/**
 * Writes a stored value so that it finds itself: bare where nothing in it could be read as something else, otherwise
 * in single quotes (whole value, any case). What autocompletion and facets insert.
 */
export function quoteStored(text: string): string {
  const plain =
    safe.test(text) && !text.includes('*') && /^(?!\/\/)[\p{L}\p{N}_/]/u.test(text) && !words.has(text.toLowerCase())
  return plain ? text : `'${text.replaceAll("'", "''")}'`
}
