import { ProblemList, type Reading } from '../reading/index.ts'
import { decodeUtf8 } from '../text/index.ts'
import table from './copied-scripts.json' with { type: 'json' }
import type { LanguagePackage } from './language-package.ts'

/** Words without which a pattern cannot match, in lower case, and the pattern, whose first group is the version. */
interface Sign {
  readonly needs: string
  readonly pattern: RegExp
}

interface Script {
  readonly name: string
  readonly banners: readonly Sign[]
  readonly marks: readonly Sign[]
  readonly files: readonly Sign[]
}

/** Bytes of a script that are looked at: what it is stands at its beginning, or in the first parts of a minified one. */
const lookedAt = 262_144
/** Characters in which a mark stands: a file that speaks of a library further down is not that library. */
const nearBeginning = 2000

const digits = '\\d{1,5}\\.\\d{1,5}[0-9a-z.-]{0,40}'
const version = `(${digits})`
const ends = [
  'min',
  'slim',
  'umd',
  'global',
  'prod',
  'production',
  'development',
  'full',
  'bundle',
  'all',
  'esm',
  'cjs',
]
const gap = '[ \\t]{0,4}'
const given = `${gap}[-–:,@]?${gap}(?:v(?:ersion)?[ .:]{0,2})?${version}`

let known: readonly Script[] | undefined

/** Made when the first script is looked at. Every repetition in a pattern has an end: what somebody wrote into a file cannot make it run long. */
function scripts(): readonly Script[] {
  const entries: readonly Entry[] = table.scripts
  known ??= entries.map(({ name, banners = [], beside, marks = [], files = [] }) => ({
    name,
    banners: banners.map((words) => bannerOf(words, beside)),
    marks: marks.map(([words = '', key = '']) => ({
      needs: words.toLowerCase(),
      pattern: new RegExp(`(?<![\\w$])${escaped(key)}[\\s:='"]{1,20}${version}`, 'i'),
    })),
    files: [name.slice(name.lastIndexOf('/') + 1), ...files].map((stem) => ({
      needs: '',
      pattern: new RegExp(`^${escaped(stem)}[-.@_]v?(${digits}?)(?:[.-](?:${ends.join('|')})){0,3}\\.js$`, 'i'),
    })),
  }))
  return known
}

interface Entry {
  readonly name: string
  readonly banners?: readonly string[]
  readonly beside?: readonly string[]
  readonly marks?: readonly (readonly string[])[]
  readonly files?: readonly string[]
}

/** A comment that begins with these words and a version: the first line of a file, or of a part of a bundle. */
function bannerOf(words: string, beside: readonly string[] | undefined): Sign {
  const comment = '(?:/\\*[*!]{0,2}|^[ \\t]{0,8}(?:\\*|//!?))[\\s*]{0,40}(?:@(?:license|preserve)[\\s*]{1,40})?'
  const goesOn = beside === undefined ? '' : `[\\s*]{0,20}(?:${beside.map(escaped).join('|')})`
  return { needs: words.toLowerCase(), pattern: new RegExp(`${comment}${escaped(words)}${given}${goesOn}`, 'im') }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}

/**
 * The libraries in a JavaScript file that was copied to where it is (`jquery.min.js`): those whose comments stand in it, else the one that its beginning and its
 * own version tell, else the one that its name tells. Without a version there is none.
 */
export function readCopiedScript(path: string, bytes: Uint8Array): Reading<LanguagePackage> {
  const text = decodeUtf8(bytes.subarray(0, lookedAt))
  const plain = text.toLowerCase()
  const beginning = plain.slice(0, nearBeginning)
  const file = path.slice(path.lastIndexOf('/') + 1)
  const signsIn = (where: string, signs: readonly Sign[]) => signs.filter(({ needs }) => where.includes(needs))
  let libraries = found(({ banners }) => versionIn(text, signsIn(plain, banners)))
  if (libraries.size === 0) libraries = found(({ marks }) => versionIn(text, signsIn(beginning, marks)))
  if (libraries.size === 0) libraries = found(({ files }) => versionIn(file, files))
  const items = [...libraries].map(([name, is]) => ({
    ...{ type: 'npm' as const, name, version: is.replace(/[.-]+$/, ''), licenses: [], dev: false },
  }))
  return { items, problems: new ProblemList().list }
}

/** By name of the package; the first that tells counts. */
function found(versionOf: (script: Script) => string | undefined): ReadonlyMap<string, string> {
  const libraries = new Map<string, string>()
  for (const script of scripts()) {
    const is = versionOf(script)
    if (is !== undefined && !libraries.has(script.name)) libraries.set(script.name, is)
  }
  return libraries
}

function versionIn(text: string, signs: readonly Sign[]): string | undefined {
  for (const { pattern } of signs) {
    const is = pattern.exec(text)?.[1]
    if (is !== undefined) return is
  }
  return undefined
}
