import type { LockedPackage, LockedType } from './locked-package.ts'

/** More than any real project pins. */
const maxPackages = 200_000

/** Collects what a lock file pins, each name and version once, in the order of the file. */
export class Pinned {
  readonly #type: LockedType
  readonly #found = new Map<string, LockedPackage>()

  constructor(type: LockedType) {
    this.#type = type
  }

  add(
    name: string,
    version: string,
    more: { readonly licenses?: readonly string[]; readonly dev?: boolean } = {},
  ): void {
    const key = `${name}\n${version}`
    const known = this.#found.get(key)
    if (name === '' || version === '' || (known === undefined && this.#found.size >= maxPackages)) return
    // What is needed for work as well is not for development only.
    const dev = (more.dev ?? false) && (known?.dev ?? true)
    const licenses = more.licenses ?? known?.licenses ?? []
    this.#found.set(key, { type: this.#type, name, version, licenses, dev, direct: undefined, dependsOn: [] })
  }

  get items(): readonly LockedPackage[] {
    return [...this.#found.values()]
  }
}
