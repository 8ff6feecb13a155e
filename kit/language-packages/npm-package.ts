import { asList, asRecord, asText, ProblemList, type Reading, readJson } from '../reading/index.ts'
import type { LanguagePackage } from './language-package.ts'

const nameShape = /^(?:@[a-z0-9~*-][a-z0-9._~*-]*\/)?[a-z0-9~*_-][a-z0-9._~*-]*$/i

/** Reads the `package.json` of an installed module. One without name or version describes no package. Source: npm's "package.json". */
export function readNpmPackage(bytes: Uint8Array): Reading<LanguagePackage> {
  const problems = new ProblemList()
  const manifest = asRecord(readJson(bytes, problems))
  const name = asText(manifest.name)
  const version = asText(manifest.version)
  if (name === undefined || version === undefined) return { items: [], problems: problems.list }
  if (name.length > 214 || !nameShape.test(name)) {
    problems.add(`"${name.slice(0, 60)}" is not a package name`)
    return { items: [], problems: problems.list }
  }
  // Old packages have a list of objects with type and url.
  const written = [manifest.license, ...asList(manifest.licenses)].flatMap((one) => (Array.isArray(one) ? one : [one]))
  const licenses = written.map((one) => asText(one) ?? asText(asRecord(one).type)).filter((one) => one !== undefined)
  return { items: [{ type: 'npm', name, version, licenses, dev: false }], problems: problems.list }
}
