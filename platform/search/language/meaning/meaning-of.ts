import type { EnumValue, Token } from '../schema/entity.ts'
import { topScope } from '../schema/resolve-name.ts'
import { parse } from '../syntax/parse.ts'
import { checkConditions } from './check-conditions.ts'
import type { Checking } from './checking.ts'
import type { Predicate } from './plan.ts'

/**
 * What a value of an enum means that no column holds. Its query was written by the app, so a mistake in it is the
 * app's and throws.
 */
export function meaningOf(checking: Checking, token: Token, { name, means }: EnumValue): Predicate {
  const parsed = parse(means ?? '')
  const trail = [...checking.trail, `${token.fullName}:${name}`]
  const inner: Checking = { ...checking, problems: [], notes: [], trail }
  if (!parsed.ok || !parsed.query.where || checking.trail.includes(trail.at(-1)!)) {
    throw new TypeError(`${token.fullName}:${name} is declared to mean "${means}", which cannot be read`)
  }
  const group = token.group
  const where = checkConditions(inner, parsed.query.where, { ...topScope, group })
  if (inner.problems.length > 0) throw new TypeError(`${token.fullName}:${name}: ${inner.problems[0]!.message}`)
  return Object.freeze({ kind: 'meaning', token, value: name, where })
}
