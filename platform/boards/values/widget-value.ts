import type { TenantTransaction } from '../../contract/index.ts'
import { compileGroups, type Entity, format, groupQuery, withAsOf } from '../../search/index.ts'
import type { Widget } from '../model/widget.ts'
import { countPlan } from './count-plan.ts'
import { countAsOf, isZoneless, keptSamples, type Series, seriesKey, seriesTimes } from './series.ts'
import { WidgetProblem, type WidgetTime, widgetPlan } from './widget-plan.ts'

/** A number, and the query whose list has exactly as many rows. */
export interface Mark {
  readonly value: number
  readonly query: string
}

export type WidgetValue =
  | (Mark & { readonly kind: 'number'; readonly before?: Mark & { readonly at: string }; readonly note?: string })
  | (Mark & { readonly kind: 'ratio'; readonly of: Mark })
  | {
      readonly kind: 'table' | 'bar'
      readonly keys: readonly { readonly token: string; readonly label: string; readonly unit: string | null }[]
      readonly groups: readonly (Mark & { readonly keys: readonly (string | null)[] })[]
      readonly more: boolean
    }
  | {
      readonly kind: 'trend'
      /** `value` is null where it is not counted yet. */
      readonly points: readonly { readonly at: string; readonly value: number | null; readonly query: string }[]
    }
  | {
      readonly kind: 'problem'
      readonly message: string
      readonly field: string
      readonly at: number
      readonly length: number
    }

export interface ValueContext extends WidgetTime {
  /** The lists that the asker may see, by name. */
  readonly lists: Readonly<Record<string, Entity>>
  /** False where the asker sees only a part of the tenant, of which nothing is counted ahead. */
  readonly samples: boolean
  /** How many points may still be counted while one waits; what is beyond comes with the next turn of the task. */
  room: number
}

/** What a widget shows now. A widget that cannot be answered says why, and holds up no other. */
export async function widgetValue(tx: TenantTransaction, widget: Widget, context: ValueContext): Promise<WidgetValue> {
  try {
    return await answer(tx, widget, context)
  } catch (error) {
    if (!(error instanceof WidgetProblem)) throw error
    const { message, field, at, length } = error
    return { kind: 'problem', message, field, at, length }
  }
}

async function answer(tx: TenantTransaction, widget: Widget, context: ValueContext): Promise<WidgetValue> {
  const entity = listOf(widget, context.lists)
  switch (widget.kind) {
    case 'number':
      return numberValue(tx, widget, entity, context)
    case 'ratio':
      return {
        kind: 'ratio',
        ...(await mark(tx, entity, widget.query, context)),
        of: await mark(tx, entity, widget.of, context, 'of'),
      }
    case 'table':
    case 'bar':
      return groupValue(tx, widget, entity, context)
    case 'trend':
      return trendValue(tx, widget, entity, context)
  }
}

function listOf({ list }: Widget, lists: ValueContext['lists']): Entity {
  const entity = Object.hasOwn(lists, list) ? lists[list] : undefined
  if (entity) return entity
  throw new WidgetProblem(
    'list',
    `There is no list of ${list} that you may see. There are ${Object.keys(lists).join(', ') || 'none'}.`,
  )
}

async function mark(
  tx: TenantTransaction,
  entity: Entity,
  text: string,
  time: WidgetTime,
  field: 'query' | 'of' = 'query',
): Promise<Mark> {
  const plan = widgetPlan(entity, text, time, { field })
  return { value: await countPlan(tx, plan), query: format(plan.query) }
}

async function numberValue(
  tx: TenantTransaction,
  widget: Extract<Widget, { kind: 'number' }>,
  entity: Entity,
  context: ValueContext,
): Promise<WidgetValue> {
  const now = await mark(tx, entity, widget.query, context)
  if (!widget.before) return { kind: 'number', ...now }
  try {
    const { asOf } = widgetPlan(entity, widget.query, context, { asOf: widget.before })
    const at = new Date(asOf!).toISOString()
    const plan = widgetPlan(entity, widget.query, context, { asOf: at })
    return { kind: 'number', ...now, before: { at, value: await countPlan(tx, plan), query: format(plan.query) } }
  } catch (error) {
    if (error instanceof WidgetProblem) return { kind: 'number', ...now, note: error.message }
    throw error
  }
}

async function groupValue(
  tx: TenantTransaction,
  widget: Extract<Widget, { kind: 'table' | 'bar' }>,
  entity: Entity,
  context: ValueContext,
): Promise<WidgetValue> {
  const plan = widgetPlan(entity, widget.query, context, { groupBy: widget.groupBy })
  const statement = compileGroups(plan, { tenant: tx.tenantId, size: widget.limit ?? 10 })
  const { rows } = await tx.query(statement.text, statement.values)
  const { groups, more } = statement.read(rows)
  return {
    kind: widget.kind,
    keys: plan.groupBy.map(({ token, unit }) => ({ token: token.fullName, label: token.label, unit })),
    groups: groups.map(({ keys, count }) => ({ keys, value: count, query: groupQuery(plan, keys) })),
    more,
  }
}

async function trendValue(
  tx: TenantTransaction,
  { query, every, points }: Extract<Widget, { kind: 'trend' }>,
  entity: Entity,
  context: ValueContext,
): Promise<WidgetValue> {
  const series: Series = { entity, query, every, points }
  const now = await mark(tx, entity, query, context)
  const times = seriesTimes(series, context.now)
  // Also tells what cannot be asked about the past.
  widgetPlan(entity, query, context, { asOf: new Date(times[0]!).toISOString() })
  const kept =
    context.samples && isZoneless(series, context)
      ? await keptSamples(tx, seriesKey(series, context), times)
      : new Map<number, number>()
  const values = new Map(kept)
  for (const at of times.toReversed()) {
    if (values.has(at) || context.room <= 0) continue
    context.room -= 1
    values.set(at, await countAsOf(tx, series, at, context))
  }
  const told = times.map((at) => {
    const moment = new Date(at).toISOString()
    return { at: moment, value: values.get(at) ?? null, query: withAsOf(now.query, moment)! }
  })
  return { kind: 'trend', points: [...told, { at: new Date(context.now).toISOString(), ...now }] }
}
