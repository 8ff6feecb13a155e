import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Type, { type Static } from 'typebox'
import { Check } from 'typebox/value'
import { replaceFile } from '../store/write-file.ts'

const Text = Type.String({ maxLength: 4096 })

/** What is remembered of a feed between two downloads. It can be lost: then everything is fetched anew. */
const SyncState = Type.Object({
  v: Type.Literal(1),
  /** When the publisher was last asked and answered, RFC 3339. */
  checkedAt: Text,
  /** Version that the files below became. */
  version: Type.Optional(Text),
  /** By address. */
  files: Type.Record(
    Type.String({ maxLength: 4096 }),
    Type.Object({ etag: Type.Optional(Text), modified: Type.Optional(Text), secure: Type.Boolean() }),
  ),
  /** Up to when changes are known, as the publisher says it. */
  cursor: Type.Optional(Text),
})
export type SyncState = Static<typeof SyncState>

export function readSyncState(folder: string): SyncState {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'))
    if (Check(SyncState, value)) return value
  } catch {
    // Absent or broken: as if nothing had been fetched.
  }
  return { v: 1, checkedAt: '', files: {} }
}

export function writeSyncState(folder: string, state: SyncState): void {
  replaceFile(join(folder, 'state.json'), `${JSON.stringify(state)}\n`)
}
