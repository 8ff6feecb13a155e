import { type TSchema, Type } from 'typebox'

/** Where a list goes on. Cursors are opaque and hold for the same list only. */
export const pageSchema = Type.Object(
  {
    next: Type.Union([Type.String(), Type.Null()], { description: 'Cursor of the next page; null on the last.' }),
    prev: Type.Union([Type.String(), Type.Null()], { description: 'Cursor of the page before; null on the first.' }),
    total: Type.Optional(Type.Integer({ minimum: 0, description: 'How many there are on all pages.' })),
    totalIsExact: Type.Optional(Type.Boolean({ description: 'False when `total` is an estimate.' })),
  },
  { additionalProperties: false },
)

/** The reply of a route that gives one thing: `{data}`. The server adds `tenant`. */
export function one<Item extends TSchema>(item: Item) {
  return Type.Object({ data: item })
}

/** The reply of a route that gives a page of a list: `{data, page}`. The server adds `tenant`. */
export function many<Item extends TSchema>(item: Item) {
  return Type.Object({ data: Type.Array(item), page: pageSchema })
}

/** A page without any further one. */
export const wholeList = { next: null, prev: null } as const

/**
 * Query parameters of a paged list. A handler reads `cursor` as the very text it gave in `page.next` or `page.prev`: the
 * server signs cursors on the way out, and checks them and takes the signature off on the way in.
 */
export const pageQuery = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'At most this many items.' }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 4096, description: '`page.next` or `page.prev` of an earlier answer.' }),
  ),
}

/** Query parameters of a list that the query language filters. */
export const searchQuery = {
  ...pageQuery,
  q: Type.Optional(Type.String({ maxLength: 1_000_000, description: 'Filter in the query language; empty for all.' })),
  sort: Type.Optional(
    Type.String({ maxLength: 200, description: 'Field to sort by; a leading minus sign turns the order around.' }),
  ),
  facets: Type.Optional(
    Type.String({ maxLength: 500, description: 'Fields to count values of, separated by commas.' }),
  ),
}

/** An instant as ISO 8601 in UTC. */
export const instant = (description: string) => Type.String({ format: 'date-time', description })
