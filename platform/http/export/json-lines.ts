import { jsonOfText, type TextRows } from '../../store/index.ts'

/** Rows as lines of JSON, each an object with the fields' names in their order. Nothing in between is made of a value. */
export function jsonLines({ fields, rows }: TextRows): string[] {
  const columns = fields.map(({ name, dataTypeID }, at) => ({
    before: `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`,
    write: jsonOfText(dataTypeID),
  }))
  return rows.map((row) => {
    let line = ''
    for (let at = 0; at < columns.length; at += 1) {
      const { before, write } = columns[at]!
      const text = row[at]
      line += before + (text === null || text === undefined ? 'null' : write(text))
    }
    return `${line}}`
  })
}
