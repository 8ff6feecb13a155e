import { parsePurl } from '../purl/index.ts'
import { namesPurl } from './names-purl.ts'
import type { VexDocument, VexProduct, VexStatement } from './vex.ts'

/** A statement, and the document that it stands in. */
export interface VexWord {
  readonly statement: VexStatement
  readonly document: VexDocument
}

/** What is asked about: a vulnerability by all its names, in a package by all its names, and what that package is a part of. */
export interface VexQuestion {
  readonly vulnerability: readonly string[]
  /** Package URLs: of the package, and of the one that it was built from. */
  readonly purls: readonly string[]
  /** Package URLs or names of the whole: an image, an asset. */
  readonly within: readonly string[]
}

/**
 * What documents say last of a vulnerability in a package: the statement with the latest time, of those with the same time the one that stands last.
 * A statement about a part of a product holds only within that product. Undefined where none speaks of it.
 */
export function lastWord(documents: readonly VexDocument[], question: VexQuestion): VexWord | undefined {
  let last: VexWord | undefined
  for (const document of documents)
    for (const statement of document.statements) {
      if (!isAbout(statement, question)) continue
      const word = { statement, document }
      if (last === undefined || timeOf(word) >= timeOf(last)) last = word
    }
  return last
}

/** Whether a statement speaks of it at all. That something is fixed is said of versions: of a package without one it says nothing. */
export function isAbout(statement: VexStatement, { vulnerability, purls, within }: VexQuestion): boolean {
  const names = [statement.vulnerability, ...statement.aliases]
  if (!names.some((name) => vulnerability.includes(name))) return false
  const naming = statement.status === 'fixed' ? namesVersion : namesPurl
  return statement.products.some((product) => holds(product, purls, within, naming))
}

function holds(
  { id, purls, parts }: VexProduct,
  asked: readonly string[],
  within: readonly string[],
  names: typeof namesPurl,
) {
  const isAny = (stated: readonly string[], wanted: readonly string[]) =>
    stated.some((one) => wanted.some((other) => names(one, other)))
  const isWhole = within.includes(id) || isAny(purls, within)
  return parts.length > 0 ? isWhole && isAny(parts, asked) : isWhole || isAny(purls, asked)
}

function namesVersion(stated: string, purl: string): boolean {
  const parsed = parsePurl(stated, { lenient: true })
  return parsed.ok && parsed.value.version !== undefined && namesPurl(stated, purl)
}

function timeOf({ statement, document }: VexWord): number {
  const time = Date.parse(statement.at ?? document.issuedAt)
  return Number.isNaN(time) ? 0 : time
}
