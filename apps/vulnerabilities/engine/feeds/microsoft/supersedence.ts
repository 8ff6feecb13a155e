/** Which updates replace which, product by product. */
export class Supersedence {
  readonly #by = new Map<string, Set<string>>()
  readonly #closures = new Map<string, ReadonlySet<string>>()

  /** `update` replaces `older` on `product`. */
  add(product: string, update: string, older: string): void {
    const key = `${product}\n${older}`
    const found = this.#by.get(key)
    if (found === undefined) this.#by.set(key, new Set([update]))
    else found.add(update)
  }

  /** These updates and all that replace them, each other's replacements among them, in order of their names. */
  withReplacements(product: string, updates: Iterable<string>): readonly string[] {
    const all = new Set<string>()
    for (const update of updates) {
      all.add(update)
      for (const newer of this.#closure(product, update)) all.add(newer)
    }
    return [...all].sort()
  }

  #closure(product: string, update: string): ReadonlySet<string> {
    const key = `${product}\n${update}`
    const known = this.#closures.get(key)
    if (known !== undefined) return known
    const found = new Set<string>()
    const open = [update]
    for (let next = open.pop(); next !== undefined; next = open.pop())
      for (const newer of this.#by.get(`${product}\n${next}`) ?? []) {
        if (newer === update || found.has(newer)) continue
        found.add(newer)
        open.push(newer)
      }
    this.#closures.set(key, found)
    return found
  }
}
