import { childOf, childrenOf, type XmlElement } from '@holdfast/kit/xml'
import type { FeedRecord } from '../../feed-record.ts'
import type { FeedReader } from '../feed-reader.ts'
import { advisoryRecord, isCve, maxDetails, maxSummary, nameOf, referencesTo, textOf } from '../make-advisory.ts'
import { mergeStatements } from '../packages/merge-statements.ts'
import { ecosystemOfPlatform } from '../packages/platform-ecosystem.ts'
import { packElement, unpackElement } from '../pieces/packed-element.ts'
import { xmlParts } from '../pieces/xml-parts.ts'
import { statementsOfCriteria } from './oval-criteria.ts'
import { OvalTests } from './oval-tests.ts'

/** Definitions of patches and vulnerabilities of rpm distributions: of Oracle, SUSE, Red Hat and Azure Linux. Source: OVAL 5.11. */
export const ovalReader: FeedReader = {
  id: 'oval',
  matches: (_, start) => /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)?<(?:\w+:)?oval_definitions[\s>]/.test(start),
  async *read({ path, pieces }) {
    const tests = new OvalTests()
    const waiting: Uint8Array[] = []
    let length = 0
    const wrong = (message: string): FeedRecord => ({ kind: 'problem', at: path, message })
    for await (const part of xmlParts(pieces, { opens: isSection })) {
      if (part.problem !== undefined) return yield wrong(part.problem)
      const { within, element } = part
      const [, section] = within
      if (section === undefined) continue
      if (section === 'generator') {
        const made = element.name === 'timestamp' ? element.text.trim() : ''
        if (!Number.isNaN(Date.parse(made))) yield { kind: 'date', date: made }
      } else if (section !== 'definitions') {
        if (!tests.add(element))
          return yield wrong('more tests, objects and states than any real one has: the rest is left out')
      } else if (/^(?:patch|vulnerability)$/.test(element.attributes.get('class') ?? '')) {
        const packed = packElement(element)
        length += packed.length
        if (length > maxWaiting)
          return yield wrong(`its definitions have more than ${maxWaiting} bytes: the rest is left out`)
        waiting.push(packed)
      }
    }
    const covered = new Set<string>()
    for (const packed of waiting) yield* readDefinition(unpackElement(packed), tests, path, covered)
  },
}

/** Bytes of definitions, which stand before the tests that they name and wait for them. The largest that publishers give have about 100 MB. */
const maxWaiting = 1024 * 1024 * 1024

/** The sections below the root, whose entries come one by one. */
function isSection(within: readonly string[]): boolean {
  return within.length <= 2
}

function* readDefinition(
  definition: XmlElement,
  tests: OvalTests,
  path: string,
  covered: Set<string>,
): Generator<FeedRecord> {
  const own = nameOf(definition.attributes.get('id'))
  const at = `${path} ${own ?? 'a definition without id'}`
  const metadata = childOf(definition, 'metadata')
  const criteria = childOf(definition, 'criteria')
  if (own === undefined || criteria === undefined) {
    yield { kind: 'problem', at, message: 'has no id, or no criteria' }
    return
  }
  const passed = new Set<string>()
  const statements = [
    ...statementsOfCriteria(criteria, tests, platformsOf(metadata, path), (message) => passed.add(message)),
  ]
  for (const message of [...passed].slice(0, 20)) yield { kind: 'problem', at, message }
  for (const { ecosystem } of statements) {
    if (ecosystem === undefined || covered.has(ecosystem)) continue
    covered.add(ecosystem)
    yield { kind: 'coverage', ecosystem }
  }
  const references = childrenOf(metadata, 'reference')
  const advisory = childOf(metadata, 'advisory')
  const ids = references.map(({ attributes }) => attributes.get('ref_id')?.trim() ?? '')
  const cves = [...ids, ...childrenOf(advisory, 'cve').map(({ text }) => text.trim())].flatMap(
    (text) => text.match(/CVE-\d{4}-\d{4,19}/g) ?? [],
  )
  const published = dateOf(childOf(advisory, 'issued')) ?? textOf(childOf(advisory, 'public_date')?.text.trim())
  yield advisoryRecord({
    id: ids.find((id) => /^[A-Z]{2,8}-\d{4}[:-]\d+/.test(id) && !isCve(id)) ?? own,
    modified: dateOf(childOf(advisory, 'updated')) ?? published ?? '',
    published,
    upstream: [...new Set(cves)],
    summary: textOf(childOf(metadata, 'title')?.text.replace(/\s+/g, ' ').trim(), maxSummary),
    details: textOf(childOf(metadata, 'description')?.text.trim(), maxDetails),
    databaseSeverity: textOf(childOf(advisory, 'severity')?.text.trim(), 64),
    references: referencesTo(references.map(({ attributes }) => attributes.get('ref_url'))),
    affected: mergeStatements(statements),
  })
}

/** Azure Linux tells its release in the name of the file alone: `azurelinux-3.0-oval.xml`, `cbl-mariner-2.0-oval.xml`. */
function platformsOf(metadata: XmlElement | undefined, path: string): readonly string[] {
  const release = /(?:azurelinux|cbl-mariner)-(\d{1,3}(?:\.\d{1,3})?)-[^/]*$/.exec(path)?.[1]
  const names = childrenOf(metadata, 'affected').flatMap((affected) => childrenOf(affected, 'platform'))
  const told = names.map(({ text }) => text.trim())
  return [
    ...new Set(
      told.flatMap(
        (name) =>
          ecosystemOfPlatform(undefined, name) ??
          (release === undefined ? undefined : ecosystemOfPlatform(undefined, `${name} ${release}`)) ??
          [],
      ),
    ),
  ]
}

function dateOf(element: XmlElement | undefined): string | undefined {
  const date = element?.attributes.get('date')
  return date !== undefined && /^\d{4}-\d\d-\d\d/.test(date) ? date.slice(0, 40) : undefined
}
