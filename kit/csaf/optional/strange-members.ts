import { asRecord, type JsonRecord } from '../../reading/index.ts'
import type { Failure } from '../csaf-test.ts'
import members from './members.json' with { type: 'json' }

/** What an object may hold: 0 for a value whose inside is not looked at, a name for a part that stands in several places. Source: CSAF 2.0, its JSON schema. */
type Members = { readonly [name: string]: number | string | Members }

const parts: Members = members

const whole: Members = {
  $schema: 0,
  document: members.document,
  product_tree: members.product_tree,
  vulnerabilities: members.vulnerabilities,
}

/** Members that the schema does not know. */
export function* strangeMembers(root: JsonRecord): Generator<Failure> {
  yield* within(root, whole, '')
}

function* within(value: unknown, known: Members, at: string): Generator<Failure> {
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) yield* within(one, known, `${at}[${index}]`)
    return
  }
  for (const [name, member] of Object.entries(asRecord(value))) {
    const here = at === '' ? name : `${at}.${name}`
    const own = Object.hasOwn(known, name) ? known[name] : undefined
    const next = typeof own === 'string' ? parts[own] : own
    if (next === undefined) yield { at: here, message: 'is not known to the standard' }
    else if (typeof next === 'object') yield* within(member, next, here)
  }
}
