import { glob } from 'node:fs/promises'

const root = new URL('../..', import.meta.url).pathname
const places = ['kit', 'platform', 'design', 'apps', 'programs', 'tools', 'bench', 'tests']

/** Every test file of the tree, quick ones first, browser journeys and durability loops last; `filters` are parts of paths. */
export async function findTests(filters: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const place of places) {
    for await (const file of glob(`${place}/**/*.test.ts`, {
      cwd: root,
      exclude: (name) => name === 'node_modules' || name === 'dist',
    })) {
      if (filters.length === 0 || filters.some((filter) => file.includes(filter))) found.push(`${root}${file}`)
    }
  }
  const rank = (file: string) =>
    file.includes('/tests/durability/') ? 3 : file.includes('/tests/journeys/') ? 2 : file.includes('/tests/') ? 1 : 0
  return found.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}
