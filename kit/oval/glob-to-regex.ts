const special = '.|^(){}+$'

/** A name that begins with a dot is not found by wildcards. Source: glob(7), "Pathnames". */
const notHidden = '(?=[^.])'

/**
 * Turns a wildcard pattern into a regular expression that matches whole paths; undefined where a bracket is not closed.
 * Source: OVAL 5.11.1, GlobToRegexFunctionType.
 */
export function globToRegex(glob: string, noEscape: boolean): string | undefined {
  let regex = '^'
  let startOfName = true
  for (let at = 0; at < glob.length; at++) {
    const character = glob[at] as string
    const hidden = startOfName
    startOfName = character === '/'
    if (character === '?') regex += hidden ? '[^./]' : '[^/]'
    else if (character === '*') regex += hidden ? `${notHidden}[^/]*` : '[^/]*'
    else if (special.includes(character)) regex += `\\${character}`
    else if (character === '\\') {
      const next = glob[at + 1]
      if (noEscape || next === undefined) regex += '\\\\'
      else {
        regex += '?*[]'.includes(next) ? `\\${next}` : `\\\\${next}`
        at++
      }
    } else if (character === '[') {
      const end = endOfBracket(glob, at, noEscape)
      if (end < 0) return undefined
      let body = glob.slice(at + 1, end)
      if (noEscape) body = body.replaceAll('\\', '\\\\')
      regex += `[${body.startsWith('!') ? `^${body.slice(1)}` : body}]`
      at = end
    } else regex += character
  }
  return `${regex}$`
}

/** The first character within a bracket stands for itself, even where it would close it. */
function endOfBracket(glob: string, start: number, noEscape: boolean): number {
  for (let at = start + 1; at < glob.length; at++) {
    if (glob[at] === '\\' && !noEscape && at > start + 1) at++
    else if (glob[at] === ']' && at > start + 1) return at
  }
  return -1
}
