import { createHash } from 'node:crypto'
import { canonicalJson } from '@holdfast/kit/canonical-json'
import type { Check, Judge } from '../contract/index.ts'

/** SHA-256 of the canonical JSON, in hexadecimal. Maps, sets and bytes, which JSON lacks, are written as arrays with a mark. */
export function digestOf(value: unknown): string {
  return createHash('sha256')
    .update(canonicalJson(plain(value)))
    .digest('hex')
}

/** Changes when any word, parameter or data of an app's content, or the version of one of its judges, changes. */
export function contentDigest(checks: Iterable<Check>, judges: readonly Judge[], dataDigest: string): string {
  return digestOf({
    checks: sorted(checks),
    judges: judges.map(({ id, version }) => `${id}@${version}`).sort(),
    data: dataDigest,
  })
}

/** Changes when the same facts could get other verdicts from this judge. Words may change without it. */
export function judgingDigest(judge: Judge, checks: Iterable<Check>, dataDigest: string): string {
  return digestOf({
    judge: `${judge.id}@${judge.version}`,
    checks: sorted(checks).map(({ id, severity, parameters }) => ({ id, severity, parameters })),
    data: dataDigest,
  })
}

function sorted(checks: Iterable<Check>): Check[] {
  return [...checks].sort((a, b) => (a.id < b.id ? -1 : 1))
}

function plain(value: unknown): unknown {
  if (value instanceof Map) return { '#map': [...value].map(([key, member]) => [plain(key), plain(member)]) }
  if (value instanceof Set) return { '#set': [...value].map(plain) }
  if (value instanceof Uint8Array) return { '#bytes': Buffer.from(value).toString('base64') }
  if (Array.isArray(value)) return value.map((member) => (member === undefined ? null : plain(member)))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => typeof member !== 'function')
      .map(([key, member]) => [key, plain(member)]),
  )
}
