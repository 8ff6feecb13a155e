// The face of the envelope: what travels between a source and the server, for both of them.
export {
  decodeBatch,
  encodeBatch,
  type FramedEnvelope,
  framedSize,
  type SealedEnvelope,
} from './batch.ts'
export { decodeBody, type EncodedBody, encodeBody } from './body.ts'
export { isDigest, noDigest, sha256 } from './digest.ts'
export { signEnrolment, verifyEnrolment } from './enrolment-proof.ts'
export { EnvelopeError, type EnvelopeFault } from './envelope-error.ts'
export { type BodyEncoding, decodeHeader, type EnvelopeHeader, encodeHeader, isSourceId } from './header.ts'
export { isInstant, toInstant } from './instant.ts'
export { limits } from './limits.ts'
export type * from './message.ts'
export { type OpenedEnvelope, openEnvelope } from './open.ts'
export { packBodies } from './pack-bodies.ts'
export { type ParsedRecord, parseRecord } from './parse-record.ts'
export type * from './record.ts'
export { type ChainState, newChain, sealEnvelope } from './seal.ts'
export {
  type RequestClaim,
  type RequestToSign,
  type RequestVerdict,
  readRequestClaim,
  requestHeaders,
  type SignedHeaders,
  signRequest,
  verifyRequest,
} from './signed-request.ts'
export { newSourceKey, readPrivateKey, readPublicKey, type SourceKey } from './source-key.ts'
export { storable, storableText } from './storable.ts'
