import { existsSync } from 'node:fs'
import { FeedError } from '../feed-error.ts'
import { checkSignature, nameOfKey } from './check-signature.ts'
import type { KeyRing, TrustedKey } from './key-ring.ts'

/** What the signature beside a file says of it; undefined where none is there. */
export type BesideCheck =
  | { readonly outcome: 'good'; readonly by: TrustedKey }
  | { readonly outcome: 'unknown' | 'bad'; readonly place: string; readonly reason: string }

/** Checks files that were brought with their signatures (`all.zip` and `all.zip.asc`). Never throws for what they hold. */
export function signaturesBeside(ring: KeyRing): (place: string) => Promise<BesideCheck | undefined> {
  const keys = ring.list()
  return async (place) => {
    const beside = `${place}.asc`
    if (!existsSync(beside)) return undefined
    try {
      const check = await checkSignature(place, beside, keys)
      if (check.outcome === 'good') return check
      if (check.outcome === 'bad')
        return {
          outcome: 'bad',
          place,
          reason: `its signature by ${nameOfKey(check.by)} is bad: ${check.reason}`,
        }
      const reason = `is by the key ${check.id}, which is not trusted here (holdfast feed trust add)`
      return { outcome: 'unknown', place: beside, reason }
    } catch (error) {
      if (!(error instanceof FeedError)) throw error
      return { outcome: 'bad', place, reason: error.message }
    }
  }
}
