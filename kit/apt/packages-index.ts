import { readParagraphs } from '../deb822/index.ts'
import { readSource } from '../dpkg/index.ts'
import { ProblemList, type Reading } from '../reading/index.ts'
import { decodeUtf8 } from '../text/index.ts'

/** A binary package that a repository offers. */
export interface OfferedPackage {
  readonly name: string
  readonly version: string
  readonly architecture: string
  readonly source: { readonly name: string; readonly version: string }
}

const fieldsOfInterest: ReadonlySet<string> = new Set(['package', 'version', 'architecture', 'source'])

/** Reads a `Packages` index, uncompressed, as apt keeps it below /var/lib/apt/lists. Source: Debian wiki "RepositoryFormat". */
export function readPackagesIndex(bytes: Uint8Array): Reading<OfferedPackage> {
  const problems = new ProblemList()
  const items: OfferedPackage[] = []
  for (const { fields, line } of readParagraphs(decodeUtf8(bytes), { only: fieldsOfInterest, problems })) {
    const name = fields.get('package')
    const version = fields.get('version')
    if (!name || !version) {
      problems.add('a stanza without Package and Version', { line })
      continue
    }
    const source = readSource(fields.get('source'), name, version)
    items.push({ name, version, architecture: fields.get('architecture') ?? '', source })
  }
  return { items, problems: problems.list }
}
