import { type KeyObject, sign, verify } from 'node:crypto'
import { sha256 } from './digest.ts'

interface EnrolmentClaim {
  readonly activationKey: string
  readonly publicKey: string
  readonly time: string
}

/** Proves that whoever enrols a public key holds the private one, and binds it to this activation key and moment. */
export function signEnrolment(claim: EnrolmentClaim, privateKey: KeyObject): string {
  return sign(null, textToSign(claim), privateKey).toString('base64url')
}

/** Checks the proof; `publicKey` is the claimed one as readPublicKey gives it. */
export function verifyEnrolment(claim: EnrolmentClaim, proof: string, publicKey: KeyObject): boolean {
  if (!/^[\w-]{86}$/.test(proof)) return false
  return verify(null, textToSign(claim), publicKey, Buffer.from(proof, 'base64url'))
}

function textToSign({ activationKey, publicKey, time }: EnrolmentClaim): Buffer {
  return Buffer.from(['holdfast-enrolment-1', sha256(Buffer.from(activationKey)), publicKey, time].join('\n'))
}
