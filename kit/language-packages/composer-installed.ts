import { asList, asRecord, asText, ProblemList, type Reading, readJson } from '../reading/index.ts'
import type { LanguagePackage } from './language-package.ts'

/** Reads `vendor/composer/installed.json`, a list in Composer 1 and an object since Composer 2. Source: getcomposer.org. */
export function readComposerInstalled(bytes: Uint8Array): Reading<LanguagePackage> {
  const problems = new ProblemList()
  const document = readJson(bytes, problems)
  const packages = Array.isArray(document) ? document : asList(asRecord(document).packages)
  const development = new Set(asList(asRecord(document)['dev-package-names']))
  if (document !== undefined && !Array.isArray(document) && !Array.isArray(asRecord(document).packages)) {
    problems.add('no list of packages')
  }
  const items = packages.flatMap((value, index): readonly LanguagePackage[] => {
    const one = asRecord(value)
    const name = asText(one.name)
    const version = asText(one.version)
    if (name === undefined || version === undefined) {
      problems.add(`package ${index} has no name or version`)
      return []
    }
    const licenses = [one.license]
      .flat()
      .map(asText)
      .filter((license) => license !== undefined)
    return [{ type: 'composer', name, version, licenses, dev: development.has(name) }]
  })
  return { items, problems: problems.list }
}
