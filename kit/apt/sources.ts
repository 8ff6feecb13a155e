import { readParagraphs } from '../deb822/index.ts'
import { ProblemList, type Reading } from '../reading/index.ts'
import { decodeUtf8 } from '../text/index.ts'

/** Repositories that an administrator configured. */
export interface AptSource {
  readonly types: readonly string[]
  readonly uris: readonly string[]
  readonly suites: readonly string[]
  readonly components: readonly string[]
  readonly enabled: boolean
  /** Other settings by lower-case name, such as `signed-by`, `trusted`, `architectures` (`arch` in one-line style). */
  readonly options: Readonly<Record<string, string>>
  readonly line: number
}

const settings: ReadonlySet<string> = new Set(['types', 'uris', 'suites', 'components', 'enabled'])
const disabled: ReadonlySet<string> = new Set(['no', 'false', 'without', 'off', 'disable', '0'])

/** Reads one-line style: `/etc/apt/sources.list`, `*.list`. Source: sources.list(5). */
export function readSourcesList(bytes: Uint8Array): Reading<AptSource> {
  const problems = new ProblemList()
  const items: AptSource[] = []
  for (const [index, raw] of decodeUtf8(bytes).split('\n').entries()) {
    const line = raw.replace(/#.*$/, '').trim()
    if (line === '') continue
    const match = /^(deb|deb-src)\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)((?:\s+\S+)*)$/.exec(line)
    if (match === null) {
      problems.add('a line that is not "deb [options] uri suite components"', { line: index + 1 })
      continue
    }
    const [, type, options, uri, suite, components] = match as unknown as [
      string,
      string,
      string | undefined,
      string,
      string,
      string,
    ]
    items.push({
      types: [type],
      uris: [uri],
      suites: [suite],
      components: words(components),
      enabled: true,
      options: Object.fromEntries(
        words(options ?? '').flatMap((option) => {
          const pair = /^([^=]+?)[+-]?=(.*)$/.exec(option)
          return pair === null ? [] : [[(pair[1] as string).toLowerCase(), pair[2] as string]]
        }),
      ),
      line: index + 1,
    })
  }
  return { items, problems: problems.list }
}

/** Reads stanza style: `*.sources`. */
export function readDeb822Sources(bytes: Uint8Array): Reading<AptSource> {
  const problems = new ProblemList()
  const items: AptSource[] = []
  for (const { fields, line } of readParagraphs(decodeUtf8(bytes), { problems })) {
    const list = (name: string) => words(fields.get(name) ?? '')
    const source = { types: list('types'), uris: list('uris'), suites: list('suites'), components: list('components') }
    if (source.types.length === 0 || source.uris.length === 0 || source.suites.length === 0) {
      problems.add('a source needs Types, URIs and Suites', { line })
      continue
    }
    const enabled = !disabled.has((fields.get('enabled') ?? 'yes').toLowerCase())
    const options = Object.fromEntries([...fields].filter(([name]) => !settings.has(name)))
    items.push({ ...source, enabled, options, line })
  }
  return { items, problems: problems.list }
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}
