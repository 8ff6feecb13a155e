import { foldPredicate } from '../language/meaning/fold-predicate.ts'
import type { Leaf, Plan, Predicate } from '../language/meaning/plan.ts'
import { format } from '../language/syntax/format.ts'
import { conditionWords } from '../language/words/condition-words.ts'
import { echo } from '../language/words/echo.ts'
import { compileWhere } from './compile-where.ts'
import { render, type Statement } from './fragment.ts'
import { hasTrigram } from './like-pattern.ts'

/** One condition and how the database answers it. */
export interface ExplainedStep {
  /** How deep it lies in other conditions. */
  readonly level: number
  readonly words: string
  readonly how: string
}

export interface Explained {
  /** The canonical form. */
  readonly query: string
  readonly words: string
  readonly steps: readonly ExplainedStep[]
  readonly statement: Statement
}

/** What a plan means and how it is answered, for `--explain` and the help pane. */
export function explain(plan: Plan, tenant: unknown): Explained {
  const steps = foldPredicate<number, readonly ExplainedStep[]>(plan.where, 0, {
    enter: (_, level) => level + 1,
    leave: (node, children, level) => [...stepsOf(node, level, plan), ...children.flat()],
  })
  return { query: format(plan.query), words: echo(plan), steps, statement: render(compileWhere(plan, tenant)) }
}

function stepsOf(node: Predicate, level: number, plan: Plan): readonly ExplainedStep[] {
  const step = (words: string, how: string): readonly ExplainedStep[] => [{ level, words, how }]
  switch (node.kind) {
    case 'all':
      return step('all of', '')
    case 'any':
      return step('any of', '')
    case 'not':
      return step('not', '')
    case 'constant':
      return step(node.value ? 'everything' : 'nothing', '')
    case 'within':
      return step(
        `some ${node.group.label} with`,
        node.group.sql?.owners ? `the owners from ${node.group.sql.owners}` : 'a set of owners',
      )
    case 'anywhere':
      return step('some text with', plan.entity.spec.sql?.search?.like ?? 'each text in turn')
    case 'meaning':
      return step(`${node.token.label} is ${node.value}, which means`, '')
    default:
      return step(conditionWords(node, plan.time), howOf(node))
  }
}

function howOf(leaf: Leaf): string {
  const { sql } = leaf.token
  if (!sql || leaf.kind === 'apart') return 'compares each row'
  const open = leaf.kind === 'like' && (leaf.pieces.length !== 2 || leaf.pieces[1] !== '')
  if (leaf.kind === 'matches') return sql.search?.regex ? `searches with ${sql.search.regex}` : 'tries each row'
  if (open && leaf.pieces.length > 1)
    return sql.search?.like && leaf.kind === 'like' && hasTrigram(leaf.pieces)
      ? `searches with ${sql.search.like}`
      : 'tries each row'
  if (leaf.kind === 'between' && leaf.token.type === 'version') return `compares ${sql.key}`
  const folded = leaf.kind === 'like' || (leaf.kind === 'equal' && leaf.fold)
  return `compares ${folded ? (sql.folded ?? `lower(${sql.column})`) : sql.column}`
}
