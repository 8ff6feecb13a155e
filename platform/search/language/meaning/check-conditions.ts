import { parseRegex } from '../regex/parse-regex.ts'
import type { Group, Token } from '../schema/entity.ts'
import { resolveName, type Scope, topScope } from '../schema/resolve-name.ts'
import { foldExpression } from '../syntax/fold-expression.ts'
import limits from '../syntax/limits.json' with { type: 'json' }
import { parse } from '../syntax/parse.ts'
import type {
  Compare,
  CompareOperator,
  Condition,
  Difference,
  Exists,
  Expression,
  FreeText,
  List,
  Match,
  Name,
  Nested,
  Range,
  Value,
} from '../syntax/query.ts'
import { parseDuration } from '../time/parse-duration.ts'
import { freeTextCondition } from './anywhere-condition.ts'
import { type Checking, inside, refuse } from './checking.ts'
import { allOf, always, anyOf, never, notOf } from './combine-predicates.ts'
import { compareRange, compareToken } from './compare-token.ts'
import { boundsOf } from './ordered-value.ts'
import type { Predicate } from './plan.ts'
import words from './type-words.json' with { type: 'json' }

/** What surrounds a condition: the group it stands in, and the single token whose values stand in parentheses. */
interface Context {
  readonly scope: Scope
  readonly leaf: { readonly name: Name; readonly token: Token } | null
  /** The parentheses around could not be understood, so nothing in them is worth telling. */
  readonly lost: boolean
}

/** Types conditions against the entity; what is wrong is noted in `checking`. Takes no stack for depth. */
export function checkConditions(checking: Checking, where: Expression, scope: Scope = topScope): Predicate {
  return foldExpression<Context, Predicate>(
    where,
    { scope, leaf: null, lost: false },
    {
      enter: (node, context) => (node.kind === 'nested' ? enterNested(checking, node, context) : context),
      leave: (node, children, context) => {
        switch (node.kind) {
          case 'and':
            return allOf(children)
          case 'or':
            return anyOf(children)
          case 'not':
            return notOf(children[0]!)
          case 'nested':
            return leaveNested(checking, node, children[0]!, context)
          default:
            return context.lost ? never : checkCondition(checking, node, context)
        }
      },
    },
  )
}

function enterNested(checking: Checking, node: Nested, context: Context): Context {
  const lost = { ...context, lost: true }
  if (context.lost || context.leaf) return lost
  const resolved = resolveName(checking.entity, context.scope, node.token)
  if (!resolved.ok) return lost
  const { member } = resolved
  const prefix = context.scope.prefix ? `${context.scope.prefix}.${node.token.text}` : node.token.text
  if (member === 'self') return { ...context, scope: { group: null, prefix } }
  if (member.kind === 'group') return { ...context, scope: { group: member, prefix } }
  return { ...context, leaf: { name: node.token, token: member } }
}

function leaveNested(checking: Checking, node: Nested, inner: Predicate, context: Context): Predicate {
  if (context.lost) return never
  if (context.leaf) return refuseGroup(checking, node.token)
  const resolved = resolveName(checking.entity, context.scope, node.token)
  if (!resolved.ok) {
    checking.problems.push(resolved.problem)
    return never
  }
  const { member, groups } = resolved
  if (member === 'self') return inner
  // The conditions on a single token have already found their place in the groups around it.
  return member.kind === 'group' ? inside([...groups, member], inner) : inside(groups, inner)
}

function refuseGroup(checking: Checking, name: Name): Predicate {
  return refuse(checking, 'group-not-here', name, { name: name.text })
}

function checkCondition(checking: Checking, node: Exclude<Condition, Nested>, context: Context): Predicate {
  if (context.leaf) {
    if (node.kind !== 'text') return refuseGroup(checking, context.leaf.name)
    return compareToken(checking, context.leaf.token, ':', node.value)
  }
  if (node.kind === 'text') return checkText(checking, node, context)
  if (node.kind === 'compare' && isView(checking, node)) return checkView(checking, node.value)
  const resolved = resolveName(checking.entity, context.scope, node.token)
  if (!resolved.ok) {
    checking.problems.push(resolved.problem)
    return never
  }
  const { member, groups } = resolved
  if (member === 'self') return refuse(checking, 'group-needs-condition', node.token, { name: node.token.text })
  if (member.kind === 'group') return checkGroup(checking, member, groups, node)
  return inside(groups, checkToken(checking, member, node, context))
}

type TokenCondition = Compare | Range | List | Exists | Match | Difference

