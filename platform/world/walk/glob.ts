/** Says whether a path matches any of the globs it was made from. */
export type GlobMatcher = (path: string, basename: string) => boolean

// Compiles path globs: `*` stands for any characters but `/`, `?` for one of them, `**` for any number of whole segments; all else is literal.
// A walk asks about each of some hundred thousand entries, so the usual forms are answered without a regular expression:
// `**/name`, `**/*.ending`, `**/folder/*`, `**/folder/**`, `/folder/*` and `/folder/**`.
export function compileGlobs(globs: readonly string[]): GlobMatcher {
  const names = new Set<string>()
  const endings: string[] = []
  const parents = new Set<string>()
  const within: string[] = []
  const prefixes: string[] = []
  const folders = new Set<string>()
  const patterns: RegExp[] = []
  for (const glob of globs) {
    const name = /^\*\*\/([^*?/]+)$/.exec(glob)?.[1]
    const ending = /^\*\*\/\*([^*?/]+)$/.exec(glob)?.[1]
    const parent = /^\*\*\/([^*?/]+)\/\*$/.exec(glob)?.[1]
    const inside = /^\*\*\/([^*?/]+)\/\*\*$/.exec(glob)?.[1]
    const below = /^(\/(?:[^*?]+\/)?)\*\*$/.exec(glob)?.[1]
    const folder = /^((?:\/[^*?/]+)*)\/\*$/.exec(glob)?.[1]
    if (name !== undefined) names.add(name)
    else if (ending !== undefined) endings.push(ending)
    else if (parent !== undefined) parents.add(parent)
    else if (inside !== undefined) within.push(`/${inside}/`)
    else if (below !== undefined) prefixes.push(below)
    else if (folder !== undefined) folders.add(folder)
    else patterns.push(globPattern(glob))
  }
  return (path, basename) => {
    if (names.has(basename)) return true
    for (const ending of endings) if (basename.endsWith(ending)) return true
    for (const prefix of prefixes) if (path.startsWith(prefix)) return true
    for (const folder of within) if (path.includes(folder)) return true
    if (parents.size > 0 || folders.size > 0) {
      const parent = path.slice(0, -basename.length - 1)
      if (folders.has(parent) || parents.has(parent.slice(parent.lastIndexOf('/') + 1))) return true
    }
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
