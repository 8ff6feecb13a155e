import { type Static, Type } from 'typebox'
import {
  readBoards,
  type ValueContext,
  type Widget,
  type WidgetValue,
  widgetsSchema,
  widgetValue,
} from '../../../boards/index.ts'
import {
  type Caller,
  defineRoute,
  type Permission,
  type Route,
  type TenantTransaction,
} from '../../../contract/index.ts'
import { type Entity, isZone } from '../../../search/index.ts'
import { notFound } from '../../conventions/problem.ts'
import { one } from '../../conventions/reply-schemas.ts'
import { invalidParameter } from '../../search/read-query.ts'
import { valuesSchema } from './board-schemas.ts'

/** A list that widgets may ask. */
export interface BoardList {
  readonly entity: Entity
  readonly permission: Permission
}

/** Points of lines that one answer counts, beside those that are counted ahead. */
const mostPoints = 90
const zone = Type.Optional(
  Type.String({ maxLength: 64, description: 'Time zone of dates without one: Europe/Prague. UTC when absent.' }),
)

/** What the widgets of a board show. Every number comes with the query of the list that has exactly as many rows. */
export function boardValueRoutes(lists: Readonly<Record<string, BoardList>>): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/boards/:board/values',
      summary: 'What the widgets of a board show',
      permission: 'boards:read',
      params: Type.Object({ board: Type.String({ maxLength: 40 }) }),
      query: Type.Object({ zone }),
      reply: one(valuesSchema),
      async handle({ tx, caller, params, query }) {
        const [board] = await readBoards(tx, caller.id, { id: params.board })
        if (!board) throw notFound('board')
        return { data: await valuesOf(tx, board.widgets, contextOf(caller, lists, query)) }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/boards/values',
      summary: 'What widgets would show, before they are kept',
      permission: 'boards:read',
      body: Type.Object({ widgets: widgetsSchema, zone }),
      reply: one(valuesSchema),
      async handle({ tx, caller, body }) {
        return { data: await valuesOf(tx, body.widgets, contextOf(caller, lists, body)) }
      },
    }),
  ]
}

function contextOf(
  { permissions, scope }: Caller,
  lists: Readonly<Record<string, BoardList>>,
  { zone = 'UTC' }: { readonly zone?: string | undefined },
): ValueContext {
  if (!isZone(zone)) throw invalidParameter('zone', 'is no time zone')
  const seen = Object.entries(lists).filter(([, { permission }]) => permissions.has(permission))
  return {
    lists: Object.fromEntries(seen.map(([name, { entity }]) => [name, entity])),
    samples: scope === undefined,
    room: mostPoints,
    now: Date.now(),
    zone,
  }
}

async function valuesOf(tx: TenantTransaction, widgets: readonly Widget[], context: ValueContext) {
  const values: { id: string; value: WidgetValue }[] = []
  for (const widget of widgets) values.push({ id: widget.id, value: await widgetValue(tx, widget, context) })
  return values as unknown as Static<typeof valuesSchema>
}
