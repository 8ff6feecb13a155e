import { asText } from '../reading/index.ts'
import { compareVersions } from '../versions/index.ts'
import type { CsafView, Placed } from './view.ts'

export interface Version {
  readonly written: string
  readonly kind: 'integer' | 'semantic'
  readonly major: number
  readonly prerelease: string
  readonly build: string
}

/** A version of a document: a whole number, or three by Semantic Versioning. Source: CSAF 2.0, 3.1.11. */
export function readVersion(value: unknown): Version | undefined {
  const written = asText(value) ?? ''
  if (/^(?:0|[1-9]\d{0,9})$/.test(written))
    return { written, kind: 'integer', major: Number(written), prerelease: '', build: '' }
  const parts = /^(\d{1,10})\.\d+\.\d+(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/.exec(written)
  if (parts === null) return undefined
  return { written, kind: 'semantic', major: Number(parts[1]), prerelease: parts[2] ?? '', build: parts[3] ?? '' }
}

export interface Revision extends Placed {
  readonly version: Version | undefined
  /** Milliseconds since 1970; NaN where the date is none. */
  readonly time: number
  /** Digits of the date after its milliseconds. */
  readonly finer: string
}

/** The history from the oldest item; those of one time by their versions. */
export function revisionsByDate({ revisions }: CsafView): readonly Revision[] {
  return revisions
    .map(({ value, at }) => {
      const date = asText(value.date) ?? ''
      const finer = /\.\d{3}(\d*)/.exec(date)?.[1]?.replace(/0+$/, '') ?? ''
      return { value, at, version: readVersion(value.number), time: Date.parse(date), finer }
    })
    .sort((a, b) => a.time - b.time || (a.finer < b.finer ? -1 : a.finer > b.finer ? 1 : orderOf(a.version, b.version)))
}

/** Negative where `a` is older; 0 where they cannot be compared. */
export function orderOf(a: Version | undefined, b: Version | undefined): number {
  if (a === undefined || b === undefined || a.kind !== b.kind) return 0
  if (a.kind === 'integer') return a.major - b.major
  const order = compareVersions('npm', a.written, b.written)
  return typeof order === 'number' ? order : 0
}
