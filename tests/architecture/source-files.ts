import { globSync, readFileSync } from 'node:fs'

export const root = new URL('../..', import.meta.url).pathname
const places = ['kit', 'platform', 'design', 'apps', 'programs', 'tools', 'bench', 'tests']

export interface SourceFile {
  /** Relative to the root of the checkout. */
  readonly path: string
  readonly text: string
}

/** The project's own TypeScript, tests included, without what is built or generated. */
export function sourceFiles(): readonly SourceFile[] {
  const found = places.flatMap((place) =>
    globSync(`${place}/**/*.{ts,tsx}`, {
      cwd: root,
      exclude: (name) => name === 'node_modules' || name === 'dist' || name.endsWith('.gen.ts'),
    }),
  )
  return found.sort().map((path) => ({ path, text: readFileSync(root + path, 'utf8') }))
}

/** Module specifiers that a file imports or re-exports, static and dynamic. */
export function importsOf(text: string): readonly string[] {
  const code = text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '')
  const pattern =
    /(?:^|[\s;}])(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?\s*['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g
  return [...code.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '')
}
