import { ProblemList, type Reading } from '../reading/index.ts'
import { decodeTextFile } from '../text/index.ts'
import { parseToml, type TomlTable, type TomlValue } from '../toml/index.ts'
import type { LockedPackage, LockedType } from './locked-package.ts'
import { Pinned } from './pinned.ts'

/** Reads `Cargo.lock`. Source: The Cargo Book, "Cargo.toml vs Cargo.lock". */
export function readCargoLock(bytes: Uint8Array): Reading<LockedPackage> {
  return readPackages(bytes, 'cargo', 'package')
}

/** Reads `poetry.lock`. */
export function readPoetryLock(bytes: Uint8Array): Reading<LockedPackage> {
  return readPackages(bytes, 'pypi', 'package')
}

/** Reads `pylock.toml`. Source: PEP 751. */
export function readPylock(bytes: Uint8Array): Reading<LockedPackage> {
  return readPackages(bytes, 'pypi', 'packages')
}

/** Reads `uv.lock`: what is built from the project's own tree is no package that is pinned. Source: uv, "Locking and syncing". */
export function readUvLock(bytes: Uint8Array): Reading<LockedPackage> {
  const own = ({ source }: TomlTable) =>
    isTable(source) && ['virtual', 'editable', 'directory'].some((kind) => source[kind] !== undefined)
  return readPackages(bytes, 'pypi', 'package', own)
}

/** Reads `Manifest.toml` of Julia; packages of Julia itself have its version. Source: Pkg.jl, "Project.toml and Manifest.toml". */
export function readJuliaManifest(bytes: Uint8Array): Reading<LockedPackage> {
  const problems = new ProblemList()
  const pinned = new Pinned('julia')
  const table = tableOf(bytes, problems)
  const { julia_version: julia, manifest_format: format, deps } = table
  const all = format === undefined ? table : isTable(deps) ? deps : {}
  for (const [name, entries] of Object.entries(all))
    for (const entry of Array.isArray(entries) ? entries : [])
      if (isTable(entry)) pinned.add(name, textOf(entry.version) ?? textOf(julia) ?? '')
  return { items: pinned.items, problems: problems.list }
}

/** The tables of a list, each with its name and version. One without any is told: the rest of the file is not to be trusted either. */
function readPackages(
  bytes: Uint8Array,
  type: LockedType,
  list: string,
  passesOver: (entry: TomlTable) => boolean = () => false,
): Reading<LockedPackage> {
  const problems = new ProblemList()
  const pinned = new Pinned(type)
  const all = tableOf(bytes, problems)[list]
  for (const [index, entry] of (Array.isArray(all) ? all : []).entries()) {
    if (!isTable(entry) || passesOver(entry)) continue
    const name = textOf(entry.name)
    if (name === undefined || (entry.version !== undefined && typeof entry.version !== 'string')) {
      problems.add(`${list}[${index}]: name or version has no text for a value`)
      return { items: [], problems: problems.list }
    }
    pinned.add(name, textOf(entry.version) ?? '')
  }
  return { items: pinned.items, problems: problems.list }
}

function tableOf(bytes: Uint8Array, problems: ProblemList): TomlTable {
  const reading = parseToml(decodeTextFile(bytes))
  if (reading.ok) return reading.table
  const { message, line } = reading.problem
  problems.add(`no TOML: ${message}`, { line })
  return {}
}

function isTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value)
}

function textOf(value: TomlValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
