import type { CsafGroup, CsafIssue, CsafKnowledge, CsafTest } from './csaf-test.ts'
import { informativeTests } from './informative/tests.ts'
import { categoryTests } from './mandatory/categories.ts'
import { documentTests } from './mandatory/document.ts'
import { productTests } from './mandatory/products.ts'
import { revisionTests } from './mandatory/revisions.ts'
import { scoreTests } from './mandatory/scores.ts'
import { optionalDocumentTests } from './optional/document.ts'
import { optionalProductTests } from './optional/products.ts'
import { viewOf } from './view.ts'

const groups: Readonly<Record<CsafGroup, readonly CsafTest[]>> = {
  mandatory: [...productTests, ...scoreTests, ...documentTests, ...revisionTests, ...categoryTests],
  optional: [...optionalProductTests, ...optionalDocumentTests],
  informative: informativeTests,
}

export interface ValidateCsafOptions extends CsafKnowledge {
  /** Which tests are made; all when absent. */
  readonly groups?: readonly CsafGroup[]
}

/** Of one test, more tell nothing new. */
const maxPerTest = 100

/**
 * Makes the tests of CSAF 2.0, section 6, on a document that was parsed as JSON. Of each test at most a hundred failures are named. What the schema
 * demands is looked at only where a test is about it. Never throws.
 */
export function validateCsaf(document: unknown, options: ValidateCsafOptions = {}): readonly CsafIssue[] {
  const view = viewOf(document)
  const found: CsafIssue[] = []
  for (const group of options.groups ?? (Object.keys(groups) as CsafGroup[]))
    for (const { id, run } of groups[group]) {
      let count = 0
      for (const { at, message } of run(view, options)) {
        if (count++ === maxPerTest) break
        found.push({ test: id, group, message, position: at })
      }
    }
  return found
}
