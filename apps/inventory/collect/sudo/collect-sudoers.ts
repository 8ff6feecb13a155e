import type { Problem } from '@holdfast/kit/reading'
import type { Unseen, World } from '@holdfast/platform/contract'
import type { SudoDefault, SudoRule } from '../../facts/index.ts'
import { listDirectories } from '../look/list-directory.ts'
import { readText } from '../look/read-text.ts'
import { expandSudoers } from './expand-sudoers.ts'
import { readSudoers, type SudoersFile } from './read-sudoers.ts'

export const sudoersPath = '/etc/sudoers'
/** Files read at most, includes counted. */
const maxFiles = 256

/** sudoers with everything it includes; undefined where there is no sudo. */
export interface Sudoers {
  readonly rules: readonly SudoRule[]
  readonly defaults: readonly SudoDefault[]
  readonly unseen: readonly { readonly path: string; readonly reason: Unseen }[]
  readonly malformed: readonly { readonly path: string; readonly problems: readonly Problem[] }[]
}

export async function collectSudoers(world: World): Promise<Sudoers | undefined> {
  const files: { path: string; file: SudoersFile }[] = []
  const unseen: { path: string; reason: Unseen }[] = []
  const seen = new Set<string>()
  const pending = [{ path: sudoersPath, folder: false }]
  for (let next = pending.shift(); next; next = pending.shift()) {
    const { path, folder } = next
    if (seen.has(path)) continue
    seen.add(path)
    if (seen.size > maxFiles) {
      unseen.push({ path, reason: 'too-large' })
      break
    }
    if (folder) {
      const listing = await listDirectories(world, [path], ['file', 'symlink'])
      unseen.push(...listing.unseen)
      // Files with a dot or a tilde at the end are left to package managers and editors.
      const used = listing.entries.filter(({ name }) => !name.includes('.') && !name.endsWith('~'))
      pending.unshift(...used.map((entry) => ({ path: entry.path, folder: false })))
      continue
    }
    const text = await readText(world, path)
    if (!text.ok) {
      if (path === sudoersPath && text.reason === 'missing') return undefined
      unseen.push({ path, reason: text.reason })
      continue
    }
    const file = readSudoers(text.text)
    files.push({ path, file })
    const base = path.slice(0, path.lastIndexOf('/'))
    pending.unshift(
      ...file.includes.map((include) => ({
        path: include.path.startsWith('/') ? include.path : `${base}/${include.path}`,
        folder: include.folder,
      })),
    )
  }
  // An alias may be defined in another file than the one that uses it.
  const aliases = new Map(files.flatMap(({ file }) => [...file.aliases]))
  return {
    rules: files.flatMap(({ path, file }) => expandSudoers(path, file.specifications, aliases)),
    defaults: files.flatMap(({ path, file }) => file.settings.map((setting) => ({ source: path, ...setting }))),
    unseen,
    malformed: files.flatMap(({ path, file }) => (file.problems.length > 0 ? [{ path, problems: file.problems }] : [])),
  }
}
