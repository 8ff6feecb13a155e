import { allOf } from '../language/meaning/combine-predicates.ts'
import type { Predicate, Scalar } from '../language/meaning/plan.ts'
import type { Token } from '../language/schema/entity.ts'

/**
 * A condition without the parts that only select on this token, so that a facet shows what else could be chosen; and
 * the values that those parts select.
 */
export function withoutOwn(
  where: Predicate,
  token: Token,
): { readonly others: Predicate; readonly own: readonly Scalar[] } {
  const terms = where.kind === 'all' ? where.of : [where]
  const own = terms.filter((term) => isOwn(term, token))
  if (own.length === 0) return { others: where, own: [] }
  return { others: allOf(terms.filter((term) => !own.includes(term))), own: own.flatMap(selected) }
}

/** Looks at nothing but the token. A named value counts as its token, whatever it means. */
function isOwn(where: Predicate, token: Token): boolean {
  const waiting: Predicate[] = [where]
  let found = false
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    switch (node.kind) {
      case 'all':
      case 'any':
        for (const inner of node.of) waiting.push(inner)
        break
      case 'not':
        waiting.push(node.of)
        break
      case 'within':
        waiting.push(node.where)
        break
      case 'constant':
      case 'anywhere':
      case 'apart':
        return false
      default:
        if (node.token.fullName !== token.fullName) return false
        found = true
    }
  }
  return found
}

function selected(term: Predicate): readonly Scalar[] {
  if (term.kind === 'equal') return term.values
  return term.kind === 'within' && term.where.kind === 'equal' ? term.where.values : []
}
