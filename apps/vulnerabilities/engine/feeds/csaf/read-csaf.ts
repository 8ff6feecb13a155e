import { validateCsaf } from '@holdfast/kit/csaf'
import type { OsvReference } from '@holdfast/kit/osv'
import { asList, asRecord, asText, type JsonRecord } from '@holdfast/kit/reading'
import type { Advisory } from '../../advisory.ts'
import type { FeedRecord } from '../../feed-record.ts'
import { mergeStatements } from '../packages/merge-statements.ts'
import { PlacedProblems } from '../packages/placed-problems.ts'
import { readProductTree } from './product-tree.ts'
import { statementsOfVulnerability } from './statements-of-vulnerability.ts'
import wholePublishers from './whole-publishers.json' with { type: 'json' }

const maxVulnerabilities = 10_000

/**
 * What a CSAF 2.0 document says: an advisory for each vulnerability, since each has its own products, and what it tells of each CVE. The advisory has
 * the id of the document, with the CVE behind it where the document is about several.
 */
export function* readCsaf(value: unknown, at: string): Generator<FeedRecord> {
  const root = asRecord(value)
  const document = asRecord(root.document)
  const tracking = asRecord(document.tracking)
  const id = shortText(tracking.id)
  const problems = new PlacedProblems(id ?? at)
  if (id === undefined) {
    yield { kind: 'problem', at, message: 'a CSAF document without document.tracking.id' }
    return
  }
  const modified = shortText(tracking.current_release_date) ?? ''
  if (Number.isNaN(Date.parse(modified))) problems.add('document.tracking.current_release_date', 'is not a time')
  else yield { kind: 'date', date: modified }
  const tree = readProductTree(root.product_tree, problems)
  const list = asList(root.vulnerabilities).slice(0, maxVulnerabilities)
  if (list.length < asList(root.vulnerabilities).length)
    problems.add('vulnerabilities', `more than ${maxVulnerabilities}: the rest is left out`)
  const seen = new Set<string>()
  const covered = new Set<string>()
  const speaksOfAll = isWhole(asRecord(document.publisher))
  for (const [index, one] of list.entries()) {
    const place = `vulnerabilities[${index}]`
    const vulnerability = asRecord(one)
    const cve = cveOf(vulnerability, place, problems)
    const { statements, severity } = statementsOfVulnerability(vulnerability, place, tree, problems)
    const cwes = weaknessesOf(vulnerability, place, problems)
    const affected = mergeStatements(statements)
    if (speaksOfAll)
      for (const { ecosystem } of affected) {
        if (ecosystem === undefined || covered.has(ecosystem)) continue
        covered.add(ecosystem)
        yield { kind: 'coverage', ecosystem }
      }
    const number = cve ?? firstId(vulnerability)
    const own = list.length === 1 || cve === id ? id : `${id}/${number ?? index}`
    if (seen.has(own)) problems.add(place, `${own} stands there twice`)
    const title = proseOf(vulnerability.title, 4096) ?? proseOf(document.title, 4096) ?? ''
    const description = noteOf(vulnerability, 'description') ?? noteOf(vulnerability, 'summary') ?? ''
    const published = shortText(vulnerability.release_date) ?? shortText(tracking.initial_release_date)
    const advisory: Advisory = {
      id: seen.has(own) ? `${own}#${index}` : own,
      modified,
      published,
      withdrawn: undefined,
      aliases: [],
      upstream: cve === undefined || cve === id ? [] : [cve],
      related: own === id ? [] : [id],
      summary: title,
      details: description,
      severity,
      databaseSeverity: proseOf(asRecord(document.aggregate_severity).text, 64),
      affected,
      references: referencesOf(document, vulnerability),
      cwes,
    }
    seen.add(own)
    yield { kind: 'advisory', advisory }
    if (cve !== undefined)
      yield {
        kind: 'threat',
        threat: {
          cve,
          ...(title === '' ? {} : { title }),
          ...(description === '' ? {} : { description }),
          ...(vulnerability.release_date === undefined || published === undefined ? {} : { published }),
          severity,
          cwes,
        },
      }
  }
  for (const { test, position, message } of validateCsaf(value, { groups: ['mandatory'] }))
    if (!looked.has(test)) problems.add(position, `${message} (CSAF 2.0, ${test})`)
  yield* problems.records()
}

/** Mandatory tests about what is left out: reading names their failures itself, with what it does instead. */
const looked: ReadonlySet<string> = new Set(
  [1, 2, 3, 4, 5, 6, 7, 13, 23, 29, 32, 33].map((section) => `6.1.${section}`),
)

/** Publishers who speak of each package of their distributions, so that what they do not name is not known to be affected. */
function isWhole({ category, namespace }: JsonRecord): boolean {
  const address = shortText(namespace)?.replace(/\/+$/, '')
  return category === 'vendor' && address !== undefined && wholePublishers.includes(address)
}

function cveOf({ cve }: JsonRecord, place: string, problems: PlacedProblems): string | undefined {
  if (cve === undefined) return undefined
  if (typeof cve === 'string' && /^CVE-\d{4}-\d{4,19}$/.test(cve)) return cve
  return problems.add(`${place}.cve`, 'is not the number of a CVE')
}

function firstId({ ids }: JsonRecord): string | undefined {
  return shortText(asRecord(asList(ids)[0]).text)
}

function weaknessesOf({ cwe }: JsonRecord, place: string, problems: PlacedProblems): readonly string[] {
  if (cwe === undefined) return []
  const { id, name } = asRecord(cwe)
  if (typeof id === 'string' && /^CWE-[1-9]\d{0,5}$/.test(id) && typeof name === 'string') return [id]
  problems.add(`${place}.cwe`, 'is not the id and name of a weakness')
  return []
}

function noteOf({ notes }: JsonRecord, wanted: string): string | undefined {
  for (const one of asList(notes)) {
    const { category, text } = asRecord(one)
    if (category === wanted) return proseOf(text, 65_536)
  }
  return undefined
}

/** Only addresses of the web: whoever shows them makes links of them. */
function referencesOf(document: JsonRecord, vulnerability: JsonRecord): readonly OsvReference[] {
  const found = new Map<string, OsvReference>()
  for (const one of [...asList(document.references).slice(0, 200), ...asList(vulnerability.references).slice(0, 200)]) {
    const { url, category } = asRecord(one)
    if (typeof url !== 'string' || url.length > 4096 || !/^https?:\/\//i.test(url) || found.has(url)) continue
    found.set(url, { type: category === 'self' ? 'ADVISORY' : 'WEB', url })
  }
  return [...found.values()]
}

function shortText(value: unknown): string | undefined {
  const text = asText(value)
  return text === undefined || text.length > 256 ? undefined : text
}

function proseOf(value: unknown, most: number): string | undefined {
  const text = asText(value)
  return text === undefined || text.length <= most ? text : `${text.slice(0, most - 1)}…`
}
