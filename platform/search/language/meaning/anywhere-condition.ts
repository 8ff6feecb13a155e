import type { Group, Token } from '../schema/entity.ts'
import { capitalise } from '../schema/resolve-name.ts'
import type { Value } from '../syntax/query.ts'
import { fold } from '../text/fold.ts'
import { parseAddresses } from '../values/address.ts'
import { type Checking, inside, refuse } from './checking.ts'
import { always, anyOf, never } from './combine-predicates.ts'
import { compareToken } from './compare-token.ts'
import type { Predicate } from './plan.ts'
import { isAnything, isWildcard, piecesOf, textCondition } from './text-condition.ts'

/** What a bare word means: in a group its main part, elsewhere any text of the entity. */
export function freeTextCondition(checking: Checking, group: Group | null, value: Value): Predicate {
  if (group) return mainPart(checking, group, value)
  const { entity } = checking
  if (isAnything(value)) return always
  if (entity.freeText.length === 0) {
    return refuse(checking, 'free-text-not-possible', value, { entity: capitalise(entity.spec.many) })
  }
  const where = anyOf(entity.freeText.map((token) => inside(groupsOf(token), oneOf(checking, token, value))))
  return Object.freeze({ kind: 'anywhere', pieces: searchedPieces(value), where })
}

function mainPart(checking: Checking, group: Group, value: Value): Predicate {
  const main = group.members.find(({ name }) => name === group.main)
  if (main?.kind === 'token') return compareToken(checking, main, ':', value)
  return refuse(checking, 'group-needs-condition', value, { name: group.fullName })
}

/** Words are looked for inside every text, keywords included; an address token only answers to an address. */
function oneOf(checking: Checking, token: Token, value: Value): Predicate {
  if (token.type === 'text' || token.type === 'keyword') return textCondition({ ...token, type: 'text' }, value, false)
  if (token.type === 'ip' && parseAddresses(value.text)) return compareToken(checking, token, ':', value)
  return never
}

function searchedPieces({ text, style }: Value): readonly string[] | null {
  if (style === 'exact' || style === 'literal' || text === '') return null
  return isWildcard({ text, style }) ? piecesOf(text) : Object.freeze(['', fold(text), ''])
}

function groupsOf(token: Token): readonly Group[] {
  const groups: Group[] = []
  for (let group = token.group; group; group = group.group) groups.unshift(group)
  return groups
}
