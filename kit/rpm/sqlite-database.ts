import { ByteView, type LazyReader } from '../reading/index.ts'
import { readTable } from '../sqlite/index.ts'
import type { OnHeader } from './database.ts'

/** `rpmdb.sqlite`: a row for each header. Source: rpm's "sqlite" database back end. */
export function* readSqliteDatabase(withLog: boolean, maxHeaderSize: number, onHeader: OnHeader): LazyReader<void> {
  const options = { withLog, maxRowSize: maxHeaderSize }
  yield* readTable('Packages', options, (rowId, values) => {
    const blob = values[1]
    if (blob instanceof Uint8Array) onHeader(rowId, new ByteView(blob))
  })
}
