import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const checkout = fileURLToPath(new URL('../../', import.meta.url))
const own = ['apps', 'design', 'kit', 'platform', 'programs', 'package.json', 'package-lock.json', 'holdfast']

export interface NewerProgram {
  /** Entry of its command line. */
  readonly main: string
  /** Gives it one more migration, of the part that owns assets. */
  migration(name: string, sql: string): void
}

/** A copy of this program that a test may give migrations which this one does not know. */
export function newerProgram(t: { after(fn: () => void): void }): NewerProgram {
  const folder = mkdtempSync(join(tmpdir(), 'hf-newer-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const name of own) cpSync(join(checkout, name), join(folder, name), { recursive: true })
  linkModules(join(checkout, 'node_modules'), join(folder, 'node_modules'))
  const sql = join(folder, 'platform', 'assets', 'sql')
  return {
    main: join(folder, 'programs', 'cli', 'main.ts'),
    migration(name, text) {
      const number = readdirSync(sql).filter((file) => file.endsWith('.sql')).length + 1
      writeFileSync(join(sql, `${String(number).padStart(4, '0')}-${name}.sql`), text)
    },
  }
}

/** Packages from elsewhere are shared; the project's own are those of the copy. */
function linkModules(from: string, to: string): void {
  mkdirSync(join(to, '@holdfast'), { recursive: true })
  for (const name of readdirSync(from)) if (name !== '@holdfast') symlinkSync(join(from, name), join(to, name))
  cpSync(join(from, '@holdfast'), join(to, '@holdfast'), { recursive: true, verbatimSymlinks: true })
}
