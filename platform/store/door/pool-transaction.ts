import { Kysely } from 'kysely'
import type pg from 'pg'
import type { QueryResultRow } from 'pg'
import { StoreError } from '../store-error.ts'
import { copyRows } from './copy-rows.ts'
import { kyselyDialect } from './kysely-dialect.ts'
import type { CopySource, NamedQuery, Result, TextRows, Transaction } from './transaction.ts'

/** What is told of a query that took long: never its values. */
export interface SlowQuery {
  readonly text: string
  readonly ms: number
  readonly rowCount: number
  readonly tenantId: number | undefined
}

/** One transaction on one connection of a pool. Beginning and ending it is the door's affair. */
export class PoolTransaction implements Transaction {
  readonly tenantId: number | undefined
  readonly signal: AbortSignal
  readonly #client: pg.PoolClient
  readonly #onQuery: (query: SlowQuery) => void
  #last: Promise<unknown> = Promise.resolve()
  #ended = false
  #names = 0
  #kysely: Kysely<unknown> | undefined

  constructor(
    client: pg.PoolClient,
    options: { tenantId: number | undefined; signal: AbortSignal; onQuery: (query: SlowQuery) => void },
  ) {
    this.#client = client
    this.tenantId = options.tenantId
    this.signal = options.signal
    this.#onQuery = options.onQuery
  }

  async query<Row extends QueryResultRow>(
    query: string | NamedQuery,
    values?: readonly unknown[],
  ): Promise<Result<Row>> {
    const result = await this.#run<Row>(typeof query === 'string' ? { text: query, ...(values && { values }) } : query)
    return { rows: result.rows, rowCount: result.rowCount ?? 0 }
  }

  #run<Row extends QueryResultRow>(config: NamedQuery): Promise<pg.QueryResult<Row>> {
    return this.#inOrder(async () => {
      const started = performance.now()
      let rowCount = 0
      try {
        // The extended protocol takes one statement only: nothing that is smuggled in can end the transaction.
        const result = await this.#client.query<Row>({ ...config, queryMode: 'extended' } as pg.QueryConfig)
        rowCount = result.rowCount ?? 0
        return result
      } finally {
        this.#onQuery({ text: config.text, ms: performance.now() - started, rowCount, tenantId: this.tenantId })
      }
    })
  }

  async first<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row | undefined> {
    return (await this.query<Row>({ text, ...(values && { values }) })).rows[0]
  }

  kysely<Tables>(): Kysely<Tables> {
    this.#kysely ??= new Kysely<unknown>({ dialect: kyselyDialect(this) })
    return this.#kysely as Kysely<Tables>
  }

  copyInto(source: CopySource): Promise<{ name: string; rowCount: number }> {
    const number = ++this.#names
    return this.#inOrder(() => copyRows(this.#client, source, number))
  }

  async *stream<Row extends QueryResultRow>(
    text: string,
    values: readonly unknown[] = [],
    { batch = 1000 }: { batch?: number } = {},
  ): AsyncGenerator<Row[], void, undefined> {
    for await (const { rows } of this.#batches<Row>(text, values, batch, {})) yield rows
  }

  async *streamTexts(
    text: string,
    values: readonly unknown[] = [],
    { batch = 1000 }: { batch?: number } = {},
  ): AsyncGenerator<TextRows, void, undefined> {
    const asTexts = { rowMode: 'array', types: { getTypeParser: () => (value: string) => value } } as const
    for await (const { rows, fields } of this.#batches<QueryResultRow>(text, values, batch, asTexts)) {
      yield { fields, rows: rows as unknown as TextRows['rows'] }
    }
  }

  /** Whoever takes a batch works on it while the next one comes. */
  async *#batches<Row extends QueryResultRow>(text: string, values: readonly unknown[], batch: number, form: object) {
    const name = `stream_${++this.#names}`
    await this.query({ text: `declare ${name} no scroll cursor for ${text}`, values })
    const fetch = () => {
      const fetching = this.#run<Row>({ text: `fetch ${Math.trunc(batch)} from ${name}`, ...form })
      // Where nobody waits for it any more, its failure is the transaction's own.
      fetching.catch(() => {})
      return fetching
    }
    try {
      for (let next = fetch(); ; ) {
        const result = await next
        const more = result.rows.length === batch
        if (more) next = fetch()
        if (result.rows.length > 0) yield result
        if (!more) return
      }
    } finally {
      // After a failure the transaction is over anyway, and so is the cursor.
      if (!this.#ended) await this.query({ text: `close ${name}` }).catch(() => {})
    }
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const name = `save_${++this.#names}`
    await this.query({ text: `savepoint ${name}` })
    try {
      const value = await work()
      await this.query({ text: `release savepoint ${name}` })
      return value
    } catch (error) {
      await this.query({ text: `rollback to savepoint ${name}` })
      await this.query({ text: `release savepoint ${name}` })
      throw error
    }
  }

  /** No query starts after this; resolves when the running ones are through. */
  async end(): Promise<void> {
    this.#ended = true
    await this.#last
  }

  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    if (this.#ended) {
      return Promise.reject(
        new StoreError('transaction-ended', 'A query was made after its transaction had ended: await it inside.'),
      )
    }
    const turn = this.#last.then(() => {
      this.signal.throwIfAborted()
      return work()
    })
    this.#last = turn.catch(() => {})
    return turn
  }
}
