const quote = 34

/** More columns than any real table has. */
const maxCells = 1000

/** The cells of one whole record; what stands in quotes may hold line ends, separators and doubled quotes. Source: RFC 4180. */
export function csvCells(record: string, separator = ','): readonly string[] {
  if (!record.includes('"')) return record.split(separator, maxCells)
  const cells: string[] = []
  for (let at = 0; at <= record.length && cells.length < maxCells; ) {
    if (record.charCodeAt(at) !== quote) {
      const comma = record.indexOf(separator, at)
      const end = comma < 0 ? record.length : comma
      cells.push(record.slice(at, end))
      at = end + 1
      continue
    }
    let text = ''
    let from = at + 1
    for (;;) {
      const close = record.indexOf('"', from)
      text += record.slice(from, close < 0 ? record.length : close)
      if (close < 0) return [...cells, text]
      from = close + 1
      if (record.charCodeAt(from) !== quote) break
      text += '"'
      from++
    }
    const comma = record.indexOf(separator, from)
    cells.push(text + record.slice(from, comma < 0 ? record.length : comma))
    at = comma < 0 ? record.length + 1 : comma + 1
  }
  return cells
}
