import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ContentPlace } from '@holdfast/platform/contract'
import type { AdvisoryLibrary } from '../engine/advisory-library.ts'
import { LibraryError } from '../store/library/library-error.ts'
import { openLibrary } from '../store/library/open-library.ts'

/**
 * Opens the current version of every feed of this app: of the home directory, or of a folder of feeds that somebody names. Feeds that cannot be read are an
 * error: without them less would be found, and nobody would know.
 */
export async function openContent({ home, feeds: named }: ContentPlace): Promise<AdvisoryLibrary> {
  const folder = named ?? join(home, 'feeds')
  const entries = entriesOf(folder)
  if (entries === undefined && named !== undefined) throw new LibraryError(`${named} does not exist.`)
  const compiled = (entries ?? []).filter(({ name }) => name.endsWith('.sqlite')).map(({ name }) => join(folder, name))
  const versions = entries?.some((entry) => entry.isDirectory()) ? await currentVersions(folder) : []
  const paths = [...versions, ...compiled.sort()]
  if (named !== undefined && paths.length === 0)
    throw new LibraryError(
      `${named} holds no feed that was imported. "holdfast feed import ${named}" imports what it holds; then leave --feed away.`,
    )
  return openLibrary(paths)
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new LibraryError(`${folder} cannot be read: ${message}`)
  }
}

async function currentVersions(folder: string): Promise<readonly string[]> {
  const { readFeeds } = await import('@holdfast/platform/feeds')
  const { feeds, broken } = readFeeds(folder)
  const [first] = broken
  if (first !== undefined) throw new LibraryError(first.reason)
  return feeds.filter(({ manifest }) => manifest.app === 'vulnerabilities').map(({ path }) => path)
}
