/** One answer of a paged list. */
export interface ListPage<Row> {
  readonly data: readonly Row[]
  readonly page: { readonly next: string | null; readonly total?: number; readonly totalIsExact?: boolean }
}

export interface RowWindowOptions<Row> {
  /** The page at a cursor; the first has none. */
  readonly fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<ListPage<Row>>
  readonly pageSize: number
  /** Called when something is new to draw. */
  readonly onChange: () => void
  readonly onError: (error: unknown) => void
}

/** Up to so many rows the scroll bar is true from the start; beyond, it grows page by page. */
const trueBar = 2_000
/** Pages kept on each side of the one in sight; the others are fetched again when needed. */
const keep = 15

/**
 * The rows of a list that lives on a server and is read by cursors: knows how far one can scroll, fetches what comes into
 * sight, and forgets what went far out of it. Cursors lead forward only, so far rows are reached page after page.
 */
export class RowWindow<Row> {
  total = 0
  isExact = true
  pending = true
  first: ListPage<Row> | undefined
  readonly #options: RowWindowOptions<Row>
  readonly #pages = new Map<number, readonly Row[]>()
  /** Cursor of each page that is known to exist. */
  readonly #cursors: (string | undefined)[] = [undefined]
  #ended = false
  #wanted = { first: 0, last: 0 }
  #loading: AbortController | undefined
  #closed = false

  constructor(options: RowWindowOptions<Row>) {
    this.#options = options
  }

  /** How far one can scroll now. While the first answer is on its way, a page of places. */
  get reach(): number {
    if (this.pending) return Math.min(30, this.#options.pageSize)
    if (this.#ended || this.total <= trueBar) return this.total
    return Math.min(this.total, this.#cursors.length * this.#options.pageSize)
  }

  at(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / this.#options.pageSize))?.[index % this.#options.pageSize]
  }

  want(first: number, last: number): void {
    this.#wanted = { first, last }
    this.#load()
  }

  /** Changes rows that are here, where `change` gives another one. */
  patch(change: (row: Row) => Row): void {
    for (const [page, rows] of this.#pages) this.#pages.set(page, rows.map(change))
    this.#options.onChange()
  }

  close(): void {
    this.#closed = true
    this.#loading?.abort()
  }

  #load(): void {
    const page = this.#missing()
    if (this.#closed || this.#loading || page === undefined) return
    const loading = new AbortController()
    this.#loading = loading
    this.#options
      .fetchPage(this.#cursors[page], loading.signal)
      .then((answer) => {
        if (this.#closed) return
        this.#loading = undefined
        this.#take(page, answer)
        this.#options.onChange()
        this.#load()
      })
      .catch((error: unknown) => {
        this.#loading = undefined
        if (!this.#closed && !loading.signal.aborted) this.#options.onError(error)
      })
  }

  /** The nearest page that is in sight or next to it and is not here. */
  #missing(): number | undefined {
    const { pageSize } = this.#options
    const known = this.#cursors.length - 1
    const from = Math.floor(this.#wanted.first / pageSize)
    const to = Math.floor((this.#wanted.last + pageSize / 2) / pageSize)
    for (let page = from; page <= Math.min(to, known); page++) if (!this.#pages.has(page)) return page
    // A page whose cursor is not known yet is reached through the last one that is.
    if (to > known && !this.#ended) return known
    return undefined
  }

  #take(page: number, answer: ListPage<Row>): void {
    const { next } = answer.page
    this.#pages.set(page, answer.data)
    if (page === 0) this.first = answer
    if (next !== null) this.#cursors[page + 1] ??= next
    else {
      this.#ended = true
      this.#cursors.length = page + 1
    }
    this.#count(page * this.#options.pageSize + answer.data.length, page === 0, answer.page)
    this.pending = false
    const middle = Math.floor(this.#wanted.first / this.#options.pageSize)
    for (const held of this.#pages.keys()) if (Math.abs(held - middle) > keep && held !== page) this.#pages.delete(held)
  }

  /** A later page need not tell the total again; the end of the list always does. */
  #count(seen: number, isFirst: boolean, { next, total, totalIsExact }: ListPage<Row>['page']): void {
    if (next === null) {
      this.total = seen
      this.isExact = true
    } else if (total !== undefined || isFirst) {
      this.total = Math.max(total ?? 0, seen + 1)
      this.isExact = total !== undefined && totalIsExact !== false
    } else this.total = Math.max(this.total, seen + 1)
  }
}
