/** The versions of the Common Vulnerability Scoring System that FIRST has published and that are in use. */
export type CvssVersion = '2.0' | '3.0' | '3.1' | '4.0'

/** A parsed vector: every metric that was given, in the order of the specification. */
export interface CvssVector {
  readonly version: CvssVersion
  readonly metrics: ReadonlyMap<string, string>
}

/** `position` counts UTF-16 code units from the start of the text. */
export interface CvssProblem {
  readonly message: string
  readonly position: number
}

export type CvssResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: CvssProblem }

export function refuse(message: string, position: number): { readonly ok: false; readonly problem: CvssProblem } {
  return { ok: false, problem: { message, position } }
}
