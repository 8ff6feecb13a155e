import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { importsOf } from '../architecture/source-files.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Imports from outside that match `strange`, reached from a file over any number of the project's own files; each as `specifier in file`. */
export function strangersIn(entry: string, strange: RegExp): string[] {
  const seen = new Set<string>()
  const found: string[] = []
  const queue = [entry]
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file) || !existsSync(file)) continue
    seen.add(file)
    const text = readFileSync(file, 'utf8').replace(/^import type .*$/gm, '')
    for (const specifier of importsOf(text)) {
      if (strange.test(specifier)) found.push(`${specifier} in ${file}`)
      const target = locate(file, specifier)
      if (target) queue.push(target)
    }
  }
  return found
}

function locate(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return join(dirname(from), specifier)
  const own = /^@holdfast\/(kit|platform)\/(.+)$/.exec(specifier)
  if (own) return join(root, own[1] ?? '', own[2] ?? '', 'index.ts')
  return specifier === '@holdfast/design' ? join(root, 'design/index.ts') : undefined
}
