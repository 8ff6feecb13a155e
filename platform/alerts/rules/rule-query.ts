import { echo, format, leavesOf, type Plan, plan } from '../../search/index.ts'
import { AlertError } from '../alert-error.ts'
import type { AlertList, AlertLists } from './alert-list.ts'

/** The query of a rule, understood. */
export interface RuleQuery {
  readonly list: AlertList
  /** In its canonical form. */
  readonly text: string
  readonly words: string
  readonly plan: Plan
  /** The answer changes with the clock, too. */
  readonly timed: boolean
}

/** Reads the query of a rule. Throws AlertError with the places of what is wrong. */
export function readRuleQuery(lists: AlertLists, name: string, text: string, now: number): RuleQuery {
  const list = Object.hasOwn(lists, name) ? lists[name] : undefined
  if (!list) throw new AlertError('invalid', `There is no list ${name} to watch.`, { field: 'list' })
  const checked = plan(text, list.entity, { now, zone: 'UTC' })
  if (!checked.ok)
    throw new AlertError('invalid-query', checked.problems[0]?.message ?? 'The query is not understood.', {
      field: 'query',
      problems: checked.problems,
    })
  const { query, groupBy, count, sort, limit, asOf, where } = checked.plan
  if (groupBy.length > 0 || count || sort.length > 0 || limit !== null || asOf !== null)
    throw new AlertError(
      'invalid-query',
      'An alert asks which objects meet conditions: leave out group by, count, sort, limit and as of.',
      { field: 'query' },
    )
  const timed =
    list.timed === true || leavesOf(where).some((leaf) => leaf.kind === 'apart' || leaf.token.type === 'date')
  return { list, text: format(query), words: echo(checked.plan), plan: checked.plan, timed }
}
