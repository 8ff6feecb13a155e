import type { Affected } from '../../advisory.ts'
import type { FeedRecord } from '../../feed-record.ts'
import type { FeedReader } from '../feed-reader.ts'
import { advisoryRecord, affectedEntry, fixedIn, textOf } from '../make-advisory.ts'
import { textLines } from '../pieces/text-lines.ts'
import { ecosystemOfSuite } from './suite.ts'

interface Open {
  readonly id: string
  readonly date: string
  readonly summary: string
  readonly line: number
  upstream: readonly string[]
  readonly affected: Affected[]
}

/**
 * Debian's lists of the advisories that it sent out (DSA) and that its long-term support did (DLA): a head line, the CVEs in braces, and a line for
 * each release and package. Source: data/DSA/list and data/DLA/list of Debian's security tracker.
 */
export const debianListReader: FeedReader = {
  id: 'debian-list',
  matches: (_, start) => /^\[\d{2} [A-Z][a-z]{2} \d{4}\] (?:DSA|DLA|ELA)-\d/.test(start),
  async *read({ path, pieces }) {
    let open: Open | undefined
    for await (const { line, text } of textLines(pieces, 1 << 20)) {
      const at = `${path} line ${line}`
      const head = /^\[(\d{2}) ([A-Z][a-z]{2}) (\d{4})\] ((?:DSA|DLA|ELA)-\d[\w-]*)(?: +(.*))?$/.exec(text ?? '')
      if (head !== null) {
        if (open !== undefined) yield* closed(open)
        const [, day, month, year, id = '', summary] = head
        const date = months.has(month ?? '') ? `${year}-${months.get(month ?? '')}-${day}` : ''
        open = { id, date, summary: textOf(summary) ?? '', line, upstream: [], affected: [] }
        continue
      }
      const wrong = text === undefined ? 'longer than any real one' : open && readLine(open, text.trim())
      if (wrong !== undefined) yield { kind: 'problem', at, message: wrong }
    }
    if (open !== undefined) yield* closed(open)
  },
}

const months = new Map(
  ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map((name, index) => [
    name,
    String(index + 1).padStart(2, '0'),
  ]),
)

/** What is wrong with a line below a head; undefined where nothing is. */
function readLine(open: Open, line: string): string | undefined {
  if (line === '' || /^(?:NOTE|TODO|RESERVED|REJECTED)\b/.test(line)) return undefined
  if (line.startsWith('{')) {
    open.upstream = [...open.upstream, ...line.replace(/[{}]/g, ' ').trim().split(/\s+/)].slice(0, 1000)
    return undefined
  }
  const found = /^\[([a-z]+)\] +- +([^\s]+) +(<[a-z-]+>|[^\s<(]\S*)(?:\s+\((.*)\))?/.exec(line)
  if (found === null) return 'is no line about a package'
  const [, suite = '', name, what = '', reason] = found
  const ecosystem = ecosystemOfSuite(suite)
  if (ecosystem === undefined) return `the suite "${suite.slice(0, 60)}" is not known`
  if (ecosystem === '' || open.affected.length >= 1000) return undefined
  const common = { ecosystem, name, names: 'source', justification: textOf(reason, 1000) } as const
  switch (what) {
    case '<not-affected>':
      open.affected.push(affectedEntry({ ...common, state: 'not-affected' }))
      return undefined
    case '<unfixed>':
      open.affected.push(affectedEntry({ ...common, state: 'affected', unfixed: 'not-yet' }))
      return undefined
    case '<end-of-life>':
      open.affected.push(affectedEntry({ ...common, state: 'affected', unfixed: 'end-of-life' }))
      return undefined
    case '<no-dsa>':
    case '<ignored>':
    case '<postponed>':
      open.affected.push(
        affectedEntry({ ...common, state: 'affected', unfixed: what === '<ignored>' ? 'wont-fix' : 'deferred' }),
      )
      return undefined
  }
  if (what.startsWith('<')) return `the state ${what.slice(0, 60)} is not known`
  open.affected.push(affectedEntry({ ecosystem, name, names: 'source', ranges: fixedIn(what) }))
  return undefined
}

function* closed({ id, date, summary, upstream, affected }: Open): Generator<FeedRecord> {
  // Announcements (a new key, the end of a release) name no package.
  if (affected.length === 0) return
  const url = `https://security-tracker.debian.org/tracker/${encodeURIComponent(id)}`
  yield advisoryRecord({
    id,
    modified: date,
    published: date,
    summary,
    upstream,
    affected,
    references: [{ type: 'ADVISORY', url }],
  })
}
