/** A bill of materials, whatever it was written in. */
export interface Sbom {
  readonly format: 'CycloneDX' | 'SPDX'
  readonly version: string
  /** What it is the bill of. */
  readonly subject: { readonly name: string; readonly version: string | undefined } | undefined
  /** The operating system, where it names one: `{ id: 'debian', release: '12' }`. */
  readonly distribution: { readonly id: string; readonly release: string | undefined } | undefined
  /** Everything that it lists, nested ones too, in its own order. */
  readonly components: readonly SbomComponent[]
  /** What in it is against its format; the rest was read. */
  readonly problems: readonly SbomProblem[]
}

export interface SbomComponent {
  /** As the format names kinds, in lower case: `library`, `operating-system`. */
  readonly kind: string
  /** With its group, where it has one: `org.apache/log4j`. */
  readonly name: string
  readonly version: string | undefined
  readonly purl: string | undefined
  readonly cpes: readonly string[]
  /** Identifiers, names or expressions, as written. */
  readonly licenses: readonly string[]
  /** Package that it was built from, where tools say it in their own words. */
  readonly source: { readonly name: string; readonly version: string } | undefined
  readonly path: string | undefined
}

/** `position` names the place: `components[3].hashes[0]`. */
export interface SbomProblem {
  readonly message: string
  readonly position: string | undefined
}

export type SbomReading =
  | { readonly ok: true; readonly sbom: Sbom }
  /** It is no bill of materials of a known kind. */
  | { readonly ok: false; readonly problem: string }

/** More than any real document has. Texts in UTF-16 code units. */
export const limits = { components: 1_000_000, depth: 64, text: 8192, problems: 100, list: 10_000 } as const

/** Collects problems up to a limit. */
export class SbomProblems {
  readonly list: SbomProblem[] = []

  add(message: string, position?: string): void {
    if (this.list.length < limits.problems) this.list.push({ message, position })
  }
}

/** A text that is neither empty nor longer than any real one. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= limits.text ? value : undefined
}
