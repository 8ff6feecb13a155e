import type { JsonRecord } from '../reading/index.ts'
import { limits } from './sbom.ts'

/** Tags of a package, and what JSON calls them. */
const packageTags: Readonly<Record<string, string>> = {
  PackageName: 'name',
  SPDXID: 'SPDXID',
  PackageVersion: 'versionInfo',
  PackageFileName: 'packageFileName',
  PackageSourceInfo: 'sourceInfo',
  PackageLicenseConcluded: 'licenseConcluded',
  PackageLicenseDeclared: 'licenseDeclared',
  PrimaryPackagePurpose: 'primaryPackagePurpose',
}

/** Tags that begin something else than a package. */
const otherParts = new Set(['FileName', 'SnippetSPDXID', 'LicenseID'])

interface Package {
  [key: string]: unknown
  readonly externalRefs: JsonRecord[]
}

/** An SPDX 2 document of tags in the shape of JSON: those parts of it that are read. Undefined where it is none. Source: SPDX 2.3, annex G. */
export function spdxOfTags(text: string): JsonRecord | undefined {
  const document: Record<string, unknown> = {}
  const packages: Package[] = []
  const relationships: JsonRecord[] = []
  let within: 'document' | 'package' | 'other' = 'document'
  for (const [tag, value] of tagsOf(text)) {
    const current = packages.at(-1)
    if (tag === 'PackageName') {
      if (packages.length >= limits.components) break
      packages.push({ name: value, externalRefs: [] })
      within = 'package'
    } else if (otherParts.has(tag)) within = 'other'
    else if (tag === 'SPDXVersion') document.spdxVersion = value
    else if (tag === 'DocumentName') document.name = value
    else if (tag === 'Relationship') {
      const [from, type, to] = value.split(/\s+/)
      relationships.push({ spdxElementId: from, relationshipType: type, relatedSpdxElement: to })
    } else if (tag === 'ExternalRef' && within === 'package') {
      const [, type = '', locator = ''] = value.split(/\s+/)
      current?.externalRefs.push({ referenceType: type, referenceLocator: locator })
    } else if (within === 'package' && current !== undefined && packageTags[tag] !== undefined)
      current[packageTags[tag] as string] ??= value
  }
  return document.spdxVersion === undefined ? undefined : { ...document, packages, relationships }
}

/** Tag and value, line by line; a value in <text> may have many lines. */
function* tagsOf(text: string): Generator<readonly [tag: string, value: string]> {
  let at = 0
  while (at < text.length) {
    const end = text.indexOf('\n', at)
    const line = text.slice(at, end < 0 ? text.length : end)
    at = end < 0 ? text.length : end + 1
    const colon = line.indexOf(':')
    if (colon <= 0 || line.startsWith('#')) continue
    const tag = line.slice(0, colon).trim()
    let value = line.slice(colon + 1).trim()
    if (value.startsWith('<text>') && !value.includes('</text>')) {
      const close = text.indexOf('</text>', at)
      if (close < 0) return
      value += `\n${text.slice(at, close)}`
      const rest = text.indexOf('\n', close)
      at = rest < 0 ? text.length : rest + 1
    }
    yield [tag, value.replace(/^<text>/, '').replace(/<\/text>$/, '')]
  }
}
