import { parsePurl } from '@holdfast/kit/purl'
import { lastWord, type VexDocument, type VexStatement } from '@holdfast/kit/vex'

/** A distinct software that is installed somewhere. */
export interface Candidate {
  readonly id: number
  /** Its package URL, and that of what it was built from. */
  readonly purls: readonly string[]
  /** Of findings in it, without what holds it: `deb/openssl`. */
  readonly place: string
}

/** What one statement says is not affected: a vulnerability in some software, and what else lies at the same place, of which it says nothing. */
export interface Told {
  /** Of the statement in its document, from 0. */
  readonly index: number
  readonly check: string
  readonly place: string
  readonly software: readonly number[]
  readonly others: readonly number[]
}

/**
 * What a document's statements say is not affected, of the software there is: each where it is the last word about a vulnerability. `checksCalled` gives the
 * checks that go by a name.
 */
export function toldOf(
  document: VexDocument,
  candidates: readonly Candidate[],
  checksCalled: (name: string) => ReadonlySet<string>,
): readonly Told[] {
  const byKey = indexed(candidates)
  const checks = document.statements.map((statement) => checksOf(statement, checksCalled))
  const byCheck = new Map<string, VexStatement[]>()
  for (const [index, statement] of document.statements.entries())
    for (const check of checks[index]!) byCheck.set(check, [...(byCheck.get(check) ?? []), statement])
  return document.statements.flatMap((statement, index) => {
    if (statement.status !== 'not_affected') return []
    const near = nearTo(statement, byKey)
    return [...checks[index]!].flatMap((check) => {
      const statements = byCheck.get(check) ?? []
      const vulnerability = statements.flatMap((one) => [one.vulnerability, ...one.aliases])
      const mine = near.filter(
        ({ purls }) =>
          lastWord([{ ...document, statements }], { vulnerability, purls, within: [] })?.statement === statement,
      )
      return placesOf(mine, candidates).map((place) => ({ index, check, ...place }))
    })
  })
}

/** The document with nothing but its statements about these checks. */
export function aboutChecks(
  document: VexDocument,
  checksCalled: (name: string) => ReadonlySet<string>,
  checks: ReadonlySet<string>,
): VexDocument {
  const statements = document.statements.filter((one) =>
    [...checksOf(one, checksCalled)].some((check) => checks.has(check)),
  )
  return { ...document, statements }
}

function checksOf({ vulnerability, aliases }: VexStatement, checksCalled: (name: string) => ReadonlySet<string>) {
  return new Set([vulnerability, ...aliases].flatMap((name) => [...checksCalled(name)]))
}

function placesOf(mine: readonly Candidate[], all: readonly Candidate[]) {
  const told = new Set(mine.map(({ id }) => id))
  return [...new Set(mine.map(({ place }) => place))].map((place) => {
    const there = all.filter((one) => one.place === place).map(({ id }) => id)
    return {
      place,
      software: there.filter((id) => told.has(id)),
      others: there.filter((id) => !told.has(id)),
    }
  })
}

function indexed(candidates: readonly Candidate[]): ReadonlyMap<string, readonly Candidate[]> {
  const byKey = new Map<string, Candidate[]>()
  for (const one of candidates)
    for (const key of new Set(one.purls.map(keyOf)))
      if (key !== undefined) byKey.set(key, [...(byKey.get(key) ?? []), one])
  return byKey
}

function nearTo({ products }: VexStatement, byKey: ReadonlyMap<string, readonly Candidate[]>): readonly Candidate[] {
  const purls = products.flatMap((product) => product.purls)
  const keys = new Set(purls.map(keyOf))
  return [...new Set([...keys].flatMap((key) => (key === undefined ? [] : (byKey.get(key) ?? []))))]
}

function keyOf(purl: string): string | undefined {
  const parsed = parsePurl(purl, { lenient: true })
  return parsed.ok ? `${parsed.value.type}/${parsed.value.name}` : undefined
}

/** Names of packages, in small letters, that a document is about. */
export function namesIn({ statements }: VexDocument): readonly string[] {
  const purls = new Set(statements.flatMap(({ products }) => products.flatMap((product) => product.purls)))
  const names = [...purls].flatMap((purl) => {
    const parsed = parsePurl(purl, { lenient: true })
    if (!parsed.ok) return []
    const { namespace, name } = parsed.value
    return namespace === undefined ? [name] : [name, `${namespace}/${name}`, `${namespace}:${name}`]
  })
  return [...new Set(names.map((name) => name.toLowerCase()))]
}
