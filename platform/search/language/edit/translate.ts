import type { Entity, Group, Token } from '../schema/entity.ts'
import { resolveName, type Scope, topScope } from '../schema/resolve-name.ts'
import { combine, negate } from '../syntax/combine.ts'
import { foldExpression } from '../syntax/fold-expression.ts'
import type { Expression, Name, Query } from '../syntax/query.ts'

/**
 * The same query with the entity's own names in place of aliases and of another product's words, and groups that mean
 * the row itself dissolved. Names that are not known stay. Places keep pointing at the text that was read.
 */
export function translate(query: Query, entity: Entity): Query {
  const rename = (name: Name, scope: Scope): Name => Object.freeze({ ...name, text: ownName(entity, scope, name) })
  const where = query.where && translateConditions(query.where, entity)
  return Object.freeze({
    ...query,
    where,
    groupBy: Object.freeze(query.groupBy.map((key) => ({ ...key, token: rename(key.token, topScope) }))),
    sort: Object.freeze(query.sort.map((key) => ({ ...key, token: rename(key.token, topScope) }))),
  })
}

function translateConditions(where: Expression, entity: Entity): Expression {
  return foldExpression<Scope, Expression>(where, topScope, {
    enter: (node, scope) => {
      if (node.kind !== 'nested') return scope
      const member = memberOf(entity, scope, node.token)
      const prefix = scope.prefix ? `${scope.prefix}.${node.token.text}` : node.token.text
      if (member === 'self') return { group: null, prefix }
      return member?.kind === 'group' ? { group: member, prefix } : scope
    },
    leave: (node, children, scope) => rebuild(node, children, (name) => ownName(entity, scope, name), entity, scope),
  })
}

function rebuild(
  node: Expression,
  children: readonly Expression[],
  own: (name: Name) => string,
  entity: Entity,
  scope: Scope,
): Expression {
  const named = (name: Name): Name => Object.freeze({ ...name, text: own(name) })
  switch (node.kind) {
    case 'and':
    case 'or':
      return combine(node.kind, children, node)
    case 'not':
      return negate(children[0]!, node.at)
    case 'text':
      return node
    case 'nested':
      if (memberOf(entity, scope, node.token) === 'self') return children[0]!
      return Object.freeze({ ...node, token: named(node.token), where: children[0]! })
    case 'difference':
      return Object.freeze({ ...node, token: named(node.token), minus: named(node.minus) })
    default:
      return Object.freeze({ ...node, token: named(node.token) })
  }
}

function memberOf(entity: Entity, scope: Scope, name: Name): Token | Group | 'self' | undefined {
  const resolved = resolveName(entity, scope, name)
  return resolved.ok ? resolved.member : undefined
}

function ownName(entity: Entity, scope: Scope, name: Name): string {
  const member = memberOf(entity, scope, name)
  if (member === undefined || member === 'self') return name.text
  return scope.group ? member.fullName.slice(scope.group.fullName.length + 1) : member.fullName
}
