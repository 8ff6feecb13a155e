import type { GroupBy, Plan } from '../meaning/plan.ts'
import type { Group, Token } from '../schema/entity.ts'
import { format, formatExpression } from '../syntax/format.ts'
import { quoteExact } from '../syntax/quote.ts'
import { addUnits, startOfUnit } from '../time/calendar.ts'

/**
 * The query that finds exactly the rows of one group of a plan with `group by`: its conditions and `as of`, and the values of the group's keys as the
 * groups tell them (null where a row has none).
 */
export function groupQuery(plan: Plan, keys: readonly (string | null)[]): string {
  const { query, groupBy, time } = plan
  const parts = new Map<Group, string[]>()
  const own: string[] = []
  for (const [index, key] of groupBy.entries()) {
    const { group, name, fullName } = key.token
    const condition = keyCondition(key, group ? name : fullName, keys[index] ?? null, time.zone)
    if (!group) own.push(condition)
    else parts.set(group, [...(parts.get(group) ?? []), condition])
  }
  const grouped = [...parts].map(([group, conditions]) => {
    const within = `${group.fullName}:(${conditions.join(' and ')})`
    const chosen = groupBy.flatMap(({ token }, index) => (token.group === group ? [keys[index] ?? null] : []))
    // A row without any element has none of the values either.
    return chosen.every((key) => key === null) ? `(not exists ${group.fullName} or ${within})` : within
  })
  const { where } = query
  const before = where === null ? [] : [where.kind === 'or' ? `(${formatExpression(where)})` : formatExpression(where)]
  const clauses = format({ ...query, where: null, groupBy: [], count: false, sort: [], limit: null })
  return [[...before, ...own, ...grouped].join(' and '), clauses].filter((part) => part !== '').join(' ')
}

function keyCondition({ token, unit }: GroupBy, name: string, key: string | null, zone: string): string {
  if (key === null) return `${name} is null`
  switch (token.type) {
    case 'text':
    case 'keyword':
      return `${name} = ${quoteExact(key)}`
    case 'version':
      // As it is written: two ways to write one version are two groups.
      return `${name} ~ ${quoteExact(`^${key.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`)}`
    case 'date': {
      const start = Date.parse(key)
      const next = unit ? startOfUnit(zone, addUnits(zone, start, 1, unit), unit) : start
      return `${name}:['${instant(start)}' .. '${instant(next)}')`
    }
    default:
      return `${name} = ${isBare(token) ? key : `'${key.replaceAll("'", "''")}'`}`
  }
}

function isBare({ type }: Token): boolean {
  return type === 'boolean' || type === 'size'
}

function instant(at: number): string {
  return new Date(at).toISOString()
}
