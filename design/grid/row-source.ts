/** Where rows come from: a window on a list that lives on the server. */
export interface RowSource<Row> {
  /** Changes when the question changes (query, sort): the grid then starts at the top again. */
  readonly key: string
  /** How many rows match. */
  readonly total: number
  readonly isExact: boolean
  /** How far one can scroll now; grows while rows arrive, never beyond `total`. */
  readonly reach: number
  /** The first answer is still on its way. */
  readonly pending: boolean
  /** The row at a place, or undefined while it is not here. */
  readonly at: (index: number) => Row | undefined
  /** The rows from `first` to `last` are in sight now. */
  readonly want: (first: number, last: number) => void
}

/** A source over rows that are all here. */
export function rowsHere<Row>(rows: readonly Row[], key = ''): RowSource<Row> {
  return {
    key,
    total: rows.length,
    isExact: true,
    reach: rows.length,
    pending: false,
    at: (index) => rows[index],
    want: () => {},
  }
}
