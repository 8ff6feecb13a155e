import type { KeyObject } from 'node:crypto'
import {
  type ChainState,
  decodeBatch,
  type EnvelopeRecord,
  encodeBatch,
  noDigest,
  packBodies,
  sealEnvelope,
  sha256,
} from '@holdfast/platform/envelope'
import type { Spool } from '../spool/spool.ts'

/** Writes records into the spool as sealed envelopes. */
export class Journal {
  readonly #spool: Spool
  readonly #source: string
  readonly #privateKey: KeyObject

  constructor(spool: Spool, source: string, privateKey: KeyObject) {
    this.#spool = spool
    this.#source = source
    this.#privateKey = privateKey
  }

  /** The number of records that found no room (those of the bodies that were not written); 0 when all are on disk. */
  write(records: readonly EnvelopeRecord[], now: string): number {
    if (records.length === 0) return 0
    let chain = this.#chain()
    for (const body of packBodies(records)) {
      const sealed = sealEnvelope(chain, body, { privateKey: this.#privateKey, sentAt: now })
      if (!this.#spool.append(encodeBatch([sealed.envelope]))) return records.length
      chain = sealed.chain
    }
    return 0
  }

  /** Where the chain stands is read from the spool itself, so that the two can never disagree. */
  #chain(): ChainState {
    const { epoch, last, tail } = this.#spool
    const digest = 'entry' in tail ? sha256(decodeBatch(tail.entry)[0]!.header) : tail.digest || noDigest
    return { source: this.#source, epoch, seq: last, digest }
  }
}
