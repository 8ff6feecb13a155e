import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FeedContent, FeedFile, FeedTaking } from '../../contract/index.ts'

/**
 * A made-up app whose feeds are lists of words, for tests of what every feed goes through: a file begins with `words FEED DATE`, then has one word a line, and ends
 * with `end`. Newer lists replace what older ones say of words with the same first letter.
 */
export const wordFeeds: FeedContent = {
  app: 'words',
  feeds: [
    { id: 'colours', title: 'Colours', publisher: 'A painter', licence: 'CC0-1.0' },
    { id: 'animals', title: 'Animals', publisher: 'A zoo', licence: 'CC0-1.0' },
  ],
  open(folder) {
    const feeds = new Map<string, { words: Set<string>; date: string }>()
    const of = (feed: string) => {
      const known = feeds.get(feed) ?? { words: new Set<string>(), date: '' }
      feeds.set(feed, known)
      return known
    }
    return {
      async take(file, given): Promise<FeedTaking> {
        const head = /^words (\S+) (\S+)/.exec(Buffer.from(file.head).toString('utf8'))
        if (!head) return { outcome: 'strange' }
        const feed = given ?? (head[1] as string)
        let text: string
        try {
          text = await textOf(file)
        } catch (error) {
          return { outcome: 'broken', feed, reason: (error as Error).message }
        }
        const lines = text.trimEnd().split('\n')
        if (lines.at(-1) !== 'end') return { outcome: 'broken', feed, reason: `line ${lines.length}: ends early` }
        const into = of(feed)
        for (const line of lines.slice(1, -1)) into.words.add(line)
        if ((head[2] as string) > into.date) into.date = head[2] as string
        return { outcome: 'taken', feed, records: lines.length - 2, problems: 0 }
      },
      async takeRecords(feed, records) {
        const into = of(feed)
        for await (const record of records) {
          const { date, word } = record as { date?: unknown; word?: unknown }
          if (typeof date === 'string') into.date = date
          else if (typeof word === 'string') into.words.add(word)
          else throw new Error('is no word')
        }
      },
      async compile(feed, base) {
        const { words, date } = of(feed)
        const initials = new Set([...words].map((word) => word[0]))
        const below = base !== undefined && existsSync(base) ? readFileSync(base, 'utf8').split('\n').slice(1, -1) : []
        const all = [...new Set([...words, ...below.filter((word) => !initials.has(word[0]))])].sort()
        const path = join(folder, `${feed}.txt`)
        const text = `${date}\n${all.map((word) => `${word}\n`).join('')}`
        writeFileSync(path, text)
        const digest = createHash('sha256').update(all.join('\n')).digest('hex')
        return { path, digest, date: date || undefined, counts: { words: all.length }, covers: [], problems: [] }
      },
      close() {},
    }
  },
  *records(path) {
    const [date, ...words] = readFileSync(path, 'utf8').trimEnd().split('\n')
    yield { date }
    for (const word of words) yield { word }
  },
}

/** A file of such a feed. */
export function words(feed: string, date: string, list: readonly string[]): string {
  return ['words ', feed, ' ', date, '\n', ...list.map((word) => `${word}\n`), 'end\n'].join('')
}

async function textOf(file: FeedFile): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of file.pieces()) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}
