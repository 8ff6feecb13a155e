import { type KnownAsset, knownAsset, type OnMoved, resolveAsset } from '../../assets/index.ts'
import type { AssetRecord } from '../../envelope/index.ts'
import type { InTenant } from '../in-tenant.ts'
import { isPassing } from './is-passing.ts'
import type {
  Applied,
  ApplyingSource,
  AsideEntry,
  RecordContext,
  RecordEntry,
  RecordHandler,
} from './record-handler.ts'

export interface ApplyEntriesOptions {
  readonly handlers: readonly RecordHandler[]
  readonly onMoved: OnMoved
  /** One record after another, each on its own: one that fails is put aside and spoils no other. */
  readonly careful: boolean
}

/** What came of it, and which assets were spoken of. */
export interface AppliedEntries {
  readonly aside: readonly AsideEntry[]
  readonly superseded: readonly RecordEntry[]
  readonly assets: readonly KnownAsset[]
}

/**
 * Applies records of one source in their order. What lies between two statements of what an asset is goes to its handlers together; a
 * statement that changes something comes before what follows it.
 */
export async function applyEntries(
  tx: InTenant,
  source: ApplyingSource,
  entries: readonly RecordEntry[],
  options: ApplyEntriesOptions,
): Promise<AppliedEntries> {
  const aside: AsideEntry[] = []
  const superseded: RecordEntry[] = []
  const assets = new Map<string, KnownAsset | undefined>()
  const context: RecordContext = {
    tx,
    source,
    async assetOf(ref) {
      if (!assets.has(ref)) assets.set(ref, await knownAsset(tx, source.sourceId, ref))
      return assets.get(ref)
    },
  }
  let segment: RecordEntry[] = []
  const close = async () => {
    const applied = await applySegment(context, segment, options)
    aside.push(...applied.aside)
    superseded.push(...(applied.superseded ?? []))
    segment = []
  }
  for (const entry of entries) {
    if (entry.record.type !== 'asset') {
      segment.push(entry)
      continue
    }
    // Every statement is looked at: the time that has passed can part what was put together.
    await close()
    const statement = entry as RecordEntry<AssetRecord>
    const resolve = async () => {
      const resolved = await resolveAsset(tx, source, statement.record, {
        at: entry.receivedAt,
        onMoved: options.onMoved,
      })
      // A merge or a split may have moved others of its names.
      if (resolved.changed) assets.clear()
      assets.set(statement.record.ref, resolved)
    }
    if (!options.careful) await resolve()
    else aside.push(...(await carefully(context, entry, resolve)))
  }
  await close()
  return { aside, superseded, assets: [...assets.values()].filter((asset) => asset !== undefined) }
}

async function applySegment(
  context: RecordContext,
  entries: readonly RecordEntry[],
  { handlers, careful }: ApplyEntriesOptions,
): Promise<Applied> {
  const aside: AsideEntry[] = []
  const superseded: RecordEntry[] = []
  const byHandler = Map.groupBy(entries, ({ record }) => handlers.find(({ types }) => types.includes(record.type)))
  for (const [handler, theirs] of byHandler) {
    if (!handler) {
      for (const entry of theirs)
        aside.push({ entry, reason: 'unsupported', detail: `nothing here takes records of type ${entry.record.type}` })
      continue
    }
    for (const together of careful ? theirs.map((entry) => [entry]) : [theirs]) {
      const apply = async () => {
        const applied = await handler.apply(context, together)
        aside.push(...applied.aside)
        superseded.push(...(applied.superseded ?? []))
      }
      if (!careful) await apply()
      else aside.push(...(await carefully(context, together[0]!, apply)))
    }
  }
  return { aside, superseded }
}

/** Undoes what fails; a failure that may pass is none of the record's. */
async function carefully(context: RecordContext, entry: RecordEntry, work: () => Promise<void>): Promise<AsideEntry[]> {
  try {
    await context.tx.savepoint(work)
    return []
  } catch (error) {
    if (isPassing(error)) throw error
    return [{ entry, reason: 'failed', detail: `applying it failed: ${(error as Error).message.slice(0, 500)}` }]
  }
}
