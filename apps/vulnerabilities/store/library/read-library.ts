import { DatabaseSync } from 'node:sqlite'
import type { Advisory, Affected } from '../../engine/advisory.ts'
import type { FeedState } from '../../engine/advisory-library.ts'
import type { FeedRecord } from '../../engine/feed-record.ts'
import type { Threat } from '../../engine/threat.ts'

/** Everything in a compiled feed, as it was before it was compiled, in the library's order. Compiling it again gives the same. */
export function* readLibrary(path: string): Generator<FeedRecord> {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const rows = (text: string) => database.prepare(text).iterate() as Iterable<Record<string, string>>
    const state = JSON.parse(
      database.prepare("select value from meta where key = 'state'").get()?.value as string,
    ) as FeedState
    if (state.date !== undefined) yield { kind: 'date', date: state.date }
    for (const ecosystem of state.covers) yield { kind: 'coverage', ecosystem }
    for (const { id, name } of rows('select id, name from weakness order by id'))
      yield { kind: 'weakness', id: id as string, name: name as string }
    const entriesOf = database.prepare('select body from entry where advisory = ? order by position')
    for (const { number, body } of rows('select number, body from advisory order by number')) {
      const affected = entriesOf.all(number as string).map((entry) => JSON.parse(entry.body as string) as Affected)
      const rest = JSON.parse(body as string) as Omit<Advisory, 'affected'>
      yield { kind: 'advisory', advisory: { ...rest, affected } }
    }
    for (const { body } of rows('select body from threat order by cve, position'))
      yield { kind: 'threat', threat: JSON.parse(body as string) as Threat }
    for (const { place, message } of rows('select place, message from problem order by number'))
      yield { kind: 'problem', at: place as string, message: message as string }
  } finally {
    database.close()
  }
}
