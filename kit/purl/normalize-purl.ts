import type { Purl, PurlResult } from './purl.ts'
import { maxQualifiers, refuse } from './purl.ts'
import rulesByType from './type-rules.json' with { type: 'json' }

interface TypeRule {
  readonly lowercase?: readonly string[]
  readonly namespace?: string
  readonly permitted?: Readonly<Record<string, string>>
  readonly requiredQualifiers?: readonly string[]
  readonly slashesInName?: boolean
  readonly caseInsensitiveNamespaces?: readonly string[]
  readonly lowercaseNameWhenRepository?: string
  readonly underscoreToHyphen?: boolean
}

const rules = new Map<string, TypeRule>(Object.entries(rulesByType as Record<string, TypeRule>))

/** Components before they are checked; absent, null and empty mean the same. */
export interface PurlComponents {
  readonly type?: string | null
  readonly namespace?: string | null
  readonly name?: string | null
  readonly version?: string | null
  readonly qualifiers?: Readonly<Record<string, string | null | undefined>> | null
  readonly subpath?: string | null
}

/** True for the types whose name is everything after the first namespace segment (`git`). */
export function nameMayHoldSlashes(type: string): boolean {
  return rules.get(type)?.slashesInName === true
}

/** Checks components against the rules of the specification and of their type, and brings them into canonical form. */
export function normalizePurl(components: PurlComponents): PurlResult<Purl> {
  const type = (components.type ?? '').toLowerCase()
  if (!/^[a-z][a-z0-9.-]*$/.test(type)) {
    return refuse('the type must start with a letter and hold only letters, digits, "." and "-"')
  }
  const rule = rules.get(type) ?? {}
  const lower = (part: string, text: string) => (rule.lowercase?.includes(part) ? text.toLowerCase() : text)

  const qualifiers = normalizeQualifiers(components.qualifiers ?? {})
  if (!qualifiers.ok) return qualifiers
  for (const key of rule.requiredQualifiers ?? []) {
    if (qualifiers.value[key] === undefined) return refuse(`type "${type}" needs the qualifier "${key}"`)
  }

  let namespace = lower('namespace', segments(components.namespace ?? '').join('/'))
  if (namespace === '' && rule.namespace === 'required') return refuse(`type "${type}" needs a namespace`)
  if (namespace !== '' && rule.namespace === 'prohibited') return refuse(`type "${type}" has no namespace`)

  let name = lower('name', components.name ?? '')
  if (rule.slashesInName) name = segments(name).join('/')
  if (rule.underscoreToHyphen) name = name.replaceAll('_', '-')
  if (rule.caseInsensitiveNamespaces?.includes(namespace.toLowerCase())) {
    namespace = namespace.toLowerCase()
    name = name.toLowerCase()
  }
  const repository = qualifiers.value.repository_url
  if (rule.lowercaseNameWhenRepository && repository && new RegExp(rule.lowercaseNameWhenRepository).test(repository)) {
    name = name.toLowerCase()
  }
  if (name === '') return refuse('the name is missing')

  const version = lower('version', components.version ?? '')
  const subpath = segments(components.subpath ?? '').filter((segment) => segment !== '.' && segment !== '..')

  for (const [part, value] of Object.entries({ namespace, name, version })) {
    const pattern = rule.permitted?.[part]
    if (value !== '' && pattern !== undefined && !new RegExp(pattern).test(value)) {
      return refuse(`the ${part} "${value}" is not permitted for type "${type}"`)
    }
  }

  return {
    ok: true,
    value: {
      type,
      ...(namespace === '' ? {} : { namespace }),
      name,
      ...(version === '' ? {} : { version }),
      qualifiers: qualifiers.value,
      ...(subpath.length === 0 ? {} : { subpath: subpath.join('/') }),
    },
  }
}

function segments(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '')
}

function normalizeQualifiers(
  given: Readonly<Record<string, string | null | undefined>>,
): PurlResult<Purl['qualifiers']> {
  const entries = Object.entries(given)
  if (entries.length > maxQualifiers) return refuse(`more than ${maxQualifiers} qualifiers`)
  const found = new Map<string, string>()
  for (const [givenKey, value] of entries) {
    const key = givenKey.toLowerCase()
    if (!/^[a-z][a-z0-9._-]*$/.test(key)) {
      return refuse(
        `the qualifier key "${givenKey}" must start with a letter and hold only letters, digits, ".", "-" and "_"`,
      )
    }
    if (found.has(key)) return refuse(`the qualifier "${key}" is given twice`)
    if (value) found.set(key, value)
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1))
  return { ok: true, value: Object.fromEntries(sorted) }
}
