/**
 * A package URL taken apart: `pkg:type/namespace/name@version?qualifiers#subpath`, all parts decoded and in canonical form.
 * Source: ECMA-427 "Package-URL specification".
 */
export interface Purl {
  readonly type: string
  /** Segments joined by `/`, without leading or trailing slash. */
  readonly namespace?: string
  readonly name: string
  readonly version?: string
  /** Keys lower case, values never empty. */
  readonly qualifiers: Readonly<Record<string, string>>
  /** Segments joined by `/`, none empty, `.` or `..`. */
  readonly subpath?: string
}

/** Why a text or a set of components is no package URL. `position` is a 0-based index into the text, 0 when building. */
export interface PurlProblem {
  readonly message: string
  readonly position: number
}

export type PurlResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: PurlProblem }

export const maxPurlLength = 8192
export const maxQualifiers = 64

export function refuse(message: string, position = 0): { readonly ok: false; readonly problem: PurlProblem } {
  return { ok: false, problem: { message, position } }
}
