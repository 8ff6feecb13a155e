import type { Condition } from './condition.ts'
import policyFields from './policy-fields.json' with { type: 'json' }

export type ConditionReading =
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly problems: readonly string[] }

const fields: Readonly<Record<string, { readonly kind: string; readonly title: string }>> = policyFields
const deepest = 8
const mostParts = 200
const mostTexts = 1000
const longestText = 256

/** Tests that each kind of field can be asked. */
const testsOf: Readonly<Record<string, readonly string[]>> = {
  number: ['atLeast', 'below'],
  flag: ['is'],
  text: ['in'],
  list: ['has', 'hasAll'],
}

/** Reads a condition from outside, or says everything that is wrong with it and where. */
export function readCondition(value: unknown): ConditionReading {
  const room = { parts: mostParts }
  const problems = problemsOf(value, 'when', 1, room)
  if (room.parts < 0) problems.push(`when: more than ${mostParts} parts`)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, condition: value as Condition }
}

function problemsOf(value: unknown, where: string, depth: number, room: { parts: number }): string[] {
  if (--room.parts < 0) return []
  if (depth > deepest) return [`${where}: more than ${deepest} levels deep`]
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${where}: is no condition`]
  const given = value as Record<string, unknown>
  const word = ['all', 'any', 'not'].find((key) => Object.hasOwn(given, key))
  if (word === undefined) return leafProblems(given, where)
  if (Object.keys(given).length > 1) return [`${where}: "${word}" stands alone`]
  const inner = given[word]
  if (word === 'not') return problemsOf(inner, `${where}.not`, depth + 1, room)
  if (!Array.isArray(inner) || inner.length === 0) return [`${where}.${word}: is a list of at least one condition`]
  const few: readonly unknown[] = inner.slice(0, mostParts + 1)
  return few.flatMap((part, index) => problemsOf(part, `${where}.${word}[${index}]`, depth + 1, room))
}

function leafProblems({ field, ...tests }: Record<string, unknown>, where: string): string[] {
  if (typeof field !== 'string' || !Object.hasOwn(fields, field)) {
    return [`${where}: "field" is one of ${Object.keys(fields).join(', ')}`]
  }
  const allowed = testsOf[fields[field]?.kind ?? ''] ?? []
  const [name = '', ...more] = Object.keys(tests)
  if (more.length > 0 || !allowed.includes(name)) return [`${where}: ${field} is asked by one of ${allowed.join(', ')}`]
  const value = tests[name]
  if (name === 'atLeast' || name === 'below') {
    return typeof value === 'number' && Number.isFinite(value) ? [] : [`${where}.${name}: is a number`]
  }
  if (name === 'is') return typeof value === 'boolean' ? [] : [`${where}.is: is true or false`]
  const texts = Array.isArray(value) && value.length > 0 && value.length <= mostTexts && value.every(isShort)
  return texts ? [] : [`${where}.${name}: is a list of 1 to ${mostTexts} texts of at most ${longestText} characters`]
}

function isShort(text: unknown): boolean {
  return typeof text === 'string' && text.length <= longestText
}
