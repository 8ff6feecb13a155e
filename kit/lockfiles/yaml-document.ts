import type { ProblemList } from '../reading/index.ts'
import { decodeTextFile } from '../text/index.ts'

/** A parser of YAML, which its callers bring: `parseAllDocuments` of the package `yaml` has this shape. */
export type ParseYaml = (
  text: string,
  options: { readonly logLevel: 'silent'; readonly prettyErrors: true },
) => Iterable<{
  readonly errors: readonly {
    readonly message: string
    readonly linePos?: readonly { readonly line: number }[] | undefined
  }[]
  toJS(options: { readonly maxAliasCount: number }): unknown
}>

/** Lock files of the largest projects stay below; parsing takes many times as much memory. */
const maxBytes = 32 * 1024 * 1024

/** The documents of a file as plain values; none, and a problem with its line, where it is no YAML. JSON with commas at the ends of lists is YAML, too. */
export function readYaml(bytes: Uint8Array, parse: ParseYaml, problems: ProblemList): readonly unknown[] {
  if (bytes.length > maxBytes) {
    problems.add(`more than ${maxBytes / 1024 / 1024} MiB of YAML`)
    return []
  }
  const list = [...parse(decodeTextFile(bytes), { logLevel: 'silent', prettyErrors: true })]
  for (const { errors } of list)
    for (const { message, linePos } of errors.slice(0, 1)) {
      const line = linePos?.[0]?.line
      problems.add(`no YAML: ${message.split('\n')[0]?.slice(0, 200)}`, line === undefined ? {} : { line })
      return []
    }
  try {
    // Aliases that grow without end are refused by the parser.
    return list.map((one) => one.toJS({ maxAliasCount: 100 }))
  } catch (error) {
    problems.add(`no YAML: ${String((error as { message?: unknown }).message).slice(0, 200)}`)
    return []
  }
}
