// The face of events: what happened, once each, in the order in which it was received.
export { type EventRegistry, eventHandler, eventRegistry } from './event-handler.ts'
export { forgetEvents } from './forget-events.ts'
export { keepEventPartitions } from './keep-partitions.ts'
export { keptDays } from './kept-days.ts'
export { type EventQuery, readEvents, type StoredEvent } from './read-events.ts'

/** The part's migrations. */
export const eventsPart = { part: 'events', folder: new URL('./sql/', import.meta.url) } as const
