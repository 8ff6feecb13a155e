import { childOf, childrenOf, type XmlElement } from '@holdfast/kit/xml'
import type { FeedRecord } from '../../feed-record.ts'
import type { FeedReader } from '../feed-reader.ts'
import { advisoryRecord, isCve, maxDetails, maxSummary, nameOf, referencesTo, textOf } from '../make-advisory.ts'
import { mergeStatements } from '../packages/merge-statements.ts'
import type { PackageStatement } from '../packages/package-statement.ts'
import { ecosystemOfPlatform } from '../packages/platform-ecosystem.ts'
import { xmlParts } from '../pieces/xml-parts.ts'

/** Updates of a repository of rpm packages, which name what each of them fixes: Amazon Linux. Source: createrepo_c, `updateinfo.xml`. */
export const updateinfoReader: FeedReader = {
  id: 'updateinfo',
  matches: (_, start) => /^\s*(?:<\?xml[^>]*>\s*)?<updates[\s>]/.test(start) && /<update[\s>]/.test(start),
  async *read({ path, pieces }) {
    const covered = new Set<string>()
    let index = 0
    for await (const { element, problem } of xmlParts(pieces, { opens: (within) => within.length === 1 })) {
      if (problem !== undefined) yield { kind: 'problem', at: path, message: problem }
      else if (element.name === 'update') {
        index++
        if (element.attributes.get('type') === 'security')
          yield* readUpdate(element, `${path} update ${index}`, covered)
      }
    }
  },
}

function* readUpdate(update: XmlElement, at: string, covered: Set<string>): Generator<FeedRecord> {
  const word = (name: string) => childOf(update, name)?.text.trim()
  const id = nameOf(word('id'))
  if (id === undefined) {
    yield { kind: 'problem', at, message: 'has no id' }
    return
  }
  const statements: PackageStatement[] = []
  for (const collection of childrenOf(childOf(update, 'pkglist'), 'collection')) {
    const name = childOf(collection, 'name')?.text.trim() ?? ''
    const ecosystem = ecosystemOfPlatform(undefined, name)
    if (ecosystem === undefined) {
      yield { kind: 'problem', at: `${at} ${id}`, message: `"${name.slice(0, 100)}" is no distribution that is known` }
      continue
    }
    if (!covered.has(ecosystem)) yield { kind: 'coverage', ecosystem }
    covered.add(ecosystem)
    for (const one of childrenOf(collection, 'package')) {
      const statement = statementOf(one, ecosystem)
      if (statement !== undefined) statements.push(statement)
      else yield { kind: 'problem', at: `${at} ${id}`, message: 'a package has no name, version or release' }
    }
  }
  const references = childrenOf(childOf(update, 'references'), 'reference')
  const cves = references.map(({ attributes }) => attributes.get('id')?.trim()).filter(isCve)
  const issued = dateOf(childOf(update, 'issued'))
  yield advisoryRecord({
    id,
    modified: dateOf(childOf(update, 'updated')) ?? issued ?? '',
    published: issued,
    upstream: [...new Set(cves)],
    summary: textOf(word('title'), maxSummary),
    details: textOf(word('description'), maxDetails),
    databaseSeverity: textOf(word('severity'), 64),
    references: referencesTo(references.map(({ attributes }) => attributes.get('href'))),
    affected: mergeStatements(statements),
  })
}

function statementOf({ attributes }: XmlElement, ecosystem: string): PackageStatement | undefined {
  const [name, version, release, epoch, architecture] = ['name', 'version', 'release', 'epoch', 'arch'].map((one) =>
    nameOf(attributes.get(one)),
  )
  // Sources are listed beside what is built of them.
  if (name === undefined || version === undefined || release === undefined) return undefined
  const full = `${epoch === undefined || epoch === '0' ? '' : `${epoch}:`}${version}-${release}`
  return {
    state: 'fixed',
    ecosystem,
    name,
    version: full,
    architecture,
    names: architecture === 'src' ? 'source' : 'binary',
  }
}

/** RFC 3339, or a date with its time behind a space. */
function dateOf(element: XmlElement | undefined): string | undefined {
  const written = element?.attributes
    .get('date')
    ?.trim()
    .replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?).*$/, '$1T$2Z')
  return written !== undefined && !Number.isNaN(Date.parse(written)) ? written.slice(0, 40) : undefined
}
