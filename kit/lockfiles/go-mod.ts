import type { Reading } from '../reading/index.ts'
import { decodeTextFile } from '../text/index.ts'
import { compareVersions } from '../versions/index.ts'
import type { LockedPackage } from './locked-package.ts'
import { Pinned } from './pinned.ts'

/** Reads `go.mod`: what it requires, as replacements have it. What is replaced by a folder is a part of the tree, and left out. Source: Go Modules Reference, "go.mod files". */
export function readGoMod(bytes: Uint8Array): Reading<LockedPackage> {
  const required = new Map<string, string>()
  const replaced: {
    readonly from: string
    readonly of: string | undefined
    readonly to: string
    readonly version: string | undefined
  }[] = []
  const pinned = new Pinned('golang')
  for (const [verb, words] of directivesOf(bytes)) {
    const [name = '', version = '', arrow] = words
    if (verb === 'require' && version !== '') required.set(name, version)
    if (verb !== 'replace') continue
    const at = version === '=>' ? 1 : arrow === '=>' ? 2 : -1
    const [to, toVersion] = words.slice(at + 1)
    if (at > 0 && to !== undefined)
      replaced.push({ from: name, of: at === 2 ? version : undefined, to, version: toVersion })
  }
  for (const [name, version] of required) {
    const replacement = replaced.find(({ from, of }) => from === name && (of === undefined || of === version))
    if (replacement === undefined) pinned.add(name, version)
    else if (replacement.version !== undefined) pinned.add(replacement.to, replacement.version)
  }
  return { items: pinned.items, problems: [] }
}

/** Whether a `go.mod` names all modules that its packages need, those of others too: since Go 1.17. Then `go.sum` beside it says nothing more. Source: Go Modules Reference, "go directive". */
export function namesAllModules(bytes: Uint8Array): boolean {
  for (const [verb, [version = '']] of directivesOf(bytes))
    if (verb === 'go') {
      const order = compareVersions('Go', version, '1.17')
      return order !== undefined && order >= 0
    }
  return false
}

/** Each directive with its words; those of blocks one by one. */
function* directivesOf(bytes: Uint8Array): Generator<readonly [verb: string, words: readonly string[]]> {
  let block: string | undefined
  for (const line of decodeTextFile(bytes).split(/\r?\n/)) {
    const words = line
      .replace(/\/\/.*$/, '')
      .trim()
      .split(/\s+/)
      .map((word) => word.replace(/^"(.*)"$/, '$1'))
    const [first = ''] = words
    if (first === '') continue
    if (first === ')') block = undefined
    else if (block !== undefined) yield [block, words]
    else if (words[1] === '(') block = first
    else yield [first, words.slice(1)]
  }
}
