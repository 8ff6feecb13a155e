/** What a bill of materials is written of. */
export interface Bill {
  /** What it is the bill of. */
  readonly name: string
  /** An address or URN that is this bill's own, and another one when it says something else. */
  readonly namespace: string
  /** RFC 3339. */
  readonly createdAt: string
  /** The operating system, where it has one: `{ id: 'debian', release: '12' }`. */
  readonly distribution: { readonly id: string; readonly release: string } | undefined
  readonly components: readonly BillComponent[]
}

export interface BillComponent {
  readonly name: string
  readonly version: string | undefined
  readonly purl: string
  /** As its publisher writes it: an identifier, an expression or a name. */
  readonly license: string | undefined
  /** Package that it was built from. */
  readonly source: { readonly name: string; readonly version: string } | undefined
  /** Where it lies; the same software may lie in several places. */
  readonly paths: readonly string[]
}

/** Components in one order, each package URL once, with all its places. */
export function distinct(components: readonly BillComponent[]): readonly BillComponent[] {
  const byPurl = new Map<string, BillComponent>()
  for (const one of components) {
    const known = byPurl.get(one.purl)
    byPurl.set(one.purl, known === undefined ? one : { ...known, paths: [...known.paths, ...one.paths] })
  }
  return [...byPurl.values()]
    .map((one) => ({ ...one, paths: [...new Set(one.paths)].sort() }))
    .sort((a, b) => (a.purl < b.purl ? -1 : 1))
}
