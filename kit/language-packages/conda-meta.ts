import { asRecord, asText, ProblemList, type Reading, readJson } from '../reading/index.ts'
import type { LanguagePackage } from './language-package.ts'

/** Reads a file of an environment's `conda-meta` folder. Source: conda documentation "Package metadata". */
export function readCondaMeta(bytes: Uint8Array): Reading<LanguagePackage> {
  const problems = new ProblemList()
  const meta = asRecord(readJson(bytes, problems))
  const name = asText(meta.name)
  const version = asText(meta.version)
  if (name === undefined || version === undefined) {
    problems.add('no name or version')
    return { items: [], problems: problems.list }
  }
  const license = asText(meta.license)
  return {
    items: [{ type: 'conda', name, version, licenses: license === undefined ? [] : [license], dev: false }],
    problems: problems.list,
  }
}
