/** The Common Security Advisory Framework 2.0: the tests of its standard. */
export type { CsafGroup, CsafIssue } from './csaf-test.ts'
export { fileNameOf } from './file-name.ts'
export { type ValidateCsafOptions, validateCsaf } from './validate.ts'
