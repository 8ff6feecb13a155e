import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Type from 'typebox'
import { Check } from 'typebox/value'
import { CliError } from '../cli-error.ts'

const Id = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' })
const Address = Type.String({ pattern: '^https?://', maxLength: 2000 })

/** `feeds.json` in the home directory. */
const File = Type.Object(
  {
    sync: Type.Optional(Type.Array(Id)),
    signed: Type.Optional(Type.Array(Id)),
    addresses: Type.Optional(Type.Record(Id, Type.Array(Address, { minItems: 1, maxItems: 1000 }))),
    headers: Type.Optional(
      Type.Record(Id, Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 1000 }))),
    ),
  },
  { additionalProperties: false },
)

export interface FeedSettings {
  /** Feeds that are synced beside those that are there. */
  readonly sync: readonly string[]
  /** Feeds that are taken only where a trusted key signed them. */
  readonly signed: readonly string[]
  /** In place of the official addresses, by feed. */
  readonly addresses: ReadonlyMap<string, readonly string[]>
  /** Sent with every request of a feed: keys of APIs. */
  readonly headers: ReadonlyMap<string, Readonly<Record<string, string>>>
}

/** What an operator set about feeds; nothing where there is no such file. Throws CliError. */
export function readFeedSettings(home: string): FeedSettings {
  const path = join(home, 'feeds.json')
  let value: unknown = {}
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new CliError(`${path} cannot be read: ${(error as Error).message}`)
  }
  if (!Check(File, value)) {
    throw new CliError(`${path} is not understood.`, {
      hint: 'It holds { "sync": ["cisa-kev"], "addresses": { "osv-go": ["https://mirror.example/Go"] }, "headers": { "nvd": { "apiKey": "…" } } }',
    })
  }
  return {
    sync: value.sync ?? [],
    signed: value.signed ?? [],
    addresses: new Map(Object.entries(value.addresses ?? {})),
    headers: new Map(Object.entries(value.headers ?? {})),
  }
}
