import { Compile } from 'typebox/compile'
import type { EventName, EventType } from '../contract/index.ts'
import type { EventRecord, Item } from '../envelope/index.ts'
import type { Applied, AsideEntry, RecordContext, RecordEntry, RecordHandler } from '../intake/index.ts'
import { keptDays } from './kept-days.ts'

/** An event type that is ready to check events. */
interface KnownEventType {
  readonly type: EventType
  readonly keptDays: number
  readonly fields: ReadonlySet<string>
  /** What is wrong with a body; undefined when it is right. */
  problem(body: unknown): string | undefined
}

export type EventRegistry = ReadonlyMap<EventName, KnownEventType>

/** Makes the event types of all apps ready. Throws when two have one name. */
export function eventRegistry(types: Iterable<EventType>): EventRegistry {
  const registry = new Map<EventName, KnownEventType>()
  for (const type of types) {
    if (registry.has(type.name)) throw new Error(`the event ${type.name} is declared twice`)
    const check = Compile(type.schema)
    registry.set(type.name, {
      type,
      keptDays: keptDays(type.keepFor),
      fields: new Set(Object.keys(type.schema.properties)),
      problem(body) {
        if (check.Check(body)) return undefined
        const [first] = check.Errors(body)
        return `${first?.instancePath || 'the body'} ${first?.message ?? 'has another form'}`
      },
    })
  }
  return registry
}

/** The partitions of the next days are looked for this often: nothing else stops when the daily task did not run. */
const lookAgainMs = 6 * 3600_000

/** An event that is right. */
interface CheckedEvent {
  readonly entry: RecordEntry
  readonly record: EventRecord
  readonly sightingId: number
  readonly keptDays: number
  readonly body: Item
}

/** Appends what happened to the stream, once. */
export function eventHandler(registry: EventRegistry): RecordHandler {
  const partitions = new ReadyPartitions()
  return {
    types: ['event'],
    async apply(context, entries): Promise<Applied> {
      const aside: AsideEntry[] = []
      const events: CheckedEvent[] = []
      for (const entry of entries) {
        const checked = await check(context, registry, entry)
        if ('reason' in checked) aside.push(checked)
        else events.push(checked)
      }
      if (events.length === 0) return { aside }
      await partitions.makeReady(context.tx)
      await append(context, events)
      return { aside }
    },
  }
}

/** Remembers that partitions are there once another transaction made them: its own may still be undone, and they with it. */
class ReadyPartitions {
  #readyUntil = 0
  #maker: WeakRef<object> | undefined

  async makeReady(tx: RecordContext['tx']): Promise<void> {
    if (performance.now() < this.#readyUntil) return
    const result = await tx.first<{ made: number }>('select event_make_partitions(current_date + 2) as made')
    if (result!.made > 0) this.#maker = new WeakRef(tx)
    else if (this.#maker?.deref() !== tx) this.#readyUntil = performance.now() + lookAgainMs
  }
}

async function check(
  context: RecordContext,
  registry: EventRegistry,
  entry: RecordEntry,
): Promise<CheckedEvent | AsideEntry> {
  const record = entry.record as EventRecord
  const known = registry.get(record.event)
  if (!known) return { entry, reason: 'unknown-event', detail: `no app here declares ${record.event}` }
  const { version } = known.type
  if (record.version !== version)
    return {
      entry,
      reason: 'unknown-version',
      detail: `${record.event} has version ${version} here, not ${record.version}`,
    }
  const asset = await context.assetOf(record.about)
  if (!asset)
    return { entry, reason: 'unknown-asset', detail: `the source never said what ${JSON.stringify(record.about)} is` }
  // What is not declared has no sensitivity, thus is not kept.
  const body = Object.fromEntries(Object.entries(record.body).filter(([field]) => known.fields.has(field)))
  const problem = known.problem(body)
  if (problem !== undefined) return { entry, reason: 'malformed', detail: problem }
  return { entry, record, sightingId: asset.sightingId, keptDays: known.keptDays, body }
}

async function append({ tx, source }: RecordContext, events: readonly CheckedEvent[]): Promise<void> {
  // By the day on which it is stored: a partition for the day on which it was received may be gone after a long rest.
  await tx.query(
    `insert into event (tenant_id, source_id, kept_days, received_on, asset_source_id, event, event_version, at, received_at, body)
     select $1, $2, kept_days, current_date, asset_source_id, event, version, at::timestamptz, received_at::timestamptz, body::jsonb
       from unnest($3::smallint[], $4::bigint[], $5::text[], $6::int[], $7::text[], $8::text[], $9::text[]) with ordinality
         as e (kept_days, asset_source_id, event, version, at, received_at, body, place)
      order by place`,
    [
      tx.tenantId,
      source.sourceId,
      events.map((event) => event.keptDays),
      events.map(({ sightingId }) => sightingId),
      events.map(({ record }) => record.event),
      events.map(({ record }) => record.version),
      events.map(({ record }) => record.at),
      events.map(({ entry }) => entry.receivedAt),
      events.map(({ body }) => JSON.stringify(body)),
    ],
  )
}
