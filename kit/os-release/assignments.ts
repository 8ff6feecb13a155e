import type { ProblemList } from '../reading/index.ts'

const maxLines = 1000

/**
 * Reads shell assignments as os-release and lsb-release have them: no expansion, quotes and backslashes undone. Other lines become
 * problems. Source: os-release(5).
 */
export function readAssignments(text: string, problems: ProblemList): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [index, line] of text.split('\n', maxLines).entries()) {
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const match = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(trimmed)
    const value = match === null ? undefined : unquote(match[2] as string)
    if (match === null || value === undefined) problems.add('a line that is not NAME=value', { line: index + 1 })
    else found.set(match[1] as string, value)
  }
  return found
}

function unquote(text: string): string | undefined {
  if (text.startsWith("'")) return /^'([^']*)'$/.exec(text)?.[1]
  if (!text.startsWith('"')) return text.replace(/\\(.)/g, '$1')
  return /^"((?:[^"\\]|\\.)*)"$/.exec(text)?.[1]?.replace(/\\(["$`\\])/g, '$1')
}
