import { type Problem, ProblemList } from '../reading/index.ts'
import type { GoBuildInfo, GoModule } from './module.ts'

const maxModules = 50_000

type Parsed = Omit<GoBuildInfo, 'goVersion'>

/** Parses the lines that `go version -m` prints: `path`, `mod`, `dep`, `=>` and `build`, with tabs between. Source: Go's runtime/debug. */
export function parseModuleInfo(text: string): { readonly info: Parsed; readonly problems: readonly Problem[] } {
  const problems = new ProblemList()
  const settings = new Map<string, string>()
  const dependencies: GoModule[] = []
  let path: string | undefined
  let main: GoModule | undefined
  let last: 'main' | 'dependency' | undefined
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue
    const [kind, ...fields] = line.split('\t')
    const module = { path: fields[0] ?? '', version: fields[1] ?? '', sum: fields[2] ?? '', replacedBy: undefined }
    if (kind === 'path') path = fields[0]
    else if (kind === 'mod') {
      main = module
      last = 'main'
    } else if (kind === 'dep' && dependencies.length < maxModules) {
      dependencies.push(module)
      last = 'dependency'
    } else if (kind === '=>' && last === 'main' && main !== undefined) main = { ...main, replacedBy: module }
    else if (kind === '=>' && last === 'dependency')
      dependencies.push({ ...(dependencies.pop() as GoModule), replacedBy: module })
    else if (kind === 'build') addSetting(settings, fields.join('\t'))
    else problems.add(`an unknown line of module information: "${line.slice(0, 60)}"`, { line: index + 1 })
  }
  return { info: { path, main, dependencies, settings }, problems: problems.list }
}

/** `key=value`, where either may be quoted as in Go when it holds special characters. */
function addSetting(settings: Map<string, string>, text: string): void {
  const match = /^("(?:[^"\\]|\\.)*"|[^=]*)=(.*)$/s.exec(text)
  if (match !== null) settings.set(unquote(match[1] as string), unquote(match[2] as string))
}

function unquote(text: string): string {
  if (/^`[^`]*`$/.test(text)) return text.slice(1, -1)
  if (!/^"(?:[^"\\]|\\.)*"$/s.test(text)) return text
  try {
    return JSON.parse(text) as string
  } catch {
    return text.slice(1, -1)
  }
}
