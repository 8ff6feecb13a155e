import { readFileSync } from 'node:fs'
import Type, { type Static } from 'typebox'
import { Check } from 'typebox/value'
import { FeedError } from '../feed-error.ts'

/**
 * How we know that the data is the publisher's, told honestly: it was signed; it has the checksum that the publisher gives; it came over TLS from the
 * publisher's address; it came without any of that; somebody gave us a file; it came in a bundle from another installation.
 */
export const provenanceKinds = ['signature', 'checksum', 'tls', 'plain', 'file', 'bundle'] as const
export type ProvenanceKind = (typeof provenanceKinds)[number]

const Text = Type.String({ maxLength: 4096 })

export const Provenance = Type.Object({
  kind: Type.Enum([...provenanceKinds]),
  /** Address, path, or the installation that a bundle came from. */
  from: Text,
  /** Of what is signed: the name and fingerprint of the key, or of several that may sign it. */
  by: Type.Optional(Text),
  /** Of what a bundle holds: how it was obtained there. */
  there: Type.Optional(Type.Object({ kind: Type.Enum([...provenanceKinds]), from: Text })),
})
export type Provenance = Static<typeof Provenance>

/** What is known of one version of a feed; it lies beside the compiled file as `manifest.json`. */
export const FeedManifest = Type.Object({
  schemaVersion: Type.Literal(1),
  app: Text,
  feed: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' }),
  title: Text,
  publisher: Text,
  licence: Text,
  /** `2026-08-21-0a1b2c3d4e5f`: the day of the data, and the beginning of the digest. */
  version: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9a-f]{12}$' }),
  digest: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  date: Type.Optional(Text),
  counts: Type.Record(Type.String(), Type.Number()),
  covers: Type.Array(Text),
  /** The compiled file. */
  file: Type.Object({ size: Type.Number(), sha256: Text }),
  provenance: Provenance,
  /** Files that it was made from, the first of them. */
  sources: Type.Array(Text),
  sourceCount: Type.Number(),
  importedAt: Text,
})
export type FeedManifest = Static<typeof FeedManifest>

/** Throws FeedError `broken`. */
export function readManifest(path: string): FeedManifest {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new FeedError('broken', `${path} cannot be read: ${(error as Error).message}`)
  }
  if (!Check(FeedManifest, value)) throw new FeedError('broken', `${path} is not the manifest of a feed.`)
  return value
}

/** Milliseconds since 1970 of the data, or of the import where the feed does not tell; for ages and for telling older from newer. */
export function instantOfData({ date, importedAt }: Pick<FeedManifest, 'date' | 'importedAt'>): number {
  const instant = Date.parse(date ?? importedAt)
  return Number.isNaN(instant) ? Date.parse(importedAt) : instant
}
