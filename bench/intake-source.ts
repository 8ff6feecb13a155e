import { randomBytes } from 'node:crypto'
import {
  type ChainState,
  type EnvelopeRecord,
  encodeBatch,
  encodeBody,
  newChain,
  newSourceKey,
  readPrivateKey,
  sealEnvelope,
  signEnrolment,
  toInstant,
} from '@holdfast/platform/envelope'
import type { Intake } from '@holdfast/platform/intake'

/** A source as the benches need it: enrolled, and able to seal batches of any records. */
export async function enrolledSource(intake: Intake, activationKey: string) {
  const key = newSourceKey()
  const privateKey = readPrivateKey(key)
  const claim = { activationKey, publicKey: key.publicKey, time: toInstant(Date.now()) }
  const { source, epoch } = await intake.enrol({
    ...claim,
    proof: signEnrolment(claim, privateKey),
    kind: 'agent',
    name: 'bench',
    identifiers: [],
    run: randomBytes(16).toString('hex'),
    version: '0',
    platform: 'bench',
    capabilities: [],
  })
  let chain: ChainState = newChain(source, epoch)
  const nextBatch = (bodies: readonly (readonly EnvelopeRecord[])[]) =>
    encodeBatch(
      bodies.map((records) => {
        const sealed = sealEnvelope(chain, encodeBody(records), { privateKey, sentAt: toInstant(Date.now()) })
        chain = sealed.chain
        return sealed.envelope
      }),
    )
  return { source, nextBatch }
}
