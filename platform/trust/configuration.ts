import { canonicalJson } from '@holdfast/kit/canonical-json'
import Type, { type Static } from 'typebox'
import Schema from 'typebox/schema'
import { signText } from './signed-text.ts'
import type { SigningKey } from './signing-key.ts'
import { isTrusted, type TrustBundle } from './trust-bundle.ts'

const whole = (minimum: number, maximum: number, description: string) =>
  Type.Optional(Type.Integer({ minimum, maximum, description }))
const closed = { additionalProperties: false }

/** A stretch of the week in which an agent keeps still. */
export const windowSchema = Type.Object(
  {
    days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
      minItems: 1,
      maxItems: 7,
      description: 'Days on which it begins: 1 is Monday, 7 is Sunday.',
    }),
    from: Type.String({ maxLength: 5, description: 'HH:MM, by the clock on the wall.' }),
    to: Type.String({ maxLength: 5, description: 'HH:MM; at or before `from`, it is on the next day.' }),
    zone: Type.String({ maxLength: 64, description: 'Time zone: Europe/Prague.' }),
    stops: Type.Enum(['activity', 'transmission'], {
      description: 'activity: nothing is collected. transmission: nothing is collected and nothing is sent.',
    }),
  },
  closed,
)

/** What can be set for agents. What is absent is as the program does it by itself. */
export const settingsSchema = Type.Object(
  {
    statusSeconds: whole(30, 300, 'Seconds between two signs of life; 60 by itself.'),
    collectors: Type.Optional(
      Type.Record(
        Type.String({ pattern: '^[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*$', maxLength: 100 }),
        Type.Object(
          {
            everySeconds: whole(30, 604_800, 'Longest time between two runs, in seconds.'),
            off: Type.Optional(Type.Boolean({ description: 'It does not run.' })),
          },
          closed,
        ),
        { maxProperties: 200 },
      ),
    ),
    scanDelaySeconds: whole(0, 86_400, 'Seconds after a start before the first collection.'),
    scanRandomiseSeconds: whole(0, 86_400, 'Each regular run is put off by up to so many seconds, by chance.'),
    windows: Type.Optional(Type.Array(windowSchema, { maxItems: 50 })),
    processorShare: Type.Optional(
      Type.Number({
        minimum: 0.001,
        maximum: 1,
        description: 'Share of one core that collection may take on a host that keeps changing; 0.01 by itself.',
      }),
    ),
    nice: whole(0, 19, 'How far the agent stands back for others, as nice(1) counts.'),
    memoryMegabytes: whole(128, 4096, 'A parser that grows beyond this is ended and started anew; 600 by itself.'),
    uploadBytesPerSecond: whole(1024, 1_000_000_000, 'What it sends in a second at most, on average.'),
    envelopeBytes: whole(65_536, 8_388_608, 'What it sends in one request at most.'),
    updates: Type.Optional(
      Type.Enum(['rings', 'off'], { description: 'off: no update ring concerns these agents; one by hand does.' }),
    ),
    proxy: Type.Optional(
      Type.Object(
        {
          url: Type.String({
            maxLength: 300,
            pattern: '^http://[A-Za-z0-9.:\\[\\]-]+/?$',
            description: 'http://proxy.example:3128. A name and password are given with the install command.',
          }),
          direct: Type.Boolean({ description: 'Where the proxy does not answer, the server is reached without it.' }),
        },
        closed,
      ),
    ),
  },
  closed,
)

export type AgentSettings = Static<typeof settingsSchema>

const configurationSchema = Type.Object(
  {
    v: Type.Literal(1),
    source: Type.String({ minLength: 1, maxLength: 64 }),
    revision: Type.String({ pattern: '^[0-9a-f]{32}$' }),
    issuedAt: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' }),
    profile: Type.Union([
      Type.Null(),
      Type.Object({ id: Type.String({ maxLength: 64 }), name: Type.String({ maxLength: 256 }) }, closed),
    ]),
    modules: Type.Union([
      Type.Null(),
      Type.Array(Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 63 }), { maxItems: 100 }),
    ]),
    settings: settingsSchema,
  },
  closed,
)

/**
 * How one source is to work, as it is signed. `revision` tells contents apart: the same contents have the same one. `modules`: the apps whose collectors may
 * run; null for all.
 */
export type Configuration = Static<typeof configurationSchema>

/** As it travels: canonical JSON, signed as it stands. */
export interface SignedConfiguration {
  readonly text: string
  readonly signature: string
}

const mostBytes = 65_536

export function signConfiguration(configuration: Configuration, key: SigningKey): SignedConfiguration {
  return signText('configuration', canonicalJson(configuration), key)
}

/** Why settings are refused, with the place; undefined where they have the right shape. */
export function settingsProblem(settings: unknown): string | undefined {
  const [fits, errors] = Schema.Errors(settingsSchema, settings)
  return fits ? undefined : errors.map((error) => `${error.instancePath || 'settings'} ${error.message}`).join('; ')
}

export type ConfigurationVerdict =
  | { readonly ok: true; readonly configuration: Configuration }
  | { readonly ok: false; readonly reason: 'wrong-signature' | 'malformed' | 'wrong-source' | 'went-back' }

/**
 * Decides, at the source, whether a configuration is to be taken: signed by a key that the bundle trusts now, for this source, not older than the one that it
 * has. Nothing of the text is looked at before the signature is right.
 */
export function verifyConfiguration(
  signed: SignedConfiguration,
  receiver: {
    readonly bundle: TrustBundle
    readonly source: string
    readonly now: string
    /** When the present one was issued. */
    readonly after?: string | undefined
  },
): ConfigurationVerdict {
  const { text, signature } = signed
  if (typeof text !== 'string' || typeof signature !== 'string' || text.length > mostBytes)
    return { ok: false, reason: 'malformed' }
  if (!isTrusted(receiver.bundle, 'configuration', { text, signature }, receiver.now))
    return { ok: false, reason: 'wrong-signature' }
  const configuration = parse(text)
  if (!configuration) return { ok: false, reason: 'malformed' }
  if (configuration.source !== receiver.source) return { ok: false, reason: 'wrong-source' }
  if (receiver.after !== undefined && configuration.issuedAt < receiver.after) return { ok: false, reason: 'went-back' }
  return { ok: true, configuration }
}

function parse(text: string): Configuration | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Schema.Check(configurationSchema, value) ? (value as Configuration) : undefined
  } catch {
    return undefined
  }
}
