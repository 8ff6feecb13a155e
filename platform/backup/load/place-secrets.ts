import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Home } from '../../store/index.ts'
import { BackupError } from '../backup-error.ts'
import type { SecretFile } from '../format/records.ts'

/**
 * Puts the keys of a backup into a home beside an external database. Other keys that are there are moved aside when that is wanted, and refused
 * otherwise, before anything is done: an installation without its keys loses its sources.
 */
export function placeSecrets(
  home: Home,
  secrets: readonly SecretFile[],
  replace: boolean,
): { place(): void; undo(): void } {
  const other = secrets.filter(({ path, content }) => {
    const full = join(home.path, path)
    return existsSync(full) && !readFileSync(full).equals(content)
  })
  if (other[0] && !replace) {
    throw new BackupError(
      'target-not-empty',
      `${join(home.path, other[0].path)} belongs to another installation. Choose an empty HOLDFAST_HOME, or say --replace: then the old keys are moved aside.`,
    )
  }
  const aside = join(home.path, `before-restore-${new Date().toISOString().slice(0, 19).replace(/\D/g, '')}`)
  const moved: string[] = []
  const made: string[] = []
  return {
    place() {
      for (const { path } of other) {
        mkdirSync(dirname(join(aside, path)), { recursive: true, mode: 0o700 })
        renameSync(join(home.path, path), join(aside, path))
        moved.push(path)
      }
      for (const secret of secrets.filter(({ path }) => !existsSync(join(home.path, path)))) {
        writeSecret(home.path, secret)
        made.push(secret.path)
      }
    },
    undo() {
      for (const path of made) rmSync(join(home.path, path), { force: true })
      for (const path of moved) renameSync(join(aside, path), join(home.path, path))
    },
  }
}

/** Whole, or not at all. */
export function writeSecret(folder: string, { path, mode, content }: SecretFile): void {
  const full = join(folder, path)
  mkdirSync(dirname(full), { recursive: true, mode: 0o700 })
  writeFileSync(`${full}.part`, content, { mode })
  chmodSync(`${full}.part`, mode)
  renameSync(`${full}.part`, full)
}
