import type { Group, Token } from '../language/schema/entity.ts'
import { type Cell, column } from './column.ts'
import { type Fragment, raw, sql } from './fragment.ts'
import { groupSource, type Query, withMoment } from './row-source.ts'

/** What must be joined to see each value of some tokens in a row of its own. */
export interface Joined {
  /** To stand behind the entity's table; empty when nothing must be joined. */
  readonly joins: Fragment
  readonly cells: readonly Cell[]
  /** The same row of the entity can come several times. */
  readonly repeats: boolean
}

/**
 * Brings the values of tokens beside the rows of their entity: parts of one group stay together, arrays are opened.
 * Rows without a value stay, with null.
 */
export function joinTokens(tokens: readonly Token[], entityId: string, query: Query): Joined {
  const groups = new Set<Group>()
  const joins: Fragment[] = []
  const cells = tokens.map((token, index): Cell => {
    if (token.group && !groups.has(token.group)) {
      groups.add(token.group)
      joins.push(joinGroup(token.group, entityId, query))
    }
    if (!token.many) return { token, value: column(token) }
    const name = `each_${index}`
    joins.push(sql` left join lateral unnest(${column(token)}) as ${raw(name)}(v) on true`)
    return { token, value: raw(`${name}.v`) }
  })
  return { joins: { kind: 'fragment', parts: joins }, cells, repeats: joins.length > 0 }
}

function joinGroup(group: Group, entityId: string, query: Query): Fragment {
  const { from, where, key } = groupSource(group, query)
  const owner = raw(group.sql!.owner ?? entityId)
  if (!group.sql!.owners) return sql` left join ${from} on ${where} and ${key} = ${owner}`
  const held = query.asOf === null ? group.sql!.held : group.sql!.history?.held
  if (!held) throw new TypeError(`${group.fullName} does not say where its owners hold the ids of its elements`)
  const name = raw(`held_${group.name.replace(/\W/g, '_').toLowerCase()}`)
  const opened = sql` left join lateral unnest(${withMoment(held, query)}) as ${name}(id) on true`
  return sql`${opened} left join ${from} on ${where} and ${key} = ${name}.id`
}
