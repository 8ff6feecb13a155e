import type { OutboxMessage } from '../../outbox/index.ts'

/** What messages of the outbox say that changed. */
export interface Touched {
  /** Public ids of assets of which something changed. */
  readonly assets: ReadonlySet<string>
  /** Something changed of which it is not told where: everything is to be asked. */
  readonly everything: boolean
  readonly topics: ReadonlySet<string>
}

/** Of these it is told only how many, where they are many. */
const withoutPlace = /^finding\.many$/

/** Reads what changed. A change of tags names its assets in the same transaction, unless there are too many of them. */
export function touchedBy(messages: readonly OutboxMessage[]): Touched {
  const assets = new Set<string>()
  const topics = new Set<string>()
  const taggedAt = new Set<string>()
  let everything = false
  for (const { topic, body, at } of messages) {
    const { asset, other } = (body ?? {}) as { asset?: unknown; other?: unknown }
    topics.add(topic)
    if (typeof asset === 'string') assets.add(asset)
    if (typeof other === 'string') assets.add(other)
    if (topic === 'asset.tagged') taggedAt.add(at)
    if (withoutPlace.test(topic) && typeof asset !== 'string') everything = true
  }
  for (const { topic, at } of messages)
    if ((topic === 'tag.changed' || topic === 'tag.removed' || topic === 'tag.system') && !taggedAt.has(at))
      everything = true
  return { assets, everything, topics }
}
