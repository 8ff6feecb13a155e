import type { KeyObject } from 'node:crypto'
import { readPublicKey, type SourceKind } from '../../envelope/index.ts'
import type { Database } from '../../store/index.ts'
import { IntakeError } from '../intake-error.ts'

/** An enrolled source as requests need it. */
export interface DirectoryEntry {
  readonly source: string
  readonly tenantId: number
  readonly sourceId: number
  readonly kind: SourceKind
  readonly networkId: number
  readonly publicKey: KeyObject
}

const knownForMs = 60_000
/** An id that nobody has is asked for again by a source that was just restored, and by who guesses. */
const unknownForMs = 2000
const mostKnown = 200_000

type Kept = { readonly until: number } & (
  | { readonly entry: DirectoryEntry }
  | { readonly fault: 'unknown-source' | 'revoked' }
)

/** Who the sources are, by public id, remembered for a minute or until one is revoked. */
export class SourceDirectory {
  readonly #database: Database
  readonly #known = new Map<string, Kept>()
  readonly #now: () => number

  constructor(database: Database, now: () => number) {
    this.#database = database
    this.#now = now
  }

  /** Throws IntakeError `unknown-source`, `revoked`. */
  async find(source: string): Promise<DirectoryEntry> {
    let kept = this.#known.get(source)
    if (!kept || kept.until < this.#now()) {
      kept = await this.#read(source)
      if (this.#known.size >= mostKnown) this.#known.clear()
      this.#known.set(source, kept)
    }
    if ('entry' in kept) return kept.entry
    if (kept.fault === 'revoked') throw new IntakeError('revoked', 'This source has been revoked.')
    throw new IntakeError('unknown-source', 'No source with this id is enrolled here.')
  }

  /** Looks anew at the next request of this source, or of all. */
  forget(source?: string): void {
    if (source) this.#known.delete(source)
    else this.#known.clear()
  }

  async #read(source: string): Promise<Kept> {
    const row = await this.#database.asPlatform(
      (tx) =>
        tx.first<{
          tenant_id: number
          source_id: number
          kind: SourceKind
          network_id: number
          public_key: string
          status: string
        }>('select tenant_id, source_id, kind, network_id, public_key, status from source where public_id = $1', [
          source,
        ]),
      { readOnly: true },
    )
    if (!row) return { until: this.#now() + unknownForMs, fault: 'unknown-source' }
    // A purged source is as good as unknown: it enrols again.
    if (row.status === 'purged') return { until: this.#now() + unknownForMs, fault: 'unknown-source' }
    if (row.status !== 'active') return { until: this.#now() + knownForMs, fault: 'revoked' }
    return {
      until: this.#now() + knownForMs,
      entry: {
        source,
        tenantId: row.tenant_id,
        sourceId: row.source_id,
        kind: row.kind,
        networkId: row.network_id,
        publicKey: readPublicKey(row.public_key),
      },
    }
  }
}
