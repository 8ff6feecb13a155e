import colours from './tag-colours.json' with { type: 'json' }
import limits from './tag-limits.json' with { type: 'json' }

/** Names of the colours that a tag can have; the interface knows what they look like. */
export const tagColours: readonly string[] = colours

/** What is bounded of tags: how many per tenant, how deep, how long. */
export const tagLimits: Readonly<typeof limits> = limits
