import { ProblemList, type Reading } from '../reading/index.ts'
import { decodeUtf8 } from '../text/index.ts'
import type { LanguagePackage } from './language-package.ts'

const maxHeaderLength = 1 << 20

/**
 * Reads `*.dist-info/METADATA`, `*.egg-info/PKG-INFO` or a lone `*.egg-info` file. Source: packaging.python.org "Core metadata
 * specifications".
 */
export function readPythonMetadata(bytes: Uint8Array): Reading<LanguagePackage> {
  const problems = new ProblemList()
  const headers = readHeaders(decodeUtf8(bytes.subarray(0, maxHeaderLength)))
  const first = (name: string) => headers.get(name)?.[0] || undefined
  const name = first('name')
  const version = first('version')
  if (name === undefined || version === undefined || !/^[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?$/i.test(name)) {
    problems.add('no metadata with Name and Version')
    return { items: [], problems: problems.list }
  }
  return {
    items: [{ type: 'pypi', name, version, licenses: licensesOf(headers), dev: false }],
    problems: problems.list,
  }
}

/** Headers up to the first empty line, by name in lower case; a continued value keeps its first line. */
function readHeaders(text: string): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>()
  for (const line of text.split(/\r?\n/)) {
    if (line === '') break
    const match = /^([A-Za-z0-9-]+):[ \t]*(.*)$/.exec(line)
    if (match === null) continue
    const name = (match[1] as string).toLowerCase()
    const values = headers.get(name) ?? []
    values.push((match[2] as string).trim())
    headers.set(name, values)
  }
  return headers
}

function licensesOf(headers: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const expression = headers.get('license-expression')?.[0]
  if (expression) return [expression]
  const classified = (headers.get('classifier') ?? [])
    .filter((classifier) => classifier.startsWith('License :: '))
    .map((classifier) => classifier.split(' :: ').at(-1) as string)
    .filter((name) => name !== 'OSI Approved')
  if (classified.length > 0) return classified
  const written = headers.get('license')?.[0]
  if (written) return [written]
  return (headers.get('license-file') ?? []).map((file) => `file://${file}`)
}
