import { decodeUtf8 } from '@holdfast/kit/text'
import { SaxesParser } from 'saxes'
import type { FeedRecord } from '../../feed-record.ts'
import type { FeedReader } from '../feed-reader.ts'

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

/** Cut at the ends of elements, where no character of several bytes is. A piece without one is waited with, up to a limit. */
async function* xmlText(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = new Uint8Array(0)
  for await (const piece of pieces) {
    const joined = new Uint8Array(rest.length + piece.length)
    joined.set(rest)
    joined.set(piece, rest.length)
    const end = joined.lastIndexOf(0x3e) + 1
    if (end === 0 && joined.length < 1 << 20) {
      rest = joined
      continue
    }
    const cut = end === 0 ? joined.length : end
    yield decodeUtf8(joined.subarray(0, cut))
    rest = joined.slice(cut)
  }
  yield decodeUtf8(rest)
}
