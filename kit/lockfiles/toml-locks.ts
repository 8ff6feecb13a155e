import { ProblemList, type Reading } from '../reading/index.ts'
import { decodeTextFile } from '../text/index.ts'
import type { LockedPackage, LockedType } from './locked-package.ts'
import { Pinned } from './pinned.ts'

/** Reads `Cargo.lock`. Source: The Cargo Book, "Cargo.toml vs Cargo.lock". */
export function readCargoLock(bytes: Uint8Array): Reading<LockedPackage> {
  return readPackageTables(bytes, 'cargo')
}

/** Reads `poetry.lock`. */
export function readPoetryLock(bytes: Uint8Array): Reading<LockedPackage> {
  return readPackageTables(bytes, 'pypi')
}

/**
 * The tables `[[package]]` of a TOML document that a tool wrote, which puts name and version on lines of their own. Everything else in it is passed over, so that
 * no whole parser is needed; what is no TOML at all is told.
 */
function readPackageTables(bytes: Uint8Array, type: LockedType): Reading<LockedPackage> {
  const problems = new ProblemList()
  const pinned = new Pinned(type)
  let inside = false
  let name = ''
  let version = ''
  const end = () => {
    pinned.add(name, version)
    name = ''
    version = ''
  }
  const lines = decodeTextFile(bytes).split(/\r?\n/)
  for (const line of lines) {
    if (/^\s*\[/.test(line)) {
      end()
      inside = line.trim() === '[[package]]'
    } else if (inside) {
      const [, key, value] = /^\s*(name|version)\s*=\s*(?:"""|")([^"\\]{1,1024})(?:"""|")\s*$/.exec(line) ?? []
      if (key === undefined && /^\s*(?:name|version)\s*=/.test(line)) {
        problems.add('name or version has no text for a value')
        return { items: [], problems: problems.list }
      }
      if (key === 'name') name = value ?? ''
      if (key === 'version') version = value ?? ''
    }
  }
  end()
  const isToml = lines.some((line) => /^(?:\[.*\]|[\w-]+\s*=)/.test(line))
  if (pinned.items.length === 0 && !isToml) problems.add('no TOML')
  return { items: pinned.items, problems: problems.list }
}