function checkToken(checking: Checking, token: Token, node: TokenCondition, context: Context): Predicate {
  switch (node.kind) {
    case 'compare':
      return compareToken(checking, token, node.operator, node.value)
    case 'range':
      return compareRange(checking, token, node)
    case 'list':
      return anyOf(node.items.map((item) => compareToken(checking, token, node.operator as CompareOperator, item)))
    case 'exists': {
      const present: Predicate = Object.freeze({ kind: 'present', token })
      return node.present ? present : notOf(present)
    }
    case 'match':
      return checkMatch(checking, token, node)
    case 'difference':
      return checkDifference(checking, token, node, context)
  }
}

/** A condition directly on a group means its main part, or its very existence. */
function checkGroup(checking: Checking, group: Group, groups: readonly Group[], node: TokenCondition): Predicate {
  const around = [...groups, group]
  const anything = node.kind === 'compare' && node.value.style === 'bare' && /^\*+$/.test(node.value.text)
  if (anything && (node.operator === ':' || node.operator === '=')) return inside(around, always)
  if (node.kind === 'exists') return node.present ? inside(around, always) : notOf(inside(around, always))
  const main = group.members.find(({ name }) => name === group.main)
  if (main?.kind !== 'token' || node.kind === 'difference') {
    const parts = group.members.map(({ name }) => name).join(', ')
    const sentence = `Its parts are ${parts}: write ${group.fullName}.${group.members[0]?.name}:…`
    return refuse(checking, 'group-needs-condition', node.token, { name: node.token.text }, { sentence })
  }
  if (node.kind === 'compare' && node.operator === '!=') {
    return notOf(inside(around, compareToken(checking, main, '=', node.value)))
  }
  return inside(around, checkToken(checking, main, node, { scope: topScope, leaf: null, lost: false }))
}

function checkMatch(checking: Checking, token: Token, node: Match): Predicate {
  if (token.type !== 'text' && token.type !== 'keyword' && token.type !== 'version') {
    const parts = { name: token.fullName, type: words[token.type], operator: '~' }
    return refuse(checking, 'operator-not-for-type', node, parts)
  }
  const parsed = parseRegex(node.pattern, node.ignoreCase)
  if (!parsed.ok)
    return refuse(checking, parsed.problem.code, node, { reason: parsed.problem.reason, what: parsed.problem.reason })
  return Object.freeze({ kind: 'matches', token, regex: parsed.regex, written: node.pattern })
}

function checkDifference(checking: Checking, token: Token, node: Difference, { scope }: Context): Predicate {
  const resolved = resolveName(checking.entity, { ...scope, group: token.group }, node.minus)
  if (!resolved.ok) {
    checking.problems.push(resolved.problem)
    return never
  }
  const minus = resolved.member
  for (const [one, name] of [[token, node.token] as const, [minus, node.minus] as const]) {
    const date = one !== 'self' && one.kind === 'token' && one.type === 'date' && !one.many && one.group === token.group
    if (!date) return refuse(checking, 'difference-needs-dates', name, { name: name.text })
  }
  const length = parseDuration(node.value.text)
  if (length === undefined) return refuse(checking, 'duration-broken', node.value, { value: node.value.text })
  const stretch = { low: length, high: length, highInclusive: true }
  const operator = node.operator === '!=' ? '=' : node.operator
  const apart: Predicate = Object.freeze({
    kind: 'apart',
    token,
    minus: minus as Token,
    ...boundsOf(operator, stretch),
  })
  return node.operator === '!=' ? notOf(apart) : apart
}

function checkText(checking: Checking, node: FreeText, { scope }: Context): Predicate {
  const { value } = node
  const known = value.style === 'bare' ? checking.entity.names.get(value.text.toLowerCase()) : undefined
  if (known) {
    const message = `"${value.text}" is looked for as a word. It is also a token: write ${value.text}: and a value to use it.`
    checking.notes.push({ message, at: node.at, length: node.length })
  }
  return freeTextCondition(checking, scope.group, value)
}

function isView(checking: Checking, { token, operator }: Compare): boolean {
  return token.text.toLowerCase() === 'view' && operator === ':' && !checking.entity.names.has('view')
}

function checkView(checking: Checking, value: Value): Predicate {
  const name = value.text
  const text = checking.views?.(name)
  if (text === undefined) return refuse(checking, 'view-unknown', value, { name })
  const step = `view:${name}`
  if (checking.trail.includes(step) || checking.trail.length >= limits.maxViewDepth) {
    return refuse(checking, 'view-circular', value, { name })
  }
  const parsed = parse(text)
  const inner: Checking = { ...checking, problems: [], notes: [], trail: [...checking.trail, step] }
  const where = parsed.ok && parsed.query.where ? checkConditions(inner, parsed.query.where) : always
  const [problem] = parsed.ok ? inner.problems : parsed.problems
  if (!problem) return where
  return refuse(checking, problem.code === 'view-circular' ? 'view-circular' : 'view-broken', value, {
    name,
    reason: problem.message,
  })
}
