import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { longestData } from '../format/records.ts'
import { endWithConnection } from './end-with-connection.ts'

/** The rows of one table as COPY's text, in pieces of up to 256 KiB, in the order in which they lie. */
export async function* copyOut(
  client: pg.ClientBase,
  { name, columns }: { readonly name: string; readonly columns: readonly { readonly name: string }[] },
): AsyncGenerator<Buffer> {
  const list = columns.map((column) => pg.escapeIdentifier(column.name)).join(', ')
  const stream = client.query(copyTo(`copy (select ${list} from only ${pg.escapeIdentifier(name)}) to stdout`))
  endWithConnection(client, stream)
  let waiting: Buffer[] = []
  let size = 0
  for await (const piece of stream as AsyncIterable<Buffer>) {
    waiting.push(piece)
    size += piece.length
    if (size < longestData) continue
    const all = Buffer.concat(waiting)
    let at = 0
    for (; at + longestData <= all.length; at += longestData) yield all.subarray(at, at + longestData)
    waiting = [all.subarray(at)]
    size -= at
  }
  if (size > 0) yield Buffer.concat(waiting)
}
