import type { Duplex, Readable, Writable } from 'node:stream'
import type pg from 'pg'
import { DatabaseUnavailable } from '../../store/index.ts'

/** Ends a stream of COPY when its connection is gone: by itself it would wait for ever. */
export function endWithConnection(client: pg.ClientBase, stream: Readable | Writable | Duplex): void {
  const end = () =>
    void stream.destroy(new DatabaseUnavailable('The connection to the database broke in the middle of a table.'))
  client.once('end', end)
  stream.once('close', () => client.off('end', end))
}
