import { compareDecimal } from './order.ts'
import { maxVersionLength, type Order, type VersionScheme } from './scheme.ts'

/** A Debian version: `[epoch:]upstream[-revision]`. Source: deb-version(7). */
export interface DpkgVersion {
  readonly epoch: string
  readonly upstream: string
  readonly revision: string
}

export const dpkg: VersionScheme<DpkgVersion> = { parse, compare }

function parse(text: string): DpkgVersion | undefined {
  if (text.length > maxVersionLength) return undefined
  const colon = text.indexOf(':')
  const epoch = colon < 0 ? '0' : text.slice(0, colon)
  const hyphen = text.lastIndexOf('-')
  const upstream = text.slice(colon + 1, hyphen > colon ? hyphen : undefined)
  const revision = hyphen > colon ? text.slice(hyphen + 1) : ''
  if (!/^[0-9]+$/.test(epoch) || !/^[A-Za-z0-9.+~:-]+$/.test(upstream)) return undefined
  return /^[A-Za-z0-9.+~]*$/.test(revision) ? { epoch, upstream, revision } : undefined
}

function compare(a: DpkgVersion, b: DpkgVersion): Order {
  return (
    (a.epoch === b.epoch ? 0 : compareDecimal(a.epoch, b.epoch)) ||
    comparePart(a.upstream, b.upstream) ||
    comparePart(a.revision, b.revision)
  )
}

/** Alternating runs: non-digits by `weight`, digits by value. Works on character codes, since this is the hot path of matching. */
function comparePart(a: string, b: string): Order {
  if (a === b) return 0
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    for (;;) {
      const left = weight(a, i)
      const right = weight(b, j)
      if (left === 0 && right === 0) break
      if (left !== right) return left < right ? -1 : 1
      i++
      j++
    }
    while (a.charCodeAt(i) === 48) i++
    while (b.charCodeAt(j) === 48) j++
    let first = 0
    for (; isDigit(a.charCodeAt(i)) && isDigit(b.charCodeAt(j)); i++, j++) {
      if (first === 0) first = a.charCodeAt(i) - b.charCodeAt(j)
    }
    if (isDigit(a.charCodeAt(i))) return 1
    if (isDigit(b.charCodeAt(j))) return -1
    if (first !== 0) return first < 0 ? -1 : 1
  }
  return 0
}

/** `~` sorts before the end of a run (which weighs 0), letters before everything else. */
function weight(text: string, index: number): number {
  if (index >= text.length) return 0
  const code = text.charCodeAt(index)
  if (isDigit(code)) return 0
  if (code === 126) return -1
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) ? code : code + 256
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}
