/** Package URLs (ECMA-427): parse, check, and write in canonical form. */
export { formatPurl } from './format-purl.ts'
export { normalizePurl, type PurlComponents } from './normalize-purl.ts'
export { type ParsePurlOptions, parsePurl } from './parse-purl.ts'
export type { Purl, PurlProblem, PurlResult } from './purl.ts'
