import type { Static, TObject } from 'typebox'
import type { DataHandling } from './data-class.ts'
import { type AppId, type EventName, isNameOf } from './names.ts'

/** A typed thing that happened at a moment. Events are append-only. */
export interface EventType<Schema extends TObject = TObject> extends DataHandling {
  readonly name: EventName
  readonly version: number
  readonly title: string
  readonly summary: string
  readonly schema: Schema
  readonly example: Static<Schema>
}

/** Declares an event type; throws on a name outside the app or a field without a sentence. */
export function defineEvent<Schema extends TObject>(app: AppId, event: EventType<Schema>): EventType<Schema> {
  if (!isNameOf(app, event.name)) throw new Error(`event ${event.name}: the name must be ${app}.<kebab-case>`)
  for (const [field, property] of Object.entries(event.schema.properties)) {
    if (!('description' in property) || !property.description)
      throw new Error(`event ${event.name}: field ${field} has no description`)
  }
  return Object.freeze(event)
}
