import type { QueryToken } from '@holdfast/design'

const pattern =
  /(?<text>"[^"]*"?|'[^']*'?|`[^`]*`?)|(?<keyword>(?<![\w.-])(?:and|or|not|group by|sort by|limit|count|as of|asc|desc|is null|in)(?![\w.:=-]))|(?<field>[A-Za-z_][\w.-]*(?=\s*(?::|=|!=|~|<|>|!~)))|(?<operator>!=|!~|>=|<=|&&|\|\||[:=~<>()[\],!]|\.\.)|(?<value>[^\s()[\],:=~<>]+)/giu

/**
 * Colours of a query while it is typed. Only a guess at the grammar, quick and total; what is right and wrong is the
 * parser's to say.
 */
export function highlight(text: string): readonly QueryToken[] {
  const tokens: QueryToken[] = []
  for (const match of text.slice(0, 20_000).matchAll(pattern)) {
    const groups = match.groups ?? {}
    const start = match.index
    const end = start + match[0].length
    if (groups.text !== undefined) tokens.push({ start, end, kind: 'value' })
    else if (groups.keyword !== undefined) tokens.push({ start, end, kind: 'keyword' })
    else if (groups.field !== undefined) tokens.push({ start, end, kind: 'field' })
    else if (groups.operator !== undefined)
      tokens.push({ start, end, kind: isAfterField(tokens, start, match[0]) ? 'field' : 'operator' })
    else tokens.push({ start, end, kind: 'value' })
  }
  return tokens
}

/** The colon belongs to its name. */
function isAfterField(tokens: readonly QueryToken[], at: number, operator: string): boolean {
  const last = tokens.at(-1)
  return operator === ':' && last?.kind === 'field' && last.end === at
}
