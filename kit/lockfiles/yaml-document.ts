import { parseAllDocuments } from 'yaml'
import type { ProblemList } from '../reading/index.ts'
import { decodeTextFile } from '../text/index.ts'

/** Lock files of the largest projects stay below; parsing takes many times as much memory. */
const maxBytes = 32 * 1024 * 1024

/** The documents of a file as plain values; none, and a problem with its line, where it is no YAML. JSON with commas at the ends of lists is YAML, too. */
export function readYaml(bytes: Uint8Array, problems: ProblemList): readonly unknown[] {
  if (bytes.length > maxBytes) {
    problems.add(`more than ${maxBytes / 1024 / 1024} MiB of YAML`)
    return []
  }
  const documents = parseAllDocuments(decodeTextFile(bytes), { logLevel: 'silent', prettyErrors: true })
  const list = Array.isArray(documents) ? documents : []
  for (const { errors } of list)
    for (const { message, linePos } of errors.slice(0, 1)) {
      const line = linePos?.[0].line
      problems.add(`no YAML: ${message.split('\n')[0]?.slice(0, 200)}`, line === undefined ? {} : { line })
      return []
    }
  try {
    // Aliases that grow without end are refused by the parser.
    return list.map((one) => one.toJS({ maxAliasCount: 100 }) as unknown)
  } catch (error) {
    problems.add(`no YAML: ${String((error as { message?: unknown }).message).slice(0, 200)}`)
    return []
  }
}
