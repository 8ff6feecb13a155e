import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Type, { type Static } from 'typebox'
import { Check } from 'typebox/value'
import { FeedError } from '../feed-error.ts'
import { replaceFile } from '../store/write-file.ts'

const Text = Type.String({ maxLength: 4096 })

/** A key of a publisher, by whose signature files are believed. */
const TrustedKey = Type.Object({
  v: Type.Literal(1),
  /** Of the primary key: hexadecimal, upper case. */
  fingerprint: Type.String({ pattern: '^[0-9A-F]{40,64}$' }),
  /** As the key says it: `CISA <csaf@example.org>`. */
  name: Text,
  /** Feeds whose files it may sign; empty: all. */
  feeds: Type.Array(Text),
  /** How it came to be trusted: somebody brought it, or it was the one that the publisher named when the feed was first asked for. */
  how: Type.Enum(['hand', 'first use']),
  /** The file or address that it came from. */
  from: Text,
  /** RFC 3339. */
  since: Text,
  /** The public key, armored. */
  key: Type.String({ maxLength: 1 << 20 }),
})
export type TrustedKey = Static<typeof TrustedKey>

/** The trusted keys of an installation, one file each below the folder of feeds. They are public; what counts is who put them there. */
export class KeyRing {
  readonly #folder: string

  constructor(feedsFolder: string) {
    this.#folder = join(feedsFolder, '.trust')
  }

  /** By fingerprint. Throws FeedError `broken` for a file that is not understood: what is trusted must not shrink unnoticed. */
  list(): readonly TrustedKey[] {
    return namesIn(this.#folder).map((name) => {
      const path = join(this.#folder, name)
      try {
        const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
        if (Check(TrustedKey, value)) return value
      } catch {}
      throw new FeedError('broken', `${path} is not the file of a trusted key: remove it, and trust the key again.`)
    })
  }

  /** The keys that may sign files of a feed. */
  for(feed: string): readonly TrustedKey[] {
    return this.list().filter((key) => maySign(key, feed))
  }

  /** Trusts a key; of one that is there, for the feeds of both. */
  add(key: Omit<TrustedKey, 'v'>): TrustedKey {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    const known = this.list().find(({ fingerprint }) => fingerprint === key.fingerprint)
    const isForAll = key.feeds.length === 0 || known?.feeds.length === 0
    const feeds = isForAll ? [] : [...new Set([...(known?.feeds ?? []), ...key.feeds])].sort()
    const trusted: TrustedKey = { ...key, v: 1, feeds }
    replaceFile(join(this.#folder, `${key.fingerprint}.json`), `${JSON.stringify(trusted, null, 2)}\n`)
    return trusted
  }

  /** Whether there was such a key. */
  remove(fingerprint: string): TrustedKey | undefined {
    const known = this.list().find((key) => key.fingerprint === fingerprint)
    if (known) rmSync(join(this.#folder, `${fingerprint}.json`), { force: true })
    return known
  }
}

export function maySign({ feeds }: Pick<TrustedKey, 'feeds'>, feed: string): boolean {
  return feeds.length === 0 || feeds.includes(feed)
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
