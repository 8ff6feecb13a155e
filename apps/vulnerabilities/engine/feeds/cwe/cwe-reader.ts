import { SaxesParser } from 'saxes'
import type { FeedRecord } from '../../feed-record.ts'
import type { FeedReader } from '../feed-reader.ts'
import { xmlText } from '../pieces/xml-text.ts'

/** The weakness list of MITRE in XML: ids and names of weaknesses, and of the categories that older feeds name. Source: CWE schema 7. */
export const cweReader: FeedReader = {
  id: 'cwe',
  matches: (path, start) => path.endsWith('.xml') && /<Weakness_Catalog\s/.test(start),
  async *read({ path, pieces }) {
    const parser = new SaxesParser()
    let found: FeedRecord[] = []
    let failed: string | undefined
    parser.on('error', ({ message }) => {
      failed ??= message.slice(0, 300)
    })
    parser.on('opentag', ({ name, attributes }) => {
      const { ID, Name, Version, Date: date } = attributes as Readonly<Record<string, string>>
      if (name === 'Weakness_Catalog' && date !== undefined && Version !== undefined) found.push({ kind: 'date', date })
      if (name !== 'Weakness' && name !== 'Category') return
      const at = `${path} line ${parser.line}`
      if (ID === undefined || !/^\d{1,6}$/.test(ID) || !Name)
        found.push({ kind: 'problem', at, message: `a ${name} without ID and Name` })
      else found.push({ kind: 'weakness', id: `CWE-${ID}`, name: Name.slice(0, 500) })
    })
    for await (const text of xmlText(pieces)) {
      parser.write(text)
      yield* found
      found = []
      if (failed !== undefined) break
    }
    if (failed === undefined) parser.close()
    yield* found
    if (failed !== undefined)
      yield { kind: 'problem', at: `${path} line ${parser.line}`, message: `not XML: ${failed}` }
  },
}
