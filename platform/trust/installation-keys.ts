import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { whileLocked } from '../lock/index.ts'
import { newSigningKey, type SigningKey } from './signing-key.ts'
import { type SignedTrustBundle, signTrustBundle, type TrustBundle } from './trust-bundle.ts'

/** The keys that sign what this installation tells its sources. They never leave its home directory. */
export interface InstallationKeys {
  /** Signs from now on. */
  readonly current: SigningKey
  readonly bundle: TrustBundle
  /** For sources: signed with all keys that some of them may still know. */
  readonly signedBundle: SignedTrustBundle
}

interface Stored {
  readonly v: 1
  readonly number: number
  readonly keys: readonly (SigningKey & { readonly notBefore: string; readonly notAfter?: string })[]
}

const fileName = 'installation-keys.json'
/** Sources may be away for a long time and must still be able to follow. */
const overlapDays = 400
/** Before a key signs, sources whose clocks are late must already take it. */
const earlyDays = 2

/**
 * Reads the keys from `<folder>/installation-keys.json`, and makes them at the first start. Throws when the file can be read by other accounts, or
 * makes no sense: a key is never replaced by itself, because every source would have to enrol again.
 */
export function openInstallationKeys(folder: string, now: string): InstallationKeys {
  const path = join(folder, fileName)
  const stored = read(path)
  if (stored) return ready(stored)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // Servers that begin together must not each have a key of its own.
  return ready(whileLocked(`${path}.lock`, () => read(path) ?? write(folder, firstKeys(now))))
}

/** Puts a new key in front. The old ones stay trusted for 400 days, and one that would outlive eight is dropped. */
export function rotateInstallationKey(folder: string, now: string): InstallationKeys {
  const stored = read(join(folder, fileName)) ?? write(folder, firstKeys(now))
  const notAfter = addDays(now, overlapDays)
  const old = stored.keys.map((key) => ({ ...key, notAfter: key.notAfter ?? notAfter }))
  const valid = old.filter((key) => key.notAfter > now).slice(0, 7)
  const keys = [{ ...newSigningKey(), notBefore: addDays(now, -earlyDays) }, ...valid]
  return ready(write(folder, { v: 1, number: stored.number + 1, keys }))
}

function firstKeys(now: string): Stored {
  return { v: 1, number: 1, keys: [{ ...newSigningKey(), notBefore: addDays(now, -earlyDays) }] }
}

function ready({ number, keys }: Stored): InstallationKeys {
  const current = keys[0] as SigningKey
  const bundle: TrustBundle = {
    v: 1,
    number,
    keys: keys.map(({ id, publicKey, notBefore, notAfter }) => ({
      id,
      publicKey,
      notBefore,
      ...(notAfter && { notAfter }),
    })),
  }
  return { current, bundle, signedBundle: signTrustBundle(bundle, keys) }
}

function read(path: string): Stored | undefined {
  let text: string
  try {
    const { mode } = statSync(path)
    if ((mode & 0o077) !== 0)
      throw new Error(`${path} can be read by other accounts: chmod 600 it, and rotate the installation key`)
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    const stored = JSON.parse(text) as Stored
    if (stored.v === 1 && stored.keys.length > 0) return stored
  } catch {
    // Told below, without the text: it may hold a key.
  }
  throw new Error(`${path} makes no sense: restore it from a backup; without it every source must enrol again`)
}

function write(folder: string, stored: Stored): Stored {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, fileName)
  const partial = `${path}.part-${process.pid}`
  const fd = openSync(partial, 'w', 0o600)
  try {
    writeSync(fd, `${JSON.stringify(stored, null, 2)}\n`)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameSync(partial, path)
  return stored
}

function addDays(now: string, days: number): string {
  return new Date(Date.parse(now) + days * 86_400_000).toISOString()
}
