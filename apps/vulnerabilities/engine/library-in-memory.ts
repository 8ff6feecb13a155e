import type { Advisory } from './advisory.ts'
import type { AdvisoryLibrary, FedAdvisory, FedThreat, NamedEntry } from './advisory-library.ts'
import type { FeedRecord } from './feed-record.ts'
import { isNewer } from './newest-advisory.ts'
import { keysOf, packageKey } from './package-key.ts'

/** A library of what is at hand, for tests and for what is small. Feeds by their ids; answers as one of files gives them. */
export function libraryInMemory(feeds: Readonly<Record<string, Iterable<FeedRecord>>>): AdvisoryLibrary {
  const shelves = Object.entries(feeds)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([feed, records]) => shelfOf(feed, records))
  const all = <T>(ask: (shelf: Shelf) => readonly T[]) => shelves.flatMap((shelf) => ask(shelf))
  return {
    advisoriesNaming(ecosystem, name) {
      const key = textOf(packageKey(ecosystem, name))
      return all<FedAdvisory>(({ feed, advisories }) =>
        advisories.flatMap((advisory) => {
          const affected = advisory.affected.filter((entry) => keysOf(entry).some((one) => textOf(one) === key))
          return affected.length === 0 ? [] : [{ feed, advisory: { ...advisory, affected } }]
        }),
      )
    },
    entriesNaming(ecosystem, name) {
      const key = textOf(packageKey(ecosystem, name))
      return all<NamedEntry>(({ feed, advisories }) =>
        advisories.flatMap((advisory) =>
          advisory.affected
            .filter((entry) => keysOf(entry).some((one) => textOf(one) === key))
            .map((entry) => ({ feed, entry, advisory: () => ({ ...advisory, affected: [entry] }) })),
        ),
      )
    },
    advisoriesOf: (id) =>
      all<FedAdvisory>(({ feed, advisories }) =>
        advisories
          .filter((advisory) => [advisory.id, ...advisory.aliases, ...advisory.upstream].includes(id))
          .map((advisory) => ({ feed, advisory })),
      ),
    threatsOf: (cve) => all(({ threats }) => threats.filter(({ threat }) => threat.cve === cve)),
    covers: (ecosystem) => shelves.some(({ covered }) => covered.has(ecosystem)),
    weakness: (id) => shelves.map(({ weaknesses }) => weaknesses.get(id)).find((name) => name !== undefined),
    feeds: () =>
      shelves.map(({ feed, advisories, threats, weaknesses, covered, date, problems }) => ({
        feed,
        digest: '',
        date,
        counts: { advisories: advisories.length, threats: threats.length, weaknesses: weaknesses.size, problems },
        covers: [...covered].sort(),
      })),
    close() {},
  }
}

type Shelf = ReturnType<typeof shelfOf>

function shelfOf(feed: string, records: Iterable<FeedRecord>) {
  const newest = new Map<string, Advisory>()
  const threats = new Map<string, FedThreat>()
  const weaknesses = new Map<string, string>()
  const covered = new Set<string>()
  let date: string | undefined
  let problems = 0
  for (const record of records) {
    if (record.kind === 'advisory') {
      const { advisory } = record
      const known = newest.get(advisory.id)
      if (known === undefined || isNewer(advisory, known)) newest.set(advisory.id, advisory)
    } else if (record.kind === 'threat') {
      threats.set(`${record.threat.cve}\n${JSON.stringify(record.threat)}`, { feed, threat: record.threat })
    } else if (record.kind === 'weakness') {
      const known = weaknesses.get(record.id)
      if (known === undefined || record.name > known) weaknesses.set(record.id, record.name)
    } else if (record.kind === 'coverage') covered.add(record.ecosystem)
    else if (record.kind === 'date') date = date === undefined || record.date > date ? record.date : date
    else problems++
  }
  return {
    feed,
    advisories: inOrder(newest),
    threats: inOrder(threats),
    weaknesses,
    covered,
    date: date ?? newestOf([...newest.values()]),
    problems,
  }
}

function newestOf(advisories: readonly Advisory[]): string | undefined {
  const times = advisories.map(({ modified }) => modified).filter((text) => Date.parse(text) > Date.UTC(1980, 0))
  return times.sort((a, b) => Date.parse(b) - Date.parse(a))[0]
}

function inOrder<T>(byKey: ReadonlyMap<string, T>): readonly T[] {
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
}

function textOf({ ecosystem, name }: { readonly ecosystem: string; readonly name: string }): string {
  return `${ecosystem}\n${name}`
}
