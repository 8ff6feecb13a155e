export const cpeAttributes = [
  'part',
  'vendor',
  'product',
  'version',
  'update',
  'edition',
  'language',
  'softwareEdition',
  'targetSoftware',
  'targetHardware',
  'other',
] as const
export type CpeAttribute = (typeof cpeAttributes)[number]

/**
 * The name of a class of products. Every value is written as in a formatted string: `*` alone is any value, `-` alone is none,
 * `*` and `?` at an end are wild cards, and punctuation stands behind a backslash. Lower case throughout. Source: NISTIR 7695.
 */
export type CpeName = Readonly<Record<CpeAttribute, string>>

export const anyValue = '*'
export const noValue = '-'

export type CpeReading =
  | { readonly ok: true; readonly name: CpeName }
  /** `position` counts UTF-16 code units from the start of the name. */
  | { readonly ok: false; readonly problem: { readonly message: string; readonly position: number } }

/** Longer names are none. Unit: UTF-16 code units. */
export const maxNameLength = 4096

/** Wild cards at the ends, and between them letters, digits and quoted punctuation. */
const valuePattern = /^(?:\*|\?*)(?:[a-z0-9._-]|[^\x00-\x7f]|\\[!-~])+(?:\*|\?*)$/
const wildcardsAlone = /^\?+$/

/** Why a value is none; undefined where it is one. */
export function problemOfValue(attribute: CpeAttribute, value: string): string | undefined {
  if (value === anyValue || value === noValue) return undefined
  if (attribute === 'part') return /^[aho]$/.test(value) ? undefined : 'the part is none of a, h and o'
  if (attribute === 'language')
    return /^[a-z]{2,3}(?:-(?:[a-z]{2}|[0-9]{3}))?$/.test(value) || wellFormed(value)
      ? undefined
      : 'the language is none'
  return wellFormed(value) ? undefined : `the ${attribute} is not well-formed`
}

function wellFormed(value: string): boolean {
  return valuePattern.test(value) || wildcardsAlone.test(value)
}
