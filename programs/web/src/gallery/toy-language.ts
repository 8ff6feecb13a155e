import type { QueryLanguage, QueryToken, Suggestion } from '@holdfast/design'

const fields = ['status', 'severity', 'asset.tags', 'asset.name', 'package.name', 'due', 'risk']
const token =
  /(?<field>[a-z][\w.]*\s*:)|(?<keyword>\b(?:and|or|not|group by)\b)|(?<operator>[[\]()]|\.\.)|(?<value>[^\s[\]()]+)/gi

/** Just enough of a language to show the bar: `field:value`, and, or, not, ranges. */
export const toyLanguage: QueryLanguage = {
  tokenise(text) {
    const tokens: QueryToken[] = []
    for (const match of text.matchAll(token)) {
      const kind = (Object.entries(match.groups ?? {}).find(([, part]) => part !== undefined)?.[0] ??
        'text') as QueryToken['kind']
      tokens.push({ start: match.index, end: match.index + match[0].length, kind })
    }
    const wrong = tokens.find(
      (found) => found.kind === 'field' && !fields.includes(text.slice(found.start, found.end - 1).trim()),
    )
    if (!wrong) return { tokens }
    const name = text.slice(wrong.start, wrong.end - 1)
    return {
      tokens,
      problem: {
        start: wrong.start,
        end: wrong.end - 1,
        message: `there is no field ${name}; did you mean severity?`,
        fix: { label: 'severity', text: 'severity' },
      },
    }
  },
  complete(text, caret) {
    const word = /[\w.]*$/.exec(text.slice(0, caret))?.[0] ?? ''
    const start = caret - word.length
    const found: Suggestion[] = fields
      .filter((field) => field.startsWith(word))
      .map((field, at) => ({
        text: `${field}:`,
        start,
        end: caret,
        kind: 'field',
        detail: 'of the finding',
        count: 719 - at * 97,
      }))
    if (/status:\s*\w*$/.test(text.slice(0, caret))) {
      for (const [value, count] of [
        ['open', 719],
        ['fixed', 2210],
        ['accepted', 17],
      ] as const) {
        found.unshift({ text: value, start, end: caret, kind: 'value', detail: 'status', count })
      }
    }
    return found
  },
  echo: (text) =>
    text.trim() === '' ? 'everything' : 'open findings of medium or worse on internet-facing assets, one row per fix',
}
