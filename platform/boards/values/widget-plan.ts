import {
  check,
  type Entity,
  format,
  type Plan,
  parse,
  type QueryProblem,
  withAsOf,
  withGroupKeys,
} from '../../search/index.ts'

/** What a widget asks cannot be answered, and where in which of its texts. */
export class WidgetProblem extends Error {
  override readonly name = 'WidgetProblem'
  readonly field: 'list' | 'query' | 'of' | 'groupBy' | 'before' | 'every'
  readonly at: number
  readonly length: number

  constructor(
    field: WidgetProblem['field'],
    message: string,
    place: { at: number; length: number } = { at: 0, length: 0 },
  ) {
    super(message)
    this.field = field
    this.at = place.at
    this.length = place.length
  }
}

export interface WidgetTime {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly zone: string
}

/** The plan of a widget's conditions, perhaps grouped, perhaps as of a time. Throws a WidgetProblem with the place. */
export function widgetPlan(
  entity: Entity,
  text: string,
  time: WidgetTime,
  more: { readonly field?: 'query' | 'of'; readonly groupBy?: readonly string[]; readonly asOf?: string } = {},
): Plan {
  const field = more.field ?? 'query'
  const parsed = parse(text)
  if (!parsed.ok) throw problemOf(field, parsed.problems[0]!)
  const { groupBy, count, sort, limit, asOf } = parsed.query
  if (groupBy.length > 0 || count || sort.length > 0 || limit !== null || asOf !== null)
    throw new WidgetProblem(
      field,
      'A widget asks by conditions only: leave "group by", "sort by", "limit", "count" and "as of" to its own settings.',
    )
  const conditions = check(parsed.query, entity, time)
  if (!conditions.ok) throw problemOf(field, conditions.problems[0]!)
  if (!more.groupBy && more.asOf === undefined) return conditions.plan
  let whole: string = format(parsed.query)
  if (more.groupBy) whole = withGroupKeys(whole, more.groupBy) ?? whole
  if (more.asOf !== undefined) whole = withAsOf(whole, more.asOf) ?? whole
  const changed = parse(whole)
  const checked = changed.ok ? check(changed.query, entity, time) : changed
  if (!checked.ok) throw problemOf(more.groupBy ? 'groupBy' : 'before', checked.problems[0]!)
  return checked.plan
}

function problemOf(field: WidgetProblem['field'], { message, suggestion, at, length }: QueryProblem): WidgetProblem {
  return new WidgetProblem(field, suggestion ? `${message} ${suggestion.sentence}` : message, { at, length })
}
