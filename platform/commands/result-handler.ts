import type { TenantTransaction } from '../contract/index.ts'
import type { ResultRecord } from '../envelope/index.ts'
import { keepResult } from './keep-result.ts'

interface Entry {
  readonly record: { readonly type: string }
}

/** Applies the results that sources send in their envelopes; fits intake's RecordHandler. */
export const resultHandler = {
  types: ['result'],
  async apply<E extends Entry>(
    context: {
      readonly tx: TenantTransaction
      readonly source: { readonly sourceId: number; readonly source: string }
    },
    entries: readonly E[],
  ): Promise<{ aside: { entry: E; reason: string; detail: string }[] }> {
    const aside: { entry: E; reason: string; detail: string }[] = []
    for (const entry of entries) {
      const result = entry.record as unknown as ResultRecord
      if ((await keepResult(context.tx, context.source, result)) === 'unknown')
        aside.push({ entry, reason: 'unknown-command', detail: `${result.command} was not asked of this source` })
    }
    return { aside }
  },
} as const
