import type { FeedRecord } from '../../feed-record.ts'
import { packageKey } from '../../package-key.ts'
import type { FeedReader } from '../feed-reader.ts'
import { makeAdvisory } from '../make-advisory.ts'
import { csvRows } from '../pieces/csv-rows.ts'
import components from './components.json' with { type: 'json' }
import { Supersedence } from './supersedence.ts'
import { affectedUntil, updateNumber, windows } from './updates.ts'

const columns = [
  'DatePosted',
  'CVE',
  'BulletinKB',
  'Title',
  'AffectedProduct',
  'AffectedComponent',
  'Severity',
  'Impact',
  'Supersedes',
  'Exploits',
]

/**
 * The table of Windows Exploit Suggester – Next Generation: a row for each CVE, product and update that fixes it, with what that update replaces. What replaces
 * an update later stands in other rows, so that all are gathered before the first advisory is given.
 */
export const wesngReader: FeedReader = {
  id: 'microsoft-wesng',
  matches: (path, start) => path.endsWith('.csv') && /^\ufeff?"?DatePosted"?,"?CVE"?,"?BulletinKB"?,/.test(start),
  async *read({ path, pieces }) {
    const table = new Table()
    let rows = 0
    let without = 0
    let problems = 0
    for await (const { line, cells } of csvRows(pieces)) {
      if (cells?.[0] === columns[0] || cells?.[0]?.startsWith('#')) continue
      const wrong = cells === undefined ? 'a quote is not closed, or the row is too long' : wrongIn(cells)
      if (wrong !== undefined) {
        if (problems++ < maxProblems) yield { kind: 'problem', at: `${path} line ${line}`, message: wrong }
        continue
      }
      if (++rows > maxRows) {
        yield {
          kind: 'problem',
          at: `${path} line ${line}`,
          message: `more than ${maxRows} rows: the rest is left out`,
        }
        break
      }
      if (!table.add(cells as readonly string[])) without++
    }
    if (problems > maxProblems)
      yield { kind: 'problem', at: path, message: `${problems - maxProblems} more rows cannot be read` }
    if (without > 0)
      yield { kind: 'problem', at: path, message: `${without} rows name no update by its number, and are left out` }
    yield* table.records(/(?:^|\/)CVEs[^/]*$/.test(path) ? '' : `${nameOf(path)}/`)
  },
}

const maxRows = 5_000_000
const maxProblems = 100

/** Tables of one feed tell of the same CVEs: all but the main one are told apart by their names, without their dates. */
function nameOf(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/(?:_\d+)?\.csv$/, '')
}

function wrongIn(cells: readonly string[]): string | undefined {
  if (cells.length !== columns.length) return `${cells.length} cells, not ${columns.length}`
  if (!/^\d{8}$/.test(cells[0] ?? '')) return 'DatePosted is not eight digits'
  return undefined
}

interface Fix {
  readonly updates: Set<string>
  readonly severity: string
}

interface Vulnerability {
  readonly title: string
  first: string
  last: string
  readonly exploits: Set<string>
  readonly products: Map<string, Fix>
}

/**
 * Until 2017 the column of components names what is installed apart from Windows, or not at all, and what is affected is that; since then it is a keyword, and
 * such things are products of their own: `Internet Explorer 11 on Windows 7 …`.
 */
function productOf(product: string, component: string, date: string): string {
  const name = component.toLowerCase()
  const isApart = date < components.namedUntil && components.installedApart.some((one) => name.startsWith(one))
  return isApart && !product.includes(' on ') ? `${component} on ${product}` : product
}

class Table {
  readonly #supersedence = new Supersedence()
  readonly #found = new Map<string, Vulnerability>()
  readonly #products = new Map<string, string>()

  /** False for a row without the number of an update. */
  add(cells: readonly string[]): boolean {
    const [
      date = '',
      cve = '',
      bulletin = '',
      title = '',
      affected = '',
      component = '',
      severity = '',
      ,
      supersedes = '',
      exploits = '',
    ] = cells
    const update = updateNumber(bulletin)
    if (update === undefined || affected === '') return false
    const given = productOf(affected, component, date)
    // Slices of rows would keep the rows; and one product is written in several ways, of which each row has its own.
    const { name } = packageKey(windows, given)
    let product = this.#products.get(name)
    if (product === undefined) {
      product = given
      this.#products.set(name, given)
    }
    for (const one of supersedes.split(';')) {
      const older = updateNumber(one)
      if (older !== undefined) this.#supersedence.add(product, update, older)
    }
    const id = cve.trim() === '' ? update : cve.trim()
    if (!/^(?:CVE-\d{4}-\d{4,}|ADV\d+|KB\d+)$/.test(id)) return true
    let vulnerability = this.#found.get(id)
    if (vulnerability === undefined) {
      vulnerability = { title, first: date, last: date, exploits: new Set(), products: new Map() }
      this.#found.set(id, vulnerability)
    }
    if (date < vulnerability.first) vulnerability.first = date
    if (date > vulnerability.last) vulnerability.last = date
    for (const address of exploits.split(/,\s*/))
      if (/^https?:\/\//.test(address) && vulnerability.exploits.size < 100) vulnerability.exploits.add(address)
    const fix = vulnerability.products.get(product)
    if (fix === undefined) vulnerability.products.set(product, { updates: new Set([update]), severity })
    else fix.updates.add(update)
    return true
  }

  *records(prefix: string): Generator<FeedRecord> {
    let latest = ''
    for (const { last } of this.#found.values()) if (last > latest) latest = last
    if (latest === '') return
    yield { kind: 'date', date: dateOf(latest) }
    yield { kind: 'coverage', ecosystem: windows }
    for (const [id, { title, first, last, exploits, products }] of this.#found) {
      const affected = [...products].map(([product, { updates, severity }]) =>
        affectedUntil(product, this.#supersedence.withReplacements(product, updates), severity || undefined),
      )
      yield {
        kind: 'advisory',
        advisory: makeAdvisory({
          id: `${prefix}${id}`,
          modified: dateOf(last),
          published: dateOf(first),
          upstream: prefix === '' || !id.startsWith('CVE-') ? [] : [id],
          summary: title,
          affected,
          references: [...exploits].map((url) => ({ type: 'EVIDENCE', url })),
        }),
      }
    }
  }
}

function dateOf(digits: string): string {
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
}
