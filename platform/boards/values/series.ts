import { createHash } from 'node:crypto'
import type { TenantTransaction } from '../../contract/index.ts'
import { addUnits, compileWhere, type Entity, format, render, startOfUnit } from '../../search/index.ts'
import { countPlan } from './count-plan.ts'
import { type WidgetTime, widgetPlan } from './widget-plan.ts'

/** A line: what is counted, how often, how far back. */
export interface Series {
  readonly entity: Entity
  readonly query: string
  readonly every: 'h' | 'd' | 'w'
  readonly points: number
}

/** Younger points are counted again: a transaction that began before them may still be under way. */
const settledMs = 120_000

/** The times of a line before now, oldest first: starts of hours, days or weeks in UTC. */
export function seriesTimes({ every, points }: Series, now: number): readonly number[] {
  const last = startOfUnit('UTC', now, every)
  return Array.from({ length: points }, (_, index) => addUnits('UTC', last, index - points + 1, every))
}

/** Under what the counts of a query are kept. */
export function seriesKey({ entity, query }: Series, time: WidgetTime): Buffer {
  const { query: read } = widgetPlan(entity, query, time)
  return createHash('sha256')
    .update(`${entity.name}\n${format(read)}`)
    .digest()
}

/** Whether the query means the same in the zone of the counts that are kept, UTC. */
export function isZoneless({ entity, query }: Series, time: WidgetTime): boolean {
  const meant = (zone: string) => render(compileWhere(widgetPlan(entity, query, { ...time, zone }), 0))
  return JSON.stringify(meant(time.zone)) === JSON.stringify(meant('UTC'))
}

/** The counts that are kept, by time. */
export async function keptSamples(
  tx: TenantTransaction,
  key: Buffer,
  times: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await tx.query<{ at: number; value: string }>(
    `select (extract(epoch from at) * 1000)::float8 as at, value from board_sample
      where tenant_id = $1 and series = $2 and at = any ($3::timestamptz[])`,
    [tx.tenantId, key, times.map((at) => new Date(at).toISOString())],
  )
  return new Map(rows.map(({ at, value }) => [Math.round(at), Number(value)]))
}

/** Counts a query as of a time. */
export async function countAsOf(
  tx: TenantTransaction,
  { entity, query }: Series,
  at: number,
  time: WidgetTime,
): Promise<number> {
  return countPlan(tx, widgetPlan(entity, query, time, { asOf: new Date(at).toISOString() }))
}

/** Counts ahead what is missing of a line, newest first, and keeps it. Answers with how many points were counted. */
export async function fillSeries(
  tx: TenantTransaction,
  series: Series,
  time: WidgetTime,
  most: number,
): Promise<number> {
  const key = seriesKey(series, time)
  const times = seriesTimes(series, time.now).filter((at) => at <= time.now - settledMs)
  const kept = await keptSamples(tx, key, times)
  const missing = times
    .filter((at) => !kept.has(at))
    .toReversed()
    .slice(0, most)
  for (const at of missing)
    await tx.query(
      'insert into board_sample (tenant_id, series, at, value) values ($1, $2, $3, $4) on conflict do nothing',
      [tx.tenantId, key, new Date(at).toISOString(), await countAsOf(tx, series, at, time)],
    )
  return missing.length
}
