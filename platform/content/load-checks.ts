import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { AppId, Check, CheckId, Folder } from '../contract/index.ts'
import { stemProblem } from './check-id.ts'
import { checkSchema } from './check-schema.ts'
import { ContentError, type ContentProblem } from './content-error.ts'
import { readDocument } from './read-document.ts'

/**
 * Loads `<folder>/<stem>/check.yaml` of each folder, in the order of their ids. An id is `<app>.<stem>`; ids and aliases are unique.
 * Throws a ContentError with all problems of all files.
 */
export function loadChecks(app: AppId, folder: Folder): ReadonlyMap<CheckId, Check> {
  const root = fileURLToPath(folder.href)
  const problems: ContentProblem[] = []
  const checks = new Map<CheckId, Check>()
  const taken = new Map<string, string>()
  for (const stem of stems(root)) {
    const path = `apps/${app}/content/${stem}/check.yaml`
    try {
      const check = loadCheck(app, stem, path, readFileSync(`${root}/${stem}/check.yaml`, 'utf8'))
      for (const name of [check.id, ...(check.aliases ?? [])]) {
        const other = taken.get(name)
        if (other) problems.push({ path, message: `the id ${name} is taken by ${other}` })
        taken.set(name, path)
      }
      checks.set(check.id, check)
    } catch (error) {
      if (!(error instanceof ContentError)) throw error
      problems.push(...error.problems)
    }
  }
  if (problems.length > 0) throw new ContentError(problems)
  return checks
}

/** One check from the text of its file. `path` is for messages. */
export function loadCheck(app: AppId, stem: string, path: string, text: string): Check {
  const check = readDocument(checkSchema, path, text)
  const problem = stemProblem(stem)
  if (problem) throw new ContentError([{ path, message: problem }])
  if (check.id !== `${app}.${stem}`) {
    throw new ContentError([{ path, message: `the id must be ${app}.${stem}, as its folder says, and is ${check.id}` }])
  }
  return Object.freeze(check as Check)
}

function stems(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`${root}/${entry.name}/check.yaml`))
    .map((entry) => entry.name)
    .sort()
}
