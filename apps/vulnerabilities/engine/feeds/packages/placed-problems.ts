import type { FeedRecord } from '../../feed-record.ts'

/** Collects what was left out of one document, with its place; past a hundred it only counts. */
export class PlacedProblems {
  readonly document: string
  readonly #found: { readonly at: string; readonly message: string }[] = []
  #more = 0

  constructor(document: string) {
    this.document = document
  }

  add(at: string, message: string): undefined {
    if (this.#found.length < 100) this.#found.push({ at: `${this.document} ${at}`.trim().slice(0, 400), message })
    else this.#more++
    return undefined
  }

  *records(): Generator<FeedRecord> {
    for (const one of this.#found) yield { kind: 'problem', ...one }
    if (this.#more > 0) yield { kind: 'problem', at: this.document, message: `${this.#more} more problems` }
  }
}
