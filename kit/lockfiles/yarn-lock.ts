import type { Reading } from '../reading/index.ts'
import { decodeTextFile } from '../text/index.ts'
import type { LockedPackage } from './locked-package.ts'
import { Pinned } from './pinned.ts'

/** Parts of the project itself, and what lies in its tree. */
const ownProtocols = /^(?:workspace|file|link|portal|patch-source):/

/** Reads `yarn.lock` of all versions of Yarn: those before 2 have a form of their own, later ones write YAML of the same shape. */
export function readYarnLock(bytes: Uint8Array): Reading<LockedPackage> {
  const pinned = new Pinned('npm')
  let entry: { name: string; version: string; own: boolean } | undefined
  const end = () => {
    if (entry !== undefined && !entry.own) pinned.add(entry.name, entry.version)
    entry = undefined
  }
  for (const line of decodeTextFile(bytes).split(/\r?\n/)) {
    if (line.startsWith('#') || line.trim() === '') continue
    if (!line.startsWith(' ')) {
      end()
      const { name, range } = patternOf(line) ?? {}
      if (name !== undefined && range !== undefined) entry = { name, version: '', own: ownProtocols.test(range) }
      continue
    }
    const [, key, value] = /^ {2}"?(\w+)"?:? "?([^"]*)"?$/.exec(line) ?? []
    if (entry === undefined || value === undefined) continue
    if (key === 'version') entry.version = value
    if (key === 'linkType' && value === 'soft') entry.own = true
    // What an alias stands for is the package that is used.
    const resolved = key === 'resolution' ? patternOf(value) : undefined
    if (resolved !== undefined) entry.name = resolved.name
  }
  end()
  return { items: pinned.items, problems: [] }
}

/** `"@babel/x@^7.0.0", "@babel/x@^7.4.0":` is of `@babel/x`; `a@npm:b@^1` is of `b`. */
function patternOf(line: string): { readonly name: string; readonly range: string } | undefined {
  const [, name, range] = /^"?((?:@[^@/"]+\/)?[^@/"]+)@([^",]*)/.exec(line) ?? []
  if (name === undefined || range === undefined) return undefined
  const [, other, rest] = /^npm:((?:@[^@/"]+\/)?[^@/":]+)@(.*)$/.exec(range.replace(/:$/, '')) ?? []
  return other === undefined ? { name, range } : { name: other, range: rest ?? '' }
}
