/** Says whether a path matches any of the globs it was made from. */
export type GlobMatcher = (path: string, basename: string) => boolean

// Compiles path globs: `*` stands for any characters but `/`, `?` for one of them, `**` for any number of whole segments; all else is literal.
// Globs of the form `**/name` and `**/*.ending` are looked up by name, since most are such and a walk asks for each entry.
export function compileGlobs(globs: readonly string[]): GlobMatcher {
  const names = new Set<string>()
  const endings: string[] = []
  const patterns: RegExp[] = []
  for (const glob of globs) {
    const tail = glob.startsWith('**/') ? glob.slice(3) : undefined
    if (tail !== undefined && !/[*?/]/.test(tail)) names.add(tail)
    else if (tail !== undefined && /^\*[^*?/]+$/.test(tail)) endings.push(tail.slice(1))
    else patterns.push(globPattern(glob))
  }
  return (path, basename) => {
    if (names.has(basename)) return true
    for (const ending of endings) if (basename.endsWith(ending)) return true
    for (const pattern of patterns) if (pattern.test(path)) return true
    return false
  }
}

function globPattern(glob: string): RegExp {
  const body = glob
    .split('/')
    .map((segment, index, all) => {
      const last = index === all.length - 1
      if (segment === '**') return last ? '.*' : '(?:[^/]*/)*'
      const text = segment
        .replace(/[\\^$.+()|[\]{}]/g, '\\$&')
        .replace(/\*+/g, '[^/]*')
        .replace(/\?/g, '[^/]')
      return last ? text : `${text}/`
    })
    .join('')
  return new RegExp(`^${body}$`, 's')
}
