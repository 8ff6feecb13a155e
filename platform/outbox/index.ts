// The face of the outbox: what changed, told once, in the order in which it became visible.
export { dropOldMessages } from './drop-old-messages.ts'
export { type Followed, follow, type OutboxMessage } from './follow.ts'
export { type ReadMessages, readMessages } from './read-messages.ts'
export { type Telling, tell } from './tell.ts'

/** The part's migrations. */
export const outboxPart = { part: 'outbox', folder: new URL('./sql/', import.meta.url) } as const
