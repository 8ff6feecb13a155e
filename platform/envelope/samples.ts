import fc from 'fast-check'
import { encodeBody } from './body.ts'
import type { EnvelopeRecord } from './record.ts'
import { newChain, sealEnvelope } from './seal.ts'
import { newSourceKey, readPrivateKey, readPublicKey } from './source-key.ts'

/** For tests: a source with its key. */
export function sampleSource(source = 'src_0000000000000000000001') {
  const key = newSourceKey()
  return { source, key, privateKey: readPrivateKey(key), publicKey: readPublicKey(key.publicKey) }
}

/** For tests: a chain of sealed envelopes, one for each list of records. */
export function sampleEnvelopes(from: ReturnType<typeof sampleSource>, bodies: readonly (readonly EnvelopeRecord[])[]) {
  let chain = newChain(from.source, 1)
  return bodies.map((records) => {
    const sealed = sealEnvelope(chain, encodeBody(records), {
      privateKey: from.privateKey,
      sentAt: '2026-11-22T10:14:00.000Z',
    })
    chain = sealed.chain
    return sealed.envelope
  })
}

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/)
const name = fc.tuple(word, word).map(([app, noun]) => `${app}.${noun}` as const)
const ref = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
const scope = fc.string({ unit: 'grapheme', maxLength: 40 })
const at = fc
  .date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString())
const json = fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme', noUnicodeString: false } as object)
const item = fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 10 }), json, { maxKeys: 5 })
const version = fc.integer({ min: 1, max: 1000 })

/** For tests: any record that is right. */
export const anyRecord: fc.Arbitrary<EnvelopeRecord> = fc.oneof(
  fc.record({
    type: fc.constant('asset' as const),
    ref,
    kind: fc.constantFrom('host' as const, 'container' as const),
    name: ref,
    identifiers: fc.array(fc.record({ kind: word, value: ref }), { maxLength: 5 }),
  }),
  fc.record({
    type: fc.constant('facts' as const),
    about: ref,
    fact: name,
    version,
    scope,
    mode: fc.constantFrom('full' as const, 'delta' as const),
    complete: fc.boolean(),
    observedAt: at,
    set: fc.dictionary(scope, item, { maxKeys: 4 }),
    gone: fc.array(scope, { maxLength: 4 }),
  }),
  fc.record({
    type: fc.constant('scopes' as const),
    about: ref,
    fact: name,
    scopes: fc.array(scope, { maxLength: 4 }),
    observedAt: at,
  }),
  fc.record({ type: fc.constant('event' as const), about: ref, event: name, version, at, body: item }),
  fc.record({
    type: fc.constant('problem' as const),
    about: ref,
    fact: name,
    scope,
    reason: word,
    detail: scope,
    observedAt: at,
  }),
  fc.record({ type: fc.constant('gap' as const), from: at, to: at, reason: word }),
  fc.record({
    type: fc.constant('result' as const),
    command: word,
    status: fc.constantFrom('done' as const, 'failed' as const, 'refused' as const),
    at,
  }),
  fc.record({ type: fc.constant('clock' as const), at, jumpMs: fc.integer() }),
)
