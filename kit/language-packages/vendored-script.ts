import { ProblemList, type Reading } from '../reading/index.ts'
import { decodeUtf8 } from '../text/index.ts'
import { type BoundedPattern, boundedPattern } from './bounded-pattern.ts'
import type { LanguagePackage } from './language-package.ts'
import table from './vendored-scripts.json' with { type: 'json' }

interface Script {
  readonly name: string
  readonly names: readonly BoundedPattern[]
  readonly content: readonly BoundedPattern[]
}

const patternsOf = (sources: readonly string[], before = '', after = '') =>
  sources.flatMap((source) => boundedPattern(`${before}${source}${after}`) ?? [])

let known: readonly Script[] | undefined

/** Made when the first script is looked at. */
function scripts(): readonly Script[] {
  known ??= table.scripts.map(({ name, names, content }) => ({
    name,
    names: patternsOf(names, '^', '$'),
    content: patternsOf(content),
  }))
  return known
}

/** Bytes of a script that are looked at: what it is stands at its beginning, or in the first parts of a minified one. */
export const lookedAtOfScript = 262_144

/**
 * The libraries in a JavaScript file that was copied to where it is (`jquery.min.js`), by its content, and where that does not tell by its name, as Retire.js
 * recognises them. Without a version there is none.
 */
export function readVendoredScript(path: string, bytes: Uint8Array): Reading<LanguagePackage> {
  const text = decodeUtf8(bytes.subarray(0, lookedAtOfScript))
  const found = new Map<string, string>()
  for (const { name, content } of scripts()) {
    const version = versionIn(text, content)
    if (version !== undefined && !found.has(name)) found.set(name, version)
  }
  if (found.size === 0) {
    const file = path.slice(path.lastIndexOf('/') + 1)
    for (const { name, names } of scripts()) {
      const version = versionIn(file, names)
      if (version !== undefined && !found.has(name)) found.set(name, version)
    }
  }
  const items = [...found].map(([name, version]) => ({ type: 'npm' as const, name, version, licenses: [], dev: false }))
  return { items, problems: new ProblemList().list }
}

function versionIn(text: string, patterns: readonly BoundedPattern[]): string | undefined {
  for (const { pattern, needs } of patterns) {
    if (needs !== '' && !text.includes(needs)) continue
    const version = pattern.exec(text)?.[1]?.replace(/[.-]min$/, '')
    if (version !== undefined && /^\d/.test(version)) return version.replace(/[.-]+$/, '')
  }
  return undefined
}
