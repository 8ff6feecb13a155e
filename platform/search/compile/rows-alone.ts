import type { Plan, Predicate, SortBy } from '../language/meaning/plan.ts'
import type { Token } from '../language/schema/entity.ts'
import { entitySql } from './row-source.ts'

/** True where conditions and order are about columns behind the alias of the id only: what is joined to the rows is of no matter. */
export function looksAtRowsAlone({ entity, where }: Plan, order: readonly SortBy[] = []): boolean {
  const alias = entitySql(entity).id.split('.')[0]!
  const own = (column = '') => column.startsWith(`${alias}.`) && /^\w+\.\w+$/.test(column)
  const ownToken = (token: Token | null) =>
    own(token?.sql?.column) && (token?.sql?.folded === undefined || own(token.sql.folded))
  if (!order.every(({ token }) => ownToken(token))) return false
  const waiting: Predicate[] = [where]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    switch (node.kind) {
      case 'all':
      case 'any':
        waiting.push(...node.of)
        break
      case 'not':
        waiting.push(node.of)
        break
      case 'meaning':
        waiting.push(node.where)
        break
      case 'within':
        if (!own(node.group.sql?.owner ?? entitySql(entity).id)) return false
        break
      case 'constant':
        break
      case 'anywhere':
      case 'apart':
        return false
      default:
        if (!ownToken(node.token) || node.token.type === 'version') return false
    }
  }
  return true
}
