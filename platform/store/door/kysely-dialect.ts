import {
  type DatabaseConnection,
  type Dialect,
  DummyDriver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { QueryResultRow } from 'pg'
import type { Transaction } from './transaction.ts'

/** Kysely on a transaction that is already open: it builds and runs queries, and can neither begin nor end anything. */
export function kyselyDialect(transaction: Transaction): Dialect {
  const refuse = () => Promise.reject(new Error('The transaction is the door’s: use tx.savepoint instead.'))
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) {
      const { rows, rowCount } = await transaction.query<QueryResultRow>(sql, parameters)
      return { rows: rows as R[], numAffectedRows: BigInt(rowCount) }
    },
    async *streamQuery<R>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }, batch: number) {
      for await (const rows of transaction.stream<QueryResultRow>(sql, parameters, { batch }))
        yield { rows: rows as R[] }
    },
  }
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () =>
      Object.assign(new DummyDriver(), { acquireConnection: async () => connection, beginTransaction: refuse }),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (database) => new PostgresIntrospector(database),
  }
}
