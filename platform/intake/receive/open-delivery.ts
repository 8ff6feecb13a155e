import { decodeBatch, EnvelopeError, type FramedEnvelope, openEnvelope } from '../../envelope/index.ts'
import { IntakeError } from '../intake-error.ts'
import type { DirectoryEntry } from '../sources/source-directory.ts'
import type { Delivery, Received } from './append.ts'

/**
 * Takes a POST apart and checks every envelope: the one that cannot be taken is refused, and leaves the others as they are.
 * Throws IntakeError `malformed`, `too-large` when the POST is no batch.
 */
export function openDelivery(source: DirectoryEntry, batch: Uint8Array, at: number): Delivery {
  let framed: readonly FramedEnvelope[]
  try {
    framed = decodeBatch(batch)
  } catch (error) {
    if (!(error instanceof EnvelopeError)) throw error
    const fault = error.fault === 'too-large' || error.fault === 'too-many' ? 'too-large' : 'malformed'
    throw new IntakeError(fault, `The batch cannot be read: ${error.message}.`)
  }
  return { source, batch, at, received: framed.map((envelope) => open(source, envelope)) }
}

function open(source: DirectoryEntry, framed: FramedEnvelope): Received {
  try {
    return { framed, opened: openEnvelope(framed, source.source, source.publicKey) }
  } catch (error) {
    if (!(error instanceof EnvelopeError)) throw error
    const reason = error.fault === 'too-many' ? 'malformed' : error.fault
    return { refused: { status: 'refused', reason, detail: error.message } }
  }
}
