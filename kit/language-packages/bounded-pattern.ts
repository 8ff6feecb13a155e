/** Characters of one repetition that the pattern leaves unbounded. */
const most = 60
/** Ways of matching from one place of a text, beyond which a pattern is refused. */
const maxWays = 20_000

/** A pattern, and a text without which it cannot match. */
export interface BoundedPattern {
  readonly pattern: RegExp
  /** The longest stretch of letters in it that must be there; empty where there is none. */
  readonly needs: string
}

/**
 * A regular expression of somebody else, made so that it cannot run away: repetitions without an end get one, and it is refused (undefined) where it looks back or
 * ahead, refers to what it matched, repeats a group that repeats, or could match in more than twenty thousand ways from one place. Node cannot stop an expression
 * that runs, so that what it may cost is settled before. `§§version§§` stands for a version.
 */
export function boundedPattern(source: string): BoundedPattern | undefined {
  if (source.length > 400 || /\\[1-9]|\(\?[=!<]/.test(source)) return undefined
  // A repetition without an end becomes one with an end; escapes and classes are passed over whole.
  const parts =
    source.replaceAll('§§version§§', '\u0001').match(/\\.|\[(?:\\.|[^\]\\])*\]|\{\d+(?:,\d*)?\}|[\s\S]/gu) ?? []
  let ways = 1
  let depth = 0
  const repeats: boolean[] = [false]
  const made: string[] = []
  for (const [index, part] of parts.entries()) {
    const follows = parts[index + 1]
    if (part === '(') repeats[++depth] = false
    else if (part === ')') {
      if (depth === 0) return undefined
      const inner = repeats[depth--]
      const isRepeated = follows !== undefined && /^(?:[*+]|\{)/.test(follows)
      if (isRepeated && inner) return undefined
      if (inner) repeats[depth] = true
    }
    const bounds = index === 0 ? undefined : boundsOf(part)
    if (bounds !== undefined) {
      const [least, end] = bounds
      if (end < least || end > 1000) return undefined
      ways *= end - least + 1
      if (end > 1) repeats[depth] = true
      made.push(`{${least},${end}}`)
    } else made.push(part === '\u0001' ? '[0-9][0-9.a-z_-]{1,40}' : part)
  }
  if (ways > maxWays) return undefined
  try {
    return { pattern: new RegExp(made.join('')), needs: neededIn(parts) }
  } catch {
    return undefined
  }
}

function boundsOf(part: string): readonly [number, number] | undefined {
  if (part === '*') return [0, most]
  if (part === '+') return [1, most]
  const [, least, comma, end] = /^\{(\d+)(,?)(\d*)\}$/.exec(part) ?? []
  if (least === undefined) return undefined
  return [Number(least), comma === '' ? Number(least) : end === '' ? Number(least) + most : Number(end)]
}

/** The longest run of plain letters outside of groups and of what may be absent. */
function neededIn(parts: readonly string[]): string {
  if (parts.includes('|')) return ''
  let depth = 0
  let run = ''
  let longest = ''
  for (const [index, part] of parts.entries()) {
    if (part === '(') depth++
    if (part === ')') depth--
    const follows = parts[index + 1] ?? ''
    const isPlain = depth === 0 && /^[A-Za-z0-9 _:=",;/-]$/.test(part) && !/^[*?+{]/.test(follows)
    run = isPlain ? run + part : ''
    if (run.length > longest.length) longest = run
  }
  return longest
}
